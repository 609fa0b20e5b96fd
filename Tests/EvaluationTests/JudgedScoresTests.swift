import Evaluation
import Testing

struct JudgedScoresTests {
    @Test func countsLikeTheDefinition() throws {
        var random = SplitMix(seed: 4)
        let good = (0..<57).map { _ in Float(Int.random(in: -6..<6, using: &random)) / 2 }
        let defective = (0..<23).map { _ in Float(Int.random(in: -2..<12, using: &random)) / 2 }
        let judged = try JudgedScores(good: good, defective: defective)
        for threshold in stride(from: Float(-4), through: 7, by: 0.25) {
            let confusion = judged.confusion(at: threshold)
            #expect(confusion.falseRejects == good.count { $0 >= threshold })
            #expect(confusion.escapes == defective.count { $0 < threshold })
            #expect(confusion.flagged == (good + defective).count { $0 >= threshold })
            #expect(confusion.good == 57 && confusion.defective == 23)
        }
        #expect(
            judged.ranking
                == (try Ranking(
                    scores: good + defective,
                    isPositive: good.map { _ in false } + defective.map { _ in true })))
    }

    @Test func zerosAreOneThreshold() throws {
        let judged = try JudgedScores(good: [0.0, -0.0, -1], defective: [-0.0])
        for zero in [Float(0), -Float(0)] {
            #expect(judged.confusion(at: zero) == Confusion(falseRejects: 2, good: 3, escapes: 0, defective: 1))
        }
    }

    @Test func ratesAndIntervals() throws {
        let judged = try JudgedScores(good: [1, 2, 3, 4], defective: [])
        let confusion = judged.confusion(at: 4)
        #expect(confusion.falseRejectRate == 0.25)
        #expect(confusion.escapeRate == nil)
        #expect(confusion.falseRejectInterval == .clopperPearson(1, of: 4))
        #expect(confusion.escapeInterval.upper == 1)
        #expect(throws: EvaluationError.self) { try JudgedScores(good: [.nan], defective: []) }
    }

    @Test func leastCostFollowsThePrices() throws {
        let ranking = try JudgedScores(good: [1, 2, 3, 5], defective: [2, 4, 6]).ranking
        let even = LeastCost(ranking, falseReject: 1, escape: 1)
        #expect(even.cost == 2)
        #expect(even.threshold == 6, "of equally cheap thresholds the highest")
        let careful = LeastCost(ranking, falseReject: 1, escape: 100)
        #expect(careful.threshold == 2)
        #expect(careful.cost == 3)
        let careless = LeastCost(ranking, falseReject: 100, escape: 0)
        #expect(careless.threshold == nil)
        #expect(careless.confusion == Confusion(falseRejects: 0, good: 4, escapes: 3, defective: 3))
    }
}
