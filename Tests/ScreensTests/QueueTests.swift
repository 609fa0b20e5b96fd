import Inspection
import Screens
import Testing

@Suite struct QueueTests {
    @Test func ordersFailedThenWorstThenWaiting() {
        var queue = ReviewQueue(parts: 6)
        queue.settle([(4, 2), (1, nil), (3, 9), (0, 2), (5, .nan)])
        #expect((0..<6).map { queue[$0] } == [1, 5, 3, 0, 4, 2])
        #expect((queue.failedCount, queue.scoredCount, queue.waitingCount) == (2, 3, 1))
    }

    /// One by one or in batches, in any order: the same queue, and the same as sorting everything.
    @Test(arguments: 0..<40) func settlesLikeASort(seed: Int) {
        var random = SplitMix(seed)
        let count = Int.random(in: 1...60, using: &random)
        let scores: [Float?] = (0..<count).map { _ in
            Int.random(in: 0..<6, using: &random) == 0 ? nil : Float(Int.random(in: 0..<20, using: &random)) / 2
        }
        var queue = ReviewQueue(parts: count)
        var rest = Array(0..<count).shuffled(using: &random)
        let settled = rest.dropLast(Int.random(in: 0...count, using: &random))
        rest = Array(settled)
        while !rest.isEmpty {
            let batch = rest.prefix(Int.random(in: 1...14, using: &random))
            queue.settle(batch.map { ($0, scores[$0]) })
            rest.removeFirst(batch.count)
        }
        let known = Set(settled)
        let failed = known.filter { scores[$0] == nil }.sorted()
        let scored = known.filter { scores[$0] != nil }.sorted { ($1.score(scores), $0) < ($0.score(scores), $1) }
        let waiting = (0..<count).filter { !known.contains($0) }
        #expect((0..<count).map { queue[$0] } == failed + scored + waiting)
        for position in 0..<count { #expect(queue.position(of: queue[position]) == position) }
        for _ in 0..<20 {
            let threshold = Float(Int.random(in: -1...21, using: &random)) / 2
            #expect(queue.flagged(at: threshold) == scored.count { scores[$0]! >= threshold })
        }
    }

    @Test func aSecondOutcomeOfAPartIsIgnored() {
        var queue = ReviewQueue(parts: 2)
        queue.settle([(0, 5)])
        queue.settle([(0, 50), (7, 3), (-1, 2)])
        #expect(queue.flagged(at: 6) == 0)
        #expect(queue.scoredCount == 1)
    }

    @Test func rangeLeavesInfinityOut() {
        var queue = ReviewQueue(parts: 3)
        #expect(queue.range == nil)
        queue.settle([(0, .infinity), (1, 4), (2, 7)])
        #expect(queue.range == 4...7)
        #expect(queue.flagged(at: 7) == 2)
    }
}

extension Int {
    fileprivate func score(_ scores: [Float?]) -> Float { scores[self] ?? 0 }
}

/// Steele, Lea & Flood 2014: the same random numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
