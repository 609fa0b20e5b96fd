import Detectors
import Disk
import Dispatch
import Raster
import Synchronization

/// Inspects parts in the background: reads each file once, takes its digest, decodes, scores, and reports.
///
/// The contract:
/// - every part gets exactly one finding, unless the queue is cancelled; a part that cannot be read or scored gets one
///   that says why, and the others go on;
/// - events come one at a time, from any thread; `.finished` is the last, also after a cancellation. A handler that is
///   slow slows the workers down: at most `2 × workers` parts are in flight, from being taken to being reported;
/// - a part whose score is known under the calibration is reported without being decoded;
/// - scores are never computed twice: there is no way back from a finding into the queue.
public final class InspectionQueue: Sendable {
    /// One worker's way from a picture to an anomaly. It is used by one thread at a time.
    public typealias Scorer = (Image) throws -> Anomaly

    public enum Order: Sendable {
        /// Findings are reported as they come, and `promote` has an effect.
        case asFinished
        /// Findings are reported in the order of the parts that were given.
        case asGiven
    }

    public enum Event: Sendable {
        case finding(Finding)
        /// Parts reported so far, of all.
        case progress(done: Int, total: Int)
        /// Nothing comes after this.
        case finished
    }

    public let parts: [Part]
    public let workers: Int
    private let known: KnownScores?
    private let makeScorer: @Sendable () throws -> Scorer
    private let report: @Sendable (Event) -> Void
    private let line: Mutex<WaitingLine>
    private let outbox: Mutex<Outbox>
    /// Counts the parts that may still be taken into flight.
    private let room = DispatchSemaphore(value: 0)
    private let running = DispatchGroup()
    /// Left once everything is reported and kept.
    private let ending = DispatchGroup()
    private let queue = DispatchQueue(label: "inspection.queue", qos: .userInitiated, attributes: .concurrent)

    /// - Parameters:
    ///   - parts: what to inspect; the same part may stand there more than once.
    ///   - workers: threads that work at the same time, at least 1.
    ///   - known: scores that need not be computed, and where new ones are kept.
    ///   - makeScorer: called by each worker before its first part that has to be scored. If it throws, the worker
    ///     leaves its part to the others; if it was the last, the parts are reported as failed with that reason.
    ///   - report: told everything that happens. It must not call `wait`.
    public init(
        parts: [Part], workers: Int, order: Order = .asFinished, known: KnownScores? = nil,
        makeScorer: @escaping @Sendable () throws -> Scorer, report: @escaping @Sendable (Event) -> Void
    ) {
        self.parts = parts
        self.workers = max(1, min(workers, parts.count))
        self.known = known
        self.makeScorer = makeScorer
        self.report = report
        line = Mutex(WaitingLine(parts: parts, isOrdered: order == .asGiven, workers: self.workers))
        outbox = Mutex(Outbox(isOrdered: order == .asGiven))
    }

    /// Starts the work and returns at once. A second call does nothing.
    public func start() {
        guard line.withLock({ $0.start() }) else { return }
        ending.enter()
        for _ in 0..<(2 * workers) { room.signal() }
        for _ in 0..<workers {
            queue.async(group: running) { [self] in SignalMask.leavingTerminalToMain { work() } }
        }
        running.notify(queue: queue) { [self] in
            known?.flush()
            report(.finished)
            ending.leave()
        }
    }

    /// Moves a part to the front: the one that somebody looks at. Without effect when it is in flight or reported
    /// already, and when findings are reported in the order given.
    public func promote(_ part: Part) { line.withLock { $0.promote(part) } }

    /// Stops: workers end before their next step (reading, decoding, scoring a part), and no finding is reported any
    /// more but the one that is being reported right now. `.finished` follows.
    public func cancel() {
        line.withLock { $0.isCancelled = true }
        for _ in 0..<workers { room.signal() }
    }

    public var isCancelled: Bool { line.withLock { $0.isCancelled } }

    /// Blocks until `.finished` has been reported and new scores are kept. Never call it from `report`.
    public func wait() { ending.wait() }

    // MARK: One worker

    private func work() {
        var scorer: Scorer?
        while let index = take() {
            guard let finding = inspect(index, &scorer) else { return }
            deliver(finding, index)
        }
    }

    /// The next part, once there is room for it; `nil` when there is none, or the queue was cancelled.
    private func take() -> Int? {
        room.wait()
        let index = line.withLock { $0.take() }
        // Whoever waits for room behind this worker has nothing to take either.
        if index == nil { room.signal() }
        return index
    }

    /// - Returns: `nil` when this worker has to stop.
    private func inspect(_ index: Int, _ scorer: inout Scorer?) -> Finding? {
        let part = parts[index]
        let bytes: [UInt8]
        do {
            bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        } catch {
            return Finding(part: part, digest: nil, outcome: .failed(error.printableLine))
        }
        let digest = SHA256Digest(hashing: bytes)
        if isCancelled { return nil }
        if let anomaly = known?.anomaly(digest) {
            return Finding(part: part, digest: digest, outcome: .scored(anomaly))
        }
        do {
            let image = try Image.decode(bytes, name: part.path)
            if isCancelled { return nil }
            guard let score = try scorer ?? readyScorer(handingBack: index) else { return nil }
            scorer = score
            let anomaly = try score(image)
            guard !anomaly.score.isNaN else {
                let reason = "\(part.path.printable): its score is not a number; the calibration does not fit it"
                return Finding(part: part, digest: digest, outcome: .failed(reason))
            }
            known?.add(digest, anomaly)
            return Finding(part: part, digest: digest, outcome: .scored(anomaly))
        } catch {
            return Finding(part: part, digest: digest, outcome: .failed(error.printableLine))
        }
    }

    /// - Returns: `nil` when none can be made and another worker takes the part over.
    private func readyScorer(handingBack index: Int) throws -> Scorer? {
        do {
            return try makeScorer()
        } catch {
            guard line.withLock({ $0.handBack(index) }) else { throw error }
            room.signal()
            return nil
        }
    }

    // MARK: Reporting

    private func deliver(_ finding: Finding, _ index: Int) {
        // Whoever finds the outbox idle empties it, so events come one at a time and nobody waits for a lock.
        guard outbox.withLock({ $0.put(finding, index) }) else { return }
        while let (finding, done) = outbox.withLock({ $0.next() }) {
            if !isCancelled {
                report(.finding(finding))
                report(.progress(done: done, total: parts.count))
            }
            room.signal()
        }
    }
}
