import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Threads that give way to those that a person waits for.
///
/// Lowering a thread's priority is for good: without rights nobody can raise it again. So it is done on threads made
/// for the purpose, and never on those of Dispatch's pool.
public enum GivingWay: Sendable {
    /// To the screen: still a fair share beside other programs.
    case some
    /// To everything.
    case all

    /// Runs `body` on such a thread and waits for it. Threads that `body` starts, such as a network's, are like it.
    public func run<Result: Sendable>(_ body: @Sendable @escaping () -> Result) -> Result {
        let result = Slot<Result>()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in
            SignalMask.leavingTerminalToMain {
                lowerThisThread()
                result.value = body()
            }
            done.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
        done.wait()
        guard let value = result.value else { preconditionFailure("a thread ended without a result") }
        return value
    }

    func lowerThisThread() {
        // Of a thread, on Linux, where nobody is named.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, self == .some ? 10 : 19)
    }

    /// Written before the semaphore is signalled and read after it was waited for, so never by two threads at once.
    private final class Slot<Value>: @unchecked Sendable {
        var value: Value?
    }
}
