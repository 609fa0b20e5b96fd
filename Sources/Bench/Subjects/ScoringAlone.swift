import CCeilings
import Dispatch

/// Scoring one part whose embeddings are there: the factors are read once, so reading memory is the bound.
struct ScoringAlone {
    private let setting: Setting
    private static let budget = 0.9

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let (bytes, run) = try ScoringPath(setting: setting).distances()
        let block = MemoryBlock(bytes: bytes, threads: setting.workers)
        run()
        var (ours, reading) = (Double.infinity, Double.infinity)
        for _ in 0..<3 {
            ours = min(ours, Stopwatch.least(budget: Self.budget / 3, run))
            reading = min(reading, Stopwatch.least(budget: Self.budget / 3, block.read))
        }
        let rate = Double(bytes) / ours * 1e-9
        let ceiling = Double(bytes) / reading * 1e-9
        say("\(Figure.text(rate)) of \(Figure.text(ceiling)) GB/s")
        return [
            Row(
                .scoring, "scoring one part, factors read", ours: .init(rate, "GB/s"),
                beside: ("reading a block of the same size", .init(ceiling, "GB/s")), target: .atLeast(0.60),
                note: "\(Figure.text(Double(bytes) * 1e-6)) MB in \(Figure.text(ours * 1e3)) ms; "
                    + "\(setting.workers) threads",
                details: ["bytes": Double(bytes), "ms": ours * 1e3])
        ]
    }
}

/// A block of memory that all cores read together, each a share of it.
private final class MemoryBlock {
    private let words: UnsafeMutableBufferPointer<UInt64>
    private let threads: Int
    /// What was read, so that reading cannot be left out.
    private(set) var last: UInt64 = 0

    init(bytes: Int, threads: Int) {
        words = .allocate(capacity: max(threads, bytes / 8))
        // Written once: pages never written would all be read from one page of zeros.
        for i in words.indices { words.initializeElement(at: i, to: UInt64(truncatingIfNeeded: i)) }
        self.threads = threads
    }

    deinit { words.deallocate() }

    func read() {
        // Each iteration reads its own share and writes its own sum.
        nonisolated(unsafe) let sums = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: threads)
        defer { sums.deallocate() }
        nonisolated(unsafe) let words = words
        let threads = threads
        DispatchQueue.concurrentPerform(iterations: threads) { k in
            let (from, to) = (words.count * k / threads, words.count * (k + 1) / threads)
            sums.initializeElement(at: k, to: memory_read(words.baseAddress! + from, to - from))
        }
        for k in 0..<threads { last ^= sums[k] }
    }
}
