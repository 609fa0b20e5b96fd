import Dispatch
import Foundation
import Network
import Synchronization

/// Workers that share a batch of parts, each on a thread of its own: whoever is free takes the next part.
package struct Crew<Worker> {
    private let workers: [Worker]

    package init(_ workers: [Worker]) { self.workers = workers }

    /// What `body` gives or throws for each of `0..<count`, in order. A worker is used by one thread at a time.
    package func map<Value: Sendable>(
        _ count: Int, _ body: @Sendable (Worker, Int) throws -> Value
    ) -> [Result<Value, any Error>] {
        let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: count))
        let next = Atomic(0)
        // Each worker belongs to the one iteration that has its index.
        nonisolated(unsafe) let workers = workers
        Teamwork.perform(workers.count) { index in
            while true {
                let i = next.add(1, ordering: .relaxed).oldValue
                guard i < count else { return }
                let result = Result { try body(workers[index], i) }
                results.withLock { $0[i] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

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
