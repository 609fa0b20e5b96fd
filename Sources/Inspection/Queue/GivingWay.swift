import CGivingWay
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Threads that give way to those that a person waits for.
///
/// Lowering a thread's priority is for good: without rights nobody can raise it again. So it is done on threads made
/// for the purpose, and never on those of Dispatch's pool.
///
/// The values are steps of Linux's niceness below the main thread's; each yields a tenth of a share more. Below the
/// lowest there is nothing: where the whole program runs at 19, its threads are all alike.
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

    /// Lets every thread that was lowered stop where it next looks (`give_way`), for so long from now or until somebody
    /// says otherwise: from a person's key until its answer stands on the screen.
    public static func keepFree(seconds: Double) { giving_way_ask(Int64(seconds * 1e9)) }

    func lowerThisThread() {
        // Of a thread, on Linux: of this one where nobody is named, of the main one by the process's number.
        let which = __priority_which_t(PRIO_PROCESS.rawValue)
        setpriority(which, 0, min(19, getpriority(which, id_t(getpid())) + rawValue))
    }

    /// Written before the semaphore is signalled and read after it was waited for, so never by two threads at once.
    private final class Slot<Value>: @unchecked Sendable {
        var value: Value?
    }
}
