import Dispatch
import Network
import Synchronization

extension InspectionQueue {
    /// Inspects parts and hands their findings over on the calling thread, in the order of the parts: for whoever has
    /// nothing else to do meanwhile. What is slow to take slows the inspection down, so memory does not grow with the
    /// number of parts.
    /// - Parameters:
    ///   - isCancelled: asked between findings and while there is none; once it says so, no finding follows.
    ///   - take: may throw, which ends the inspection.
    public static func findings<Failure>(
        of parts: [Part], known: KnownScores? = nil, batch: Int = standardBatch,
        makeScorer: @escaping @Sendable () throws -> Scorer, isCancelled: () -> Bool = { false },
        take: (Finding) throws(Failure) -> Void
    ) throws(Failure) {
        let stream = FindingStream()
        let queue = InspectionQueue(
            parts: parts, workers: ComputeThreads.workers, order: .asGiven, known: known, batch: batch,
            makeScorer: makeScorer
        ) { event in
            switch event {
            case .finding(let finding): stream.put(finding)
            case .finished: stream.end()
            case .progress: break
            }
        }
        queue.start()
        defer {
            queue.cancel()
            stream.drain()
        }
        while true {
            switch stream.next() {
            case .finding(let finding): try take(finding)
            case .none: break
            case .end: return
            }
            if isCancelled() { return }
        }
    }
}

/// Findings from the queue's threads to the one that takes them. The queue waits while a few are not taken yet.
private final class FindingStream: Sendable {
    enum Next {
        case finding(Finding)
        /// Not yet.
        case none
        case end
    }

    private let findings = Mutex<[Finding]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 64)

    func put(_ finding: Finding) {
        room.wait()
        findings.withLock { $0.append(finding) }
        filled.signal()
    }

    func end() { filled.signal() }

    /// Waits for a moment at most.
    func next() -> Next {
        guard filled.wait(timeout: .now() + .milliseconds(50)) == .success else { return .none }
        let finding = findings.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let finding else {
            filled.signal()  // asking again gets the same answer
            return .end
        }
        room.signal()
        return .finding(finding)
    }

    /// Lets a queue that is being cancelled come to its end.
    func drain() {
        while true {
            if case .end = next() { return }
        }
    }
}
