import Dispatch
import Foundation
import Synchronization

/// Work divided among threads that are like the one that asked: with its niceness and its blocked signals. Threads of
/// Dispatch's pool have neither, so learning in the background would take the cores from the screen.
package enum Teamwork {
    /// Calls `body` with each of `0..<iterations`, on as many threads as there are workers; returns when all are done.
    package static func perform(_ iterations: Int, _ body: @Sendable (Int) -> Void) {
        let threads = min(ComputeThreads.workers, iterations)
        guard threads > 1 else { return (0..<iterations).forEach(body) }
        let next = Atomic(0)
        let done = DispatchSemaphore(value: 0)
        withoutActuallyEscaping(body) { body in
            // A thread lets go of its closure a moment after it has signalled, so it is given the work's address only.
            var work: @Sendable () -> Void = {
                while true {
                    let i = next.add(1, ordering: .relaxed).oldValue
                    guard i < iterations else { return }
                    body(i)
                }
            }
            withUnsafeMutablePointer(to: &work) { work in
                nonisolated(unsafe) let work = work
                for _ in 1..<threads {
                    let thread = Thread {
                        work.pointee()
                        done.signal()
                    }
                    thread.stackSize = 8 << 20
                    thread.start()
                }
                work.pointee()
                for _ in 1..<threads { done.wait() }
            }
        }
    }
}
