/// On how many threads a training works. What it computes is the same bit for bit.
package enum TrainingThreads: Sendable {
    case one, everyCore

    /// Calls `body` with each of `0..<iterations`; returns when all are done.
    func perform(_ iterations: Int, _ body: @Sendable (Int) -> Void) {
        switch self {
        case .one: (0..<iterations).forEach(body)
        case .everyCore: Teamwork.perform(iterations, body)
        }
    }
}
