/// The threshold at which false rejects and escapes together cost least on judged parts.
public struct LeastCost: Equatable, Sendable {
    /// Flag when `score >= threshold`; `nil` = flag nothing, where that is cheapest. Of equally cheap thresholds the
    /// highest, so no good part is rejected that need not be.
    public let threshold: Float?
    public let confusion: Confusion
    /// In the unit of the two prices.
    public let cost: Double

    /// - Parameters:
    ///   - falseReject: what flagging one good part costs.
    ///   - escape: what letting one defective part through costs.
    /// - Precondition: both finite and not negative.
    public init(_ ranking: Ranking, falseReject: Double, escape: Double) {
        precondition(falseReject >= 0 && falseReject.isFinite && escape >= 0 && escape.isFinite)
        func choice(_ threshold: Float?, found: Int, alarms: Int) -> (Float?, Confusion, Double) {
            let confusion = Confusion(
                falseRejects: alarms, good: ranking.negatives, escapes: ranking.positives - found,
                defective: ranking.positives)
            return (threshold, confusion, Double(alarms) * falseReject + Double(confusion.escapes) * escape)
        }
        // Thresholds at which no positive enters only add false rejects, so the ranking's steps are all candidates.
        var best = choice(nil, found: 0, alarms: 0)
        for step in ranking.steps {
            let next = choice(step.threshold, found: step.truePositives, alarms: step.falsePositives)
            if next.2 < best.2 { best = next }
        }
        (threshold, confusion, cost) = best
    }
}
