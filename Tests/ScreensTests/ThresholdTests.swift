import Canvas
import Foundation
import Inspection
import Screens
import Testing

@Suite struct ThresholdTests {
    @Test(arguments: 0..<20) func slidingCountsWhatThereIsAndScoresNothing(seed: Int) throws {
        var random = SplitMix(seed)
        let scores: [Float?] = (0..<200).map { _ in
            Int.random(in: 0..<20, using: &random) == 0 ? nil : Float.random(in: 0...30, using: &random)
        }
        var state = Fixture.ready(scores: scores)
        Fixture.press(&state, .enter)
        let before = state.scoringRequests
        let keys: [Key] = [.left, .right, .shiftLeft, .shiftRight, .character("["), .character("]"), .character("l")]
        for _ in 0..<300 {
            let effects = reduce(&state, .key(keys.randomElement(using: &random) ?? .left))
            #expect(effects.isEmpty)
            let shown = try #require(state.line?.shownThreshold)
            let brute = scores.compactMap { $0 }.count { $0 >= shown }
            #expect(state.line?.queue.flagged(at: shown) == brute)
            if state.line?.draft != nil { #expect(state.line?.flaggedDraft == brute) }
            #expect(state.line?.live?.value == Fixture.threshold)
        }
        #expect(state.scoringRequests == before)
        #expect(before == 1)
    }

    @Test func stepsAreNiceAndReachBothEnds() throws {
        var state = Fixture.ready(scores: [1.1, 5.05, 19.77])
        Fixture.press(&state, .enter)
        #expect(ThresholdStep.size(scores: 1.1...19.77, threshold: 12) == 0.1)
        Fixture.press(&state, .right)
        #expect(state.line?.draft == 12.1)
        Fixture.press(&state, .left, times: 2)
        #expect(state.line?.draft == 11.9)
        Fixture.press(&state, .right)
        #expect(state.line?.draft == nil, "back on the live value there is no draft")
        Fixture.press(&state, .shiftLeft, times: 20)
        #expect(state.line?.draft == 0)
        #expect(state.line?.flaggedDraft == 3)
        Fixture.press(&state, .shiftRight, times: 40)
        #expect(state.line?.draft == 19.8)
        #expect(state.line?.flaggedDraft == 0)
    }

    @Test(arguments: [
        (Float(0.0), Float(0.0)), (1e-6, 2e-6), (100_000, 100_001), (1e30, 2e30), (-5, -1), (3, .infinity),
    ])
    func oneStepAlwaysMoves(low: Float, high: Float) {
        var threshold = low
        for _ in 0..<50 {
            let next = ThresholdStep.move(threshold, by: 1, scores: high.isFinite ? low...high : nil)
            #expect(next >= threshold)
            #expect(next > threshold || next >= high || low < 0)
            threshold = next
        }
        for _ in 0..<50 {
            let next = ThresholdStep.move(threshold, by: -1, scores: high.isFinite ? low...high : nil)
            #expect(next < threshold || next == 0)
            threshold = next
        }
    }

    @Test func aDraftIsNotLiveBeforeTheStoreSaysSo() throws {
        var state = Fixture.ready(scores: [1, 12.05, 20])
        Fixture.press(&state, .enter)
        Fixture.press(&state, .right)
        let draft = try #require(state.line?.draft)
        #expect(state.line?.machine(1) == .reject)
        #expect(Fixture.press(&state, "wtoo many rings").isEmpty, "a reason is asked for first")
        let effects = Fixture.press(&state, .enter)
        #expect(effects == [.commitThreshold(category: "bracket", value: draft, reason: "too many rings")])
        #expect(Fixture.press(&state, "w").isEmpty)
        #expect(state.sheet == nil, "once is enough")
        #expect(state.line?.live?.value == 12)
        Fixture.send(
            &state,
            .threshold(
                category: "bracket", Threshold(value: draft, author: "ana", time: Date(), reason: "set in review")))
        #expect(state.line?.live?.value == draft)
        #expect(state.line?.draft == nil)
        #expect(state.line?.machine(1) == .good)
    }

    @Test func aRefusedDraftStaysADraft() {
        var state = Fixture.ready(scores: [1, 2, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, .left)
        Fixture.press(&state, "wwhy not")
        Fixture.press(&state, .enter)
        Fixture.send(&state, .thresholdRefused(category: "bracket", "the disk is full"))
        #expect(state.line?.draft != nil)
        #expect(state.line?.live?.value == 12)
        #expect(state.notices.errors.count == 1)
        Fixture.press(&state, "w")
        #expect(Fixture.press(&state, .enter).isEmpty, "not without a reason")
        #expect(state.line?.live?.value == 12)
        Fixture.press(&state, "wagain")
        #expect(Fixture.press(&state, .enter).count == 1, "it can be tried again")
        Fixture.press(&state, "x")
        #expect(state.line?.draft == nil)
    }

    @Test func flaggedMeansAtOrOverTheThreshold() {
        let state = Fixture.ready(scores: [11.999, 12, 12.001])
        #expect(state.line?.flaggedLive == 2)
        #expect(state.line?.machine(1) == .reject)
    }
}
