import Detectors
import Disk
import Dispatch
import Raster
import Synchronization
import SystemPackage

/// Inspects parts in the background: reads each file once, takes its digest, decodes, scores, and reports. Each worker
/// goes the whole way with its parts on one core, so reading, decoding, network and scoring of different parts overlap;
/// it embeds them one by one and scores a batch at once, so that the statistics are read once for all of them.
///
/// The contract:
/// - every part gets exactly one finding, unless the queue is cancelled; a part that cannot be read or scored gets one
///   that says why, and the others go on;
/// - events come one at a time, from any thread; `.finished` is the last, also after a cancellation. A handler that is
///   slow slows the workers down: at most `2 × workers × batch` parts are in flight, from being taken to being
///   reported, whatever the number of parts;
/// - a part whose score is known under the calibration is reported without being decoded;
/// - parts are given at the start, or fed one after another until `close`: the workers then wait for the next one, and
///   score what they hold before they do;
/// - scores are never computed twice: there is no way back from a finding into the queue.
public final class InspectionQueue: Sendable {
    /// One worker's way from pictures to anomalies. It is used by one thread at a time.
    public struct Scorer {
        /// The picture in a file's bytes, as it is embedded.
        public let decode: ([UInt8], FilePath) throws -> Image
        /// Embeds a picture into a slot of the batch.
        public let embed: (Image, Int) throws -> Void
        /// Scores the first so many slots.
        public let score: (Int) throws -> [Anomaly]

        public init(
            decode: @escaping ([UInt8], FilePath) throws -> Image, embed: @escaping (Image, Int) throws -> Void,
            score: @escaping (Int) throws -> [Anomaly]
        ) {
            self.decode = decode
            self.embed = embed
            self.score = score
        }
    }

    public enum Order: Sendable {
        /// Findings are reported as they come, and `promote` has an effect.
        case asFinished
        /// Findings are reported in the order of the parts that were given.
        case asGiven
    }

    public enum Event: Sendable {
        case finding(Finding)
        /// Parts reported so far, of all that are known.
        case progress(done: Int, total: Int)
        /// Nothing comes after this.
        case finished
    }

    public let workers: Int
    private let givesWay: Bool
    private let known: KnownScores?
    private let batch: Int
    private let isOrdered: Bool
    private let makeScorer: @Sendable () throws -> Scorer
    private let report: @Sendable (Event) -> Void
    private let line: Mutex<any PartLine>
    /// Counts the parts that wait in an open line; `nil` where all parts were given.
    private let arrivals: DispatchSemaphore?
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
    ///   - givesWay: whether the workers give way to threads that a person waits for.
    ///   - known: scores that need not be computed, and where new ones are kept.
    ///   - batch: slots of each worker's scorer, at least 1.
    ///   - makeScorer: called by each worker before its first part that has to be scored. If it throws, the worker
    ///     leaves its part to the others; if it was the last, the parts are reported as failed with that reason.
    ///   - report: told everything that happens. It must not call `wait`.
    public convenience init(
        parts: [Part], workers: Int, order: Order = .asFinished, givesWay: Bool = false, known: KnownScores? = nil,
        batch: Int = 1, makeScorer: @escaping @Sendable () throws -> Scorer, report: @escaping @Sendable (Event) -> Void
    ) {
        let workers = max(1, min(workers, parts.count))
        self.init(
            line: WaitingLine(parts: parts, isOrdered: order == .asGiven, workers: workers), arrivals: nil,
            workers: workers, order: order, givesWay: givesWay, known: known, batch: batch, makeScorer: makeScorer,
            report: report)
    }

    /// A queue without parts yet: `feed` gives it some, `close` ends it. Findings come in the order of the feeding.
    /// Nothing bounds how many parts may wait in it: whoever feeds it has to.
    public convenience init(
        feedingWorkers workers: Int, givesWay: Bool = false, known: KnownScores? = nil, batch: Int = 1,
        makeScorer: @escaping @Sendable () throws -> Scorer, report: @escaping @Sendable (Event) -> Void
    ) {
        let workers = max(1, workers)
        self.init(
            line: OpenLine(workers: workers), arrivals: DispatchSemaphore(value: 0), workers: workers, order: .asGiven,
            givesWay: givesWay, known: known, batch: batch, makeScorer: makeScorer, report: report)
    }

    private init(
        line: any PartLine, arrivals: DispatchSemaphore?, workers: Int, order: Order, givesWay: Bool,
        known: KnownScores?, batch: Int, makeScorer: @escaping @Sendable () throws -> Scorer,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.workers = workers
        self.givesWay = givesWay
        self.batch = max(1, batch)
        self.known = known
        isOrdered = order == .asGiven
        self.makeScorer = makeScorer
        self.report = report
        self.line = Mutex(line)
        self.arrivals = arrivals
        outbox = Mutex(Outbox(isOrdered: isOrdered))
    }

    /// Gives an open queue one more part; any thread may.
    /// - Returns: whether there will be a finding for it: not after `close` or `cancel`, nor where all parts were
    ///   given.
    @discardableResult
    public func feed(_ part: Part) -> Bool {
        let isTaken = line.withLock { $0.append(part) }
        if isTaken { arrivals?.signal() }
        return isTaken
    }

    /// Nothing more will be fed: `.finished` follows the last finding.
    public func close() {
        line.withLock { $0.close() }
        arrivals?.signal()
    }

    /// Starts the work and returns at once. A second call does nothing.
    public func start() {
        guard line.withLock({ $0.start() }) else { return }
        ending.enter()
        for _ in 0..<(2 * workers * batch) { room.signal() }
        for _ in 0..<workers {
            queue.async(group: running) { [self] in
                if givesWay {
                    GivingWay.some.run { [self] in work() }
                } else {
                    SignalMask.leavingTerminalToMain { work() }
                }
            }
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
        arrivals?.signal()
    }

    public var isCancelled: Bool { line.withLock { $0.isCancelled } }

    /// Blocks until `.finished` has been reported and new scores are kept. Never call it from `report`.
    public func wait() { ending.wait() }

    // MARK: One worker

    /// Parts that a worker has embedded and not scored yet; their slots are their places here.
    private struct Embedded {
        var scorer: Scorer?
        var parts: [(taken: TakenPart, digest: SHA256Digest)] = []
        /// How many are scored together. Where findings are shown as they come it begins with one, so that the first is
        /// there at once, and doubles.
        var due: Int
    }

    /// How far a part has come.
    private enum Step {
        case done(Finding)
        /// It waits for the others of its batch.
        case embedded
        /// This worker has to stop.
        case stop
    }

    private func work() {
        var embedded = Embedded(due: isOrdered ? batch : 1)
        while let taken = take(&embedded) {
            switch inspect(taken, &embedded) {
            case .done(let finding): deliver(finding, taken.index)
            case .embedded: if taken.isUrgent || embedded.parts.count >= embedded.due { score(&embedded) }
            case .stop: return score(&embedded)
            }
        }
        score(&embedded)
    }

    /// The next part, once there is room for it; `nil` when there is none, or the queue was cancelled.
    private func take(_ embedded: inout Embedded) -> TakenPart? {
        wait(room, &embedded)
        if let arrivals { wait(arrivals, &embedded) }
        let (taken, later) = line.withLock { ($0.take(), $0.upcoming(2 * workers)) }
        later?.path.readAhead()
        if taken == nil {
            // Whoever waits behind this worker has nothing to take either.
            room.signal()
            arrivals?.signal()
        }
        return taken
    }

    /// Others may be waiting for what this worker holds back: it is scored before the worker waits for them.
    private func wait(_ semaphore: DispatchSemaphore, _ embedded: inout Embedded) {
        guard semaphore.wait(timeout: .now()) == .timedOut else { return }
        score(&embedded)
        semaphore.wait()
    }

    private func inspect(_ taken: TakenPart, _ embedded: inout Embedded) -> Step {
        let part = taken.part
        let bytes: [UInt8]
        do {
            bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        } catch {
            return .done(Finding(part: part, digest: nil, outcome: .failed(error.printableLine)))
        }
        let digest = SHA256Digest(hashing: bytes)
        if isCancelled { return .stop }
        if let anomaly = known?.anomaly(digest) {
            return .done(Finding(part: part, digest: digest, outcome: .scored(anomaly)))
        }
        do {
            guard let scorer = try embedded.scorer ?? readyScorer(handingBack: taken) else { return .stop }
            embedded.scorer = scorer
            let image = try scorer.decode(bytes, part.path)
            if isCancelled { return .stop }
            try scorer.embed(image, embedded.parts.count)
            embedded.parts.append((taken, digest))
            return .embedded
        } catch {
            return .done(Finding(part: part, digest: digest, outcome: .failed(error.printableLine)))
        }
    }

    /// Scores what is embedded and reports it.
    private func score(_ embedded: inout Embedded) {
        guard let scorer = embedded.scorer, !embedded.parts.isEmpty else { return }
        defer {
            embedded.parts = []
            embedded.due = min(2 * embedded.due, batch)
        }
        if isCancelled { return }
        let anomalies = Result { try scorer.score(embedded.parts.count) }
        for (slot, (taken, digest)) in embedded.parts.enumerated() {
            let outcome: Finding.Outcome
            switch anomalies {
            case .success(let anomalies) where anomalies[slot].score.isNaN:
                outcome = .failed(
                    "\(taken.part.path.printable): its score is not a number; the calibration does not fit it")
            case .success(let anomalies):
                known?.add(digest, anomalies[slot])
                outcome = .scored(anomalies[slot])
            case .failure(let error):
                outcome = .failed(error.printableLine)
            }
            deliver(Finding(part: taken.part, digest: digest, outcome: outcome), taken.index)
        }
    }

    /// - Returns: `nil` when none can be made and another worker takes the part over.
    private func readyScorer(handingBack taken: TakenPart) throws -> Scorer? {
        do {
            return try makeScorer()
        } catch {
            guard line.withLock({ $0.handBack(taken) }) else { throw error }
            room.signal()
            arrivals?.signal()
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
                report(.progress(done: done, total: line.withLock { $0.total }))
            }
            room.signal()
        }
    }
}
