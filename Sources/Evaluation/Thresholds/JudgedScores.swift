/// Scores of parts that a person has judged, kept in order, so that a threshold can slide over them and be counted
/// anew in microseconds.
public struct JudgedScores: Equatable, Sendable {
    /// Ascending.
    public let good: [Float]
    public let defective: [Float]

    /// - Throws: `EvaluationError.notANumber` for a NaN. Infinite scores are allowed.
    public init(good: [Float], defective: [Float]) throws(EvaluationError) {
        self.good = try AscendingScores.sorted(good, subject: "good score")
        self.defective = try AscendingScores.sorted(defective, subject: "defective score")
    }

    /// What a threshold does to these parts. A NaN flags nothing.
    public func confusion(at threshold: Float) -> Confusion {
        Confusion(
            falseRejects: good.count - AscendingScores.countBelow(threshold, in: good), good: good.count,
            escapes: AscendingScores.countBelow(threshold, in: defective), defective: defective.count)
    }

    /// Defective parts are the positives.
    public var ranking: Ranking {
        Ranking(
            ascendingPositives: defective.map(ScoreKey.key), ascendingNegatives: [good.map(ScoreKey.key)])
    }
}
