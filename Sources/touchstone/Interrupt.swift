import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C during a command: noted once, so that the work can stop between two parts with everything consistent; a
/// second one ends the process at once.
final class Interrupt: Sendable {
    private let raised = Atomic(false)
    // Set once at the end of init and only cancelled afterwards.
    nonisolated(unsafe) private var source: (any DispatchSourceSignal)?

    init() {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [weak self] in self?.note() }
        source.resume()
        self.source = source
    }

    deinit { source?.cancel() }

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    private func note() {
        if raised.exchange(true, ordering: .relaxed) { _exit(130) }
        Diagnostics.note("stopping after the parts in hand; Ctrl-C again to stop at once")
    }
}
