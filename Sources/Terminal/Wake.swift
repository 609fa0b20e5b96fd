import CTerminal
import Glibc
import Synchronization

/// A bell for the screen's thread: any thread rings it after it has put news where the screen's thread will look.
/// Rings that were not heard yet count as one.
public final class Wake: Sendable {
    let descriptor: Int32
    private let rung = Atomic(false)

    init() throws(TerminalError) {
        descriptor = terminal_make_wake()
        guard descriptor >= 0 else {
            throw TerminalError(.system, "wake", "the system has no descriptor left; close some programs")
        }
    }

    deinit { close(descriptor) }

    /// Makes `Screen.next` return `.wake` once.
    public func signal() {
        if !rung.exchange(true, ordering: .releasing) { terminal_signal_wake(descriptor) }
    }

    /// Whether it was rung since the last time this was asked.
    func heard() -> Bool { rung.exchange(false, ordering: .acquiring) }

    func drain() { terminal_drain_wake(descriptor) }
}
