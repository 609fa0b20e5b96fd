/// Scores with a known answer, put in order: how many positives and negatives stand at or above each threshold.
///
/// Positives are what should be flagged: defective parts, or defect pixels. A score is flagged when it is `>=` the
/// threshold, and every distinct score is a threshold: equal scores enter together, -0.0 equals +0.0, nothing is
/// rounded or put in bins. Only the thresholds that positives hold are kept as steps. Between two of them negatives
/// alone enter, which draws a horizontal line in every curve and never reaches a better F1, so all figures are exact
/// all the same, and negatives need no storage.
public struct Ranking: Equatable, Sendable {
    /// One distinct score that at least one positive has.
    public struct Step: Equatable, Sendable {
        public let threshold: Float
        /// Positives with a score `>= threshold`.
        public let truePositives: Int
        /// Negatives with a score `>= threshold`.
        public fileprivate(set) var falsePositives = 0
        /// Negatives with a score `> threshold`: those that had entered before this step.
        public fileprivate(set) var falsePositivesAbove = 0
    }

    /// Thresholds descending.
    public let steps: [Step]
    public let positives: Int
    public let negatives: Int

    /// Ranks scores by whether each is of a positive.
    /// - Precondition: both of one length.
    /// - Throws: `EvaluationError.notANumber` for a NaN. Infinite scores are allowed.
    public init(scores: [Float], isPositive: [Bool]) throws(EvaluationError) {
        precondition(scores.count == isPositive.count, "\(scores.count) scores but \(isPositive.count) labels")
        let keys = try ScoreKey.keys(scores, subject: "score")
        var split: (positive: [UInt32], negative: [UInt32]) = ([], [])
        for (key, isPositive) in zip(keys, isPositive) {
            if isPositive { split.positive.append(key) } else { split.negative.append(key) }
        }
        split.positive.sort()
        split.negative.sort()
        self.init(ascendingPositives: split.positive, ascendingNegatives: [split.negative])
    }

    /// Merges keys that are sorted already, highest first.
    /// - Parameter ascendingNegatives: any number of lists, each sorted by itself.
    init(ascendingPositives: some RandomAccessCollection<UInt32>, ascendingNegatives: [[UInt32]]) {
        var steps: [Step] = []
        var truePositives = 0
        var rest = ascendingPositives[...]
        while let key = rest.popLast() {
            truePositives += 1
            while rest.last == key {
                rest.removeLast()
                truePositives += 1
            }
            steps.append(Step(threshold: ScoreKey.score(key), truePositives: truePositives))
        }
        for list in ascendingNegatives {
            list.withUnsafeBufferPointer { negatives in
                var cursor = negatives.count
                for i in steps.indices {
                    let key = ScoreKey.key(steps[i].threshold)
                    while cursor > 0, negatives[cursor - 1] > key { cursor -= 1 }
                    steps[i].falsePositivesAbove += negatives.count - cursor
                    while cursor > 0, negatives[cursor - 1] == key { cursor -= 1 }
                    steps[i].falsePositives += negatives.count - cursor
                }
            }
        }
        self.steps = steps
        positives = ascendingPositives.count
        negatives = ascendingNegatives.reduce(0) { $0 + $1.count }
    }

    /// No figure is defined unless there is something to find and something to leave alone.
    var hasBothClasses: Bool { positives > 0 && negatives > 0 }
}
