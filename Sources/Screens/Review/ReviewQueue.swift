/// The parts of a category in the order in which a person looks at them.
///
/// First the parts that are NOT INSPECTED, because nothing but a person stands between them and the customer; then
/// the scored ones, worst first, so that the flagged lead whatever the threshold is; last the ones that still wait
/// for a score. The order never depends on the threshold: sliding it moves a line through the queue and no part.
public struct ReviewQueue: Equatable, Sendable {
    /// How a part stands.
    public enum Standing: Equatable, Sendable {
        case waiting
        /// NOT INSPECTED: it could not be read or scored.
        case failed
        case scored(Float)
    }

    struct Entry: Equatable, Sendable {
        let score: Float
        let part: Int

        func comesBefore(_ other: Entry) -> Bool {
            score > other.score || score == other.score && part < other.part
        }
    }

    /// By index of the part in its category.
    public private(set) var standings: [Standing]
    private(set) var failed: [Int] = []
    private(set) var scored: [Entry] = []
    private(set) var waiting: [Int]

    public init(parts: Int) {
        standings = Array(repeating: .waiting, count: parts)
        waiting = Array(0..<parts)
    }

    public var count: Int { standings.count }
    public var scoredCount: Int { scored.count }
    public var failedCount: Int { failed.count }
    public var waitingCount: Int { waiting.count }

    /// Scores of at least `threshold`, counted by bisection: O(log n), and nothing is scored again.
    public func flagged(at threshold: Float) -> Int {
        scored.partitioningIndex { !($0.score >= threshold) }
    }

    /// Lowest and highest finite score; `nil` before the first.
    public var range: ClosedRange<Float>? {
        let finite = scored.partitioningIndex { $0.score.isFinite }
        guard finite < scored.count, let last = scored.last, last.score.isFinite else { return nil }
        return last.score...scored[finite].score
    }

    /// The part at a position of the queue.
    /// - Precondition: `0 ..< count`.
    public subscript(position: Int) -> Int {
        if position < failed.count { return failed[position] }
        let rest = position - failed.count
        return rest < scored.count ? scored[rest].part : waiting[rest - scored.count]
    }

    /// Where a part stands in the queue: O(log n).
    /// - Precondition: `part` is an index of the category's parts.
    public func position(of part: Int) -> Int {
        switch standings[part] {
        case .failed:
            return failed.partitioningIndex { $0 >= part }
        case .scored(let score):
            let entry = Entry(score: score, part: part)
            return failed.count + scored.partitioningIndex { !$0.comesBefore(entry) }
        case .waiting:
            return failed.count + scored.count + waiting.partitioningIndex { $0 >= part }
        }
    }

    /// Takes in what came of inspecting some parts; a score that is no number means that nothing was measured.
    /// A part that is no longer waiting keeps its first outcome.
    public mutating func settle(_ outcomes: [(part: Int, score: Float?)]) {
        var entries: [Entry] = []
        var lost: [Int] = []
        for (part, score) in outcomes where standings.indices.contains(part) && standings[part] == .waiting {
            if let score, !score.isNaN {
                standings[part] = .scored(score)
                entries.append(Entry(score: score, part: part))
            } else {
                standings[part] = .failed
                lost.append(part)
            }
        }
        // A few are placed by bisection; a batch is cheaper to sort in.
        if entries.count + lost.count <= 8 {
            for entry in entries {
                scored.insert(entry, at: scored.partitioningIndex { !$0.comesBefore(entry) })
                waiting.remove(at: waiting.partitioningIndex { $0 >= entry.part })
            }
            for part in lost {
                failed.insert(part, at: failed.partitioningIndex { $0 >= part })
                waiting.remove(at: waiting.partitioningIndex { $0 >= part })
            }
        } else {
            scored = (scored + entries).sorted { $0.comesBefore($1) }
            failed = (failed + lost).sorted()
            waiting.removeAll { standings[$0] != .waiting }
        }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element satisfies `predicate`, where all that do stand behind all that do not.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
