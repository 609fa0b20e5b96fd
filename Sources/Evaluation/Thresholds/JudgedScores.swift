/// Scores of parts that a person has judged, kept in order, so that a threshold can slide over them and be counted
/// anew in microseconds.
public struct JudgedScores: Equatable, Sendable {
    /// Ascending.
    public let good: [Float]
    public let defective: [Float]

    /// - Throws: `EvaluationError.notANumber` for a NaN. Infinite scores are allowed.
    public init(good: [Float], defective: [Float]) throws(EvaluationError) {
        // Sorted by key, so that the two zeros, being equal, end up as one.
        self.good = try ScoreKey.keys(good, subject: "good score").sorted().map(ScoreKey.score)
        self.defective = try ScoreKey.keys(defective, subject: "defective score").sorted().map(ScoreKey.score)
    }

    /// What a threshold does to these parts. A NaN flags nothing.
    public func confusion(at threshold: Float) -> Confusion {
        Confusion(
            falseRejects: good.count - Self.countBelow(threshold, in: good), good: good.count,
            escapes: Self.countBelow(threshold, in: defective), defective: defective.count)
    }

    /// Defective parts are the positives.
    public var ranking: Ranking {
        Ranking(
            ascendingPositives: defective.map(ScoreKey.key), ascendingNegatives: good.map(ScoreKey.key))
    }

    /// How many of the ascending scores are not `>= threshold`.
    private static func countBelow(_ threshold: Float, in scores: [Float]) -> Int {
        var range = 0..<scores.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = scores[middle] >= threshold ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return range.lowerBound
    }
}
