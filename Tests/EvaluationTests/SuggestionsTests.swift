import Evaluation
import Testing

struct SuggestionsTests {
    private func suggestions(
        good: [Float] = [], defective: [Float] = [], calibration: [Float] = [], target: Double = 0.01,
        price: Double = 10
    ) throws -> Suggestions {
        let index = try JudgedIndex(good: good, defective: defective, all: good + defective, calibration: calibration)
        return Suggestions(index, target: target, escapePrice: price)
    }

    @Test func eachSaysWhatItDoes() throws {
        let found = try suggestions(
            good: [1, 2, 3, 5], defective: [2, 4, 6], calibration: (1...99).map { Float($0) }, target: 0.05)
        #expect(found.all.map(\.kind) == Suggestion.Kind.allCases)
        #expect(Set(found.all.map(\.name)).count == 4)
        #expect(found[.goodParts]?.value == Float(95).nextUp)
        #expect(
            found[.goodParts]?.explanation
                == "At most 5 % of good parts will be flagged on average, as far as they are like the 99 good parts "
                + "learnt from; 4 of these 99 are.")
        #expect(found[.bestF1]?.value == 4, "of equally good thresholds the highest")
        #expect(
            found[.bestF1]?.explanation
                == "F1 is 0.667: it finds 2 of 3 judged defective parts and flags 1 of 4 good parts.")
        #expect(found[.leastCost]?.value == 2)
        #expect(
            found[.leastCost]?.explanation
                == "With an escape at 10 times the price of a false reject, the judged parts "
                + "cost 3: 3 false rejects and 0 escapes.")
        #expect(found[.midway]?.value == nil)
        #expect(
            found[.midway]?.explanation
                == "No threshold separates them: 3 of 4 judged good parts score as high as a defective one.")
    }

    @Test func eachSaysWhyItCannotBeGiven() throws {
        let none = try suggestions()
        #expect(none.all.allSatisfy { $0.value == nil && $0.explanation.hasSuffix(".") })
        #expect(none[.goodParts]?.explanation == "There are no scores of good parts yet.")
        let lack = "It takes judged parts of both kinds; so far there are 2 good and 0 defective."
        let onlyGood = try suggestions(good: [1, 2])
        for kind in [Suggestion.Kind.bestF1, .leastCost, .midway] { #expect(onlyGood[kind]?.explanation == lack) }
        let few = try suggestions(calibration: [3, 1, 2], target: 0.001)
        #expect(few[.goodParts]?.value == Float(3).nextUp)
        #expect(few[.goodParts]?.explanation.contains("cannot promise 0.1 %, for which it takes 999.") == true)
        let cheap = try suggestions(good: [5, 6], defective: [1, 2], price: 0)
        #expect(cheap[.leastCost]?.value == nil)
        #expect(cheap[.leastCost]?.explanation.contains("flagging none") == true)
        let infinite = try suggestions(good: [1], defective: [.infinity], calibration: [1, .infinity])
        #expect(infinite[.midway]?.value == nil && infinite[.goodParts]?.value == nil)
    }

    @Test func midwaySeparates() throws {
        let apart = try suggestions(good: [1, 2], defective: [4, 5])
        #expect(apart[.midway]?.value == 3)
        #expect(
            apart[.midway]?.explanation
                == "Nothing overlaps: 2 judged good parts up to 2.000, 2 defective parts from 4.000 on.")
        // Neighbouring numbers, and numbers whose sum is out of range.
        for (low, high) in [
            (Float(1), Float(1).nextUp), (3e38, .greatestFiniteMagnitude), (-0.0, .leastNonzeroMagnitude),
        ] {
            let value = try #require(try suggestions(good: [low], defective: [high])[.midway]?.value)
            #expect(value > low && value <= high)
        }
    }
}
