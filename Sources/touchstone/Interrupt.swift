import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C or a polite kill during a command: noted once, so that the work can stop between two parts with everything
/// consistent; a second one ends the process at once.
final class Interrupt: Sendable {
    /// Of the first signal; 0 before it.
    private let raised = Atomic<Int32>(0)
    // Set once at the end of init and only cancelled afterwards.
    nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

    private let work: String
    private let say: @Sendable (String) -> Void

    /// - Parameters:
    ///   - work: what is still done, for people.
    ///   - say: where that is said.
    init(after work: String = "the parts in hand", say: @escaping @Sendable (String) -> Void = Diagnostics.note) {
        self.work = work
        self.say = say
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.note(number) }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    var isRaised: Bool { raised.load(ordering: .relaxed) != 0 }

    /// What a process that was told to stop ends with: 128 and the number of the signal.
    var code: Int32 { 128 + raised.load(ordering: .relaxed) }

    private func note(_ number: Int32) {
        guard raised.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        let again = number == SIGINT ? "Ctrl-C again" : "once more"
        say("stopping after \(work); \(again) to stop at once")
    }
}
