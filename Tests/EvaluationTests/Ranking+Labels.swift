import Evaluation

extension Ranking {
    /// Labels as reference files hold them: 1 = positive.
    init(scores: [Float], labels: [some BinaryInteger]) throws {
        try self.init(scores: scores, isPositive: labels.map { $0 != 0 })
    }
}
