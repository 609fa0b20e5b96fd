import Evaluation
import Foundation
import Testing

struct ThresholdSuggestionTests {
    @Test func takesTheRankThatTheTargetAllows() throws {
        let scores = (1...99).map { Float($0) }.reversed()
        let one = try #require(try ThresholdSuggestion(goodScores: Array(scores), target: 0.01))
        #expect(one.threshold == Float(99).nextUp)
        #expect(one.certifiedRate == 0.01)
        #expect(one.reachesTarget)
        #expect(one.flaggedAmongSeen == 0)
        #expect(one.count == 99)

        let five = try #require(try ThresholdSuggestion(goodScores: Array(scores), target: 0.05))
        #expect(five.threshold == Float(95).nextUp)
        #expect(five.certifiedRate == 0.05)
        #expect(five.flaggedAmongSeen == 4)

        // 0.29 · 100 is 28.999… in binary; the rank must not be lost.
        let many = try #require(try ThresholdSuggestion(goodScores: Array(scores), target: 0.29))
        #expect(many.certifiedRate == 0.29)
        #expect(many.threshold == Float(71).nextUp)
    }

    @Test func saysWhatItCertifiesWhereTheTargetIsOutOfReach() throws {
        let suggestion = try #require(try ThresholdSuggestion(goodScores: [3, 1, 2], target: 0.01))
        #expect(suggestion.threshold == Float(3).nextUp)
        #expect(suggestion.certifiedRate == 0.25)
        #expect(!suggestion.reachesTarget)
        #expect(suggestion.target == 0.01)
        #expect(ThresholdSuggestion.smallestRate(count: 3) == 0.25)
        #expect(ThresholdSuggestion.partsNeeded(for: 0.01) == 99)
        #expect(ThresholdSuggestion.partsNeeded(for: 0.25) == 3)
        #expect(ThresholdSuggestion.partsNeeded(for: 0.9) == 1)
    }

    /// Exchangeability, taken literally: of n + 1 parts each in turn is the new one. On average no more than the
    /// certified share is flagged, and without ties exactly that share.
    @Test(arguments: [0.01, 0.05, 0.1, 0.2, 0.5, 0.95])
    func keepsItsPromiseForAnyScores(target: Double) throws {
        for (seed, levels) in [(1, 3), (2, 12), (3, 1 << 20)] as [(UInt64, Int)] {
            var random = SplitMix(seed: seed)
            for count in [2, 5, 20, 61] {
                let scores = (0..<count).map { _ in Float(Int.random(in: 0..<levels, using: &random)) - 5 }
                var flagged = 0
                var certified = 0.0
                for i in scores.indices {
                    var seen = scores
                    let new = seen.remove(at: i)
                    let suggestion = try #require(try ThresholdSuggestion(goodScores: seen, target: target))
                    flagged += new >= suggestion.threshold ? 1 : 0
                    certified = suggestion.certifiedRate
                    #expect(suggestion.reachesTarget == (certified <= target))
                    #expect(suggestion.reachesTarget || certified == 1 / Double(count))
                    #expect(suggestion.upperRate95 > certified || certified > 0.9)
                }
                let rate = Double(flagged) / Double(count)
                #expect(rate <= certified + 1e-12)
                if Set(scores).count == count { #expect(abs(rate - certified) <= 1e-12) }
            }
        }
    }

    /// For n parts with none flagged the 95 % bound solves (1 − p)ⁿ = 0.05.
    @Test func boundForThisSetOfParts() throws {
        let suggestion = try #require(try ThresholdSuggestion(goodScores: (0..<40).map { Float($0) }, target: 0.001))
        #expect(abs(suggestion.upperRate95 - (1 - pow(0.05, 1 / 40.0))) <= 1e-12)
    }

    @Test func refusesWhatIsNoScore() throws {
        #expect(try ThresholdSuggestion(goodScores: [], target: 0.1) == nil)
        #expect(throws: EvaluationError.self) { try ThresholdSuggestion(goodScores: [1, .nan], target: 0.1) }
        #expect(throws: EvaluationError.self) { try ThresholdSuggestion(goodScores: [1, .infinity], target: 0.1) }
    }
}
