import Evaluation
import Testing

/// PGn and PBn against a search over all thresholds.
struct ReachedRateTests {
    @Test func byHand() throws {
        // Four good at 1…4, four bad at 3…6: missing a quarter of the bad allows a threshold of 4.
        let ranking = try Ranking(
            scores: [1, 2, 3, 4, 3, 4, 5, 6], isPositive: [false, false, false, false, true, true, true, true])
        let good = try #require(ranking.goodPassed(missing: 0.25))
        #expect(good.rate == 0.75)
        #expect(good.threshold == 4)
        let none = try #require(ranking.goodPassed(missing: 0.24))
        #expect(none.rate == 0.5)
        #expect(none.threshold == 3)
        let bad = try #require(ranking.badFound(flagging: 0.25))
        #expect(bad.rate == 0.75)
        #expect(bad.threshold == 4)
        #expect(ranking.badFound(flagging: 0)?.rate == 0.5)
    }

    @Test func nothingMayBeFound() throws {
        let ranking = try Ranking(scores: [5, 5, 1], isPositive: [false, true, true])
        #expect(ranking.badFound() == ranking.badFound(flagging: 0.9))
        #expect(ranking.badFound()?.rate == 0)
        #expect(ranking.badFound()?.threshold == nil)
        #expect(ranking.badFound(flagging: 1)?.rate == 1)
        #expect(ranking.goodPassed()?.rate == 0)
    }

    @Test func undefinedWithoutBothClasses() throws {
        for labels in [[true, true], [false, false]] {
            let ranking = try Ranking(scores: [1, 2], isPositive: labels)
            #expect(ranking.goodPassed() == nil)
            #expect(ranking.badFound() == nil)
        }
    }

    /// A share that the counts reach exactly is kept, whatever binary fractions make of it.
    @Test(arguments: [3, 6, 20, 40, 60, 100, 180])
    func everyThreshold(count: Int) throws {
        var random = SplitMix(seed: UInt64(count))
        let scores = (0..<(2 * count)).map { i in
            Float(Int.random(in: 0..<count, using: &random)) + (i < count ? 0 : Float(count) / 2)
        }
        let labels = scores.indices.map { $0 >= count }
        let ranking = try Ranking(scores: scores, isPositive: labels)
        for percent in [0, 1, 5, 10, 15, 35, 100] {
            var (passed, found) = (0, 0)
            for threshold in Set(scores) {
                let missed = zip(scores, labels).count { $0.1 && $0.0 < threshold }
                let flagged = zip(scores, labels).count { !$0.1 && $0.0 >= threshold }
                if missed * 100 <= percent * count { passed = max(passed, count - flagged) }
                if flagged * 100 <= percent * count { found = max(found, count - missed) }
            }
            let rate = Double(percent) / 100
            #expect(ranking.goodPassed(missing: rate)?.rate == Double(passed) / Double(count))
            #expect(ranking.badFound(flagging: rate)?.rate == Double(found) / Double(count))
        }
    }
}
