import Detectors
import Disk
import Synchronization

/// The cached scores of one calibration, as an inspection uses them: reads at once, writes in batches. The cache is a
/// convenience, so what it cannot do costs time and no finding; the first trouble is kept for the log.
public final class KnownScores: Sendable {
    public let calibration: SHA256Digest
    private let cache: ScoreCache
    private let state = Mutex(State())

    private struct State: Sendable {
        var waiting: [(part: SHA256Digest, anomaly: Anomaly)] = []
        /// Batches on their way to the disk, oldest first.
        var leaving: [(number: Int, batch: [(part: SHA256Digest, anomaly: Anomaly)])] = []
        var batches = 0
        var lastWrite = ContinuousClock.now
        var trouble: InspectionError?

        /// The number of the batch that has to be written now, if there is anything in it.
        mutating func takeWaiting() -> Int? {
            lastWrite = .now
            guard !waiting.isEmpty else { return nil }
            batches += 1
            leaving.append((batches, waiting))
            waiting = []
            return batches
        }

        func unwritten(_ part: SHA256Digest) -> Anomaly? {
            if let found = waiting.last(where: { $0.part == part }) { return found.anomaly }
            for (_, batch) in leaving.reversed() {
                if let found = batch.last(where: { $0.part == part }) { return found.anomaly }
            }
            return nil
        }
    }

    /// A batch is written when it holds so many (about 2 MB of grids, and one flush of the disk), or is a second old.
    private static let batchSize = 128

    public init(_ cache: ScoreCache, calibration: SHA256Digest) {
        self.cache = cache
        self.calibration = calibration
    }

    /// The first thing that the cache could not do.
    public var trouble: InspectionError? { state.withLock { $0.trouble } }

    /// What is known of a part, also where it was added just now and is not written yet.
    public func anomaly(_ part: SHA256Digest) -> Anomaly? {
        if let unwritten = state.withLock({ $0.unwritten(part) }) { return unwritten }
        do {
            return try cache.anomaly(part: part, calibration: calibration)
        } catch {
            note(error)
            return nil
        }
    }

    func add(_ part: SHA256Digest, _ anomaly: Anomaly) {
        let due = state.withLock { state -> Int? in
            state.waiting.append((part, anomaly))
            let isDue = state.waiting.count >= Self.batchSize || .now - state.lastWrite > .seconds(1)
            return isDue ? state.takeWaiting() : nil
        }
        write(due)
    }

    /// Writes what is waiting.
    func flush() { write(state.withLock { $0.takeWaiting() }) }

    private func write(_ number: Int?) {
        guard let number, let batch = state.withLock({ $0.leaving.first { $0.number == number }?.batch }) else {
            return
        }
        defer { state.withLock { $0.leaving.removeAll { $0.number == number } } }
        do {
            try cache.store(batch, calibration: calibration)
        } catch {
            note(error)
        }
    }

    private func note(_ error: InspectionError) { state.withLock { $0.trouble = $0.trouble ?? error } }
}
