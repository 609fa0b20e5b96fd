/// Scores in ascending order, to be counted by halving.
enum AscendingScores {
    /// - Throws: `EvaluationError.notANumber` for a NaN. Infinite scores are allowed.
    static func sorted(_ scores: [Float], subject: String) throws(EvaluationError) -> [Float] {
        // Sorted by key, so that the two zeros, being equal, end up as one.
        var keys = try ScoreKey.keys(scores, subject: subject)
        RadixSort.sort(&keys)
        return keys.map(ScoreKey.score)
    }

    /// How many are not `>= threshold`. A NaN is reached by none. O(log n).
    static func countBelow(_ threshold: Float, in scores: [Float]) -> Int {
        var range = 0..<scores.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = scores[middle] >= threshold ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return range.lowerBound
    }
}
