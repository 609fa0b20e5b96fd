import Synchronization

/// Says to one piece of work that nobody wants it any more. A later one of the same kind has another.
final class Stop: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    func raise() { raised.store(true, ordering: .relaxed) }
}
