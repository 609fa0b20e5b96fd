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
