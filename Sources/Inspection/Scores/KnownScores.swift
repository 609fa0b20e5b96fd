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
        var lastWrite = ContinuousClock.now
        var trouble: InspectionError?

        mutating func takeWaiting() -> [(part: SHA256Digest, anomaly: Anomaly)] {
            defer {
                waiting = []
                lastWrite = .now
            }
            return waiting
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

    func anomaly(_ part: SHA256Digest) -> Anomaly? {
        do {
            return try cache.anomaly(part: part, calibration: calibration)
        } catch {
            note(error)
            return nil
        }
    }

    func add(_ part: SHA256Digest, _ anomaly: Anomaly) {
        let batch = state.withLock { state -> [(part: SHA256Digest, anomaly: Anomaly)] in
            state.waiting.append((part, anomaly))
            let isDue = state.waiting.count >= Self.batchSize || .now - state.lastWrite > .seconds(1)
            return isDue ? state.takeWaiting() : []
        }
        write(batch)
    }

    /// Writes what is waiting.
    func flush() { write(state.withLock { $0.takeWaiting() }) }

    private func write(_ batch: [(part: SHA256Digest, anomaly: Anomaly)]) {
        do {
            try cache.store(batch, calibration: calibration)
        } catch {
            note(error)
        }
    }

    private func note(_ error: InspectionError) { state.withLock { $0.trouble = $0.trouble ?? error } }
}
