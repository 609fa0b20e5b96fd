import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Threads that give way to those that a person waits for.
///
/// Lowering a thread's priority is for good: without rights nobody can raise it again. So it is done on threads made
/// for the purpose, and never on those of Dispatch's pool.
///
/// The values are Linux's niceness: each step of them yields a tenth of a share more.
public enum GivingWay: Int32, Sendable {
    /// To the screen, which is not to wait for what it has asked for itself: a picture, a closer look.
    case little = 5
    /// To that too: learning and inspecting in the background.
    case some = 10
    /// To everything.
    case all = 19

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
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, rawValue)
    }

    /// Written before the semaphore is signalled and read after it was waited for, so never by two threads at once.
    private final class Slot<Value>: @unchecked Sendable {
        var value: Value?
    }
}
