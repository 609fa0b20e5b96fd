import Synchronization

/// Whether this process has a screen.
final class InUse: Sendable {
    private let taken = Atomic(false)

    func take() -> Bool { !taken.exchange(true, ordering: .acquiringAndReleasing) }
    func give() { taken.store(false, ordering: .releasing) }
}
