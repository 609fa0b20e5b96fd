import Inspection

/// Scores of the parts that people have judged, in order, so that a line knows at any threshold how many verdicts lie
/// above it without looking at its parts.
struct VerdictTally: Equatable, Sendable {
    private var accepted: [Float] = []
    private var rejected: [Float] = []
    private var unsure: [Float] = []

    mutating func add(_ verdict: HumanVerdict, score: Float) {
        change(verdict) { scores in scores.insert(score, at: scores.partitioningIndex { $0 >= score }) }
    }

    mutating func remove(_ verdict: HumanVerdict, score: Float) {
        change(verdict) { scores in
            let index = scores.partitioningIndex { $0 >= score }
            if index < scores.count, scores[index] == score { scores.remove(at: index) }
        }
    }

    /// Parts that a person has judged, of those flagged at `threshold`.
    func judgedFlagged(at threshold: Float) -> Int {
        Self.count(accepted, from: threshold) + Self.count(rejected, from: threshold)
            + Self.count(unsure, from: threshold)
    }

    /// How many more good parts there are than the machine says: those it flagged and a person accepted, less those it
    /// let pass and a person rejected.
    func overruledToGood(at threshold: Float) -> Int {
        Self.count(accepted, from: threshold) - (rejected.count - Self.count(rejected, from: threshold))
    }

    private static func count(_ scores: [Float], from threshold: Float) -> Int {
        scores.count - scores.partitioningIndex { $0 >= threshold }
    }

    private mutating func change(_ verdict: HumanVerdict, _ change: (inout [Float]) -> Void) {
        switch verdict {
        case .accept: change(&accepted)
        case .reject: change(&rejected)
        case .unsure: change(&unsure)
        }
    }
}
