/// What the draft of a threshold would do, beside what is live and what a step to either side would do.
///
/// A step is the least change of the threshold that changes something worth looking at: it flags one judged part more
/// (tighter: a lower threshold) or fewer (looser: a higher one), or 1 % of the judged parts where that is more than
/// one. Where no judged part is left on that side, all scored parts are counted in place of them. Fewer than a step
/// left: the step takes all of them. None left: there is no such row.
public struct ConsequenceTable: Equatable, Sendable {
    public let tighter: Consequence?
    public let draft: Consequence
    public let live: Consequence?
    public let looser: Consequence?

    /// O(log n).
    /// - Parameter live: `nil` where no threshold is live.
    public init(_ index: JudgedIndex, draft: Float, live: Float?) {
        tighter = index.tighter(than: draft).map { index.consequence(at: $0) }
        self.draft = index.consequence(at: draft)
        self.live = live.map { index.consequence(at: $0) }
        looser = index.looser(than: draft).map { index.consequence(at: $0) }
    }
}

extension JudgedIndex {
    /// The highest threshold that flags a step more than this one: a part's score. `nil` where all are flagged.
    public func tighter(than threshold: Float) -> Float? {
        JudgedRanks(judged).tighter(than: threshold) ?? AllRanks(all).tighter(than: threshold)
    }

    /// The lowest threshold that flags a step less than this one: the first number above a part's score. `nil` where
    /// nothing is flagged.
    public func looser(than threshold: Float) -> Float? {
        JudgedRanks(judged).looser(than: threshold) ?? AllRanks(all).looser(than: threshold)
    }
}

/// Parts in the order of their scores, from rank 0 for the lowest.
private protocol Ranks {
    var count: Int { get }
    func countBelow(_ threshold: Float) -> Int
    /// - Precondition: `0 <= rank < count`.
    func score(_ rank: Int) -> Float
}

extension Ranks {
    private var step: Int { max(1, (count + 99) / 100) }

    func tighter(than threshold: Float) -> Float? {
        let below = countBelow(threshold)
        return below > 0 ? score(max(0, below - step)) : nil
    }

    func looser(than threshold: Float) -> Float? {
        let below = countBelow(threshold)
        guard below < count else { return nil }
        let above = score(min(count, below + step) - 1).nextUp
        // Nothing lies above infinity: such a part is flagged whatever the threshold.
        return countBelow(above) > below ? above : nil
    }
}

private struct AllRanks: Ranks {
    let scores: [Float]

    init(_ scores: [Float]) { self.scores = scores }

    var count: Int { scores.count }
    func countBelow(_ threshold: Float) -> Int { AscendingScores.countBelow(threshold, in: scores) }
    func score(_ rank: Int) -> Float { scores[rank] }
}

/// Two ascending arrays as one, without merging them.
private struct JudgedRanks: Ranks {
    let judged: JudgedScores

    init(_ judged: JudgedScores) { self.judged = judged }

    var count: Int { judged.good.count + judged.defective.count }

    func countBelow(_ threshold: Float) -> Int {
        AscendingScores.countBelow(threshold, in: judged.good)
            + AscendingScores.countBelow(threshold, in: judged.defective)
    }

    /// Halves over how many of the `rank` lowest are good ones.
    func score(_ rank: Int) -> Float {
        let (good, defective) = (judged.good, judged.defective)
        var low = max(0, rank - defective.count)
        var high = min(rank, good.count)
        while low < high {
            let middle = (low + high) / 2
            // Too few good ones as long as the next of them is below the last defective one that was taken.
            if good[middle] < defective[rank - middle - 1] { low = middle + 1 } else { high = middle }
        }
        let taken = rank - low
        if low == good.count { return defective[taken] }
        if taken == defective.count { return good[low] }
        return min(good[low], defective[taken])
    }
}
