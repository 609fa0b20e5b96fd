import Canvas
import Disk
import Inspection
import Screens
import Testing

/// Which parts are leafed through, and in which order.
@Suite struct PartChoiceTests {
    private func shown(_ state: State) -> [Int] {
        guard let roll = state.line?.roll else { return [] }
        return (0..<roll.count).map { roll[$0] }
    }

    private func review(_ scores: [Float?]) -> State {
        var state = Fixture.ready(scores: scores)
        Fixture.press(&state, .enter)
        return state
    }

    @Test func sortsByScoreDistanceAndTime() {
        var state = review([3, 20, 11, nil, 12.5, 14])  // the threshold is 12
        #expect(shown(state) == [3, 1, 5, 4, 2, 0])
        Fixture.press(&state, "s")
        #expect(shown(state) == [3, 4, 2, 5, 1, 0])
        Fixture.press(&state, "s")
        #expect(shown(state) == [0, 1, 2, 3, 4, 5])
        Fixture.press(&state, ":sort score")
        Fixture.press(&state, .enter)
        #expect(shown(state) == [3, 1, 5, 4, 2, 0])
    }

    @Test func filters() {
        var state = review([3, 20, 11, nil, 12.5, 14])
        Fixture.press(&state, "f")
        #expect(shown(state) == [3, 1, 5, 4], "flagged, and what was not inspected")
        Fixture.press(&state, "f")
        #expect(shown(state) == [4, 2], "10.8 to 13.2")
        Fixture.press(&state, "f")
        #expect(state.review.choice.filter == .unreviewed)
        Fixture.press(&state, "gjr")  // NOT INSPECTED is passed over, 20 is rejected
        #expect(shown(state) == [3, 5, 4, 2, 0])
        #expect(state.line?.cursor == 5)
        Fixture.press(&state, "a")  // 14 is accepted: overruled
        Fixture.press(&state, "f")
        #expect(shown(state) == [5])
        Fixture.press(&state, "f")
        #expect(shown(state) == [])
        Fixture.press(&state, ":show scratch")
        Fixture.press(&state, .enter)
        #expect(shown(state) == [3, 0])
        Fixture.press(&state, "F")
        #expect(state.review.choice.filter == .marked)
    }

    @Test func marks() {
        var state = review([3, 20, 11, 12.5])
        Fixture.press(&state, " ")
        Fixture.press(&state, "jj ")
        #expect(state.line?.marks == [1, 2])
        Fixture.press(&state, "'")
        #expect(state.line?.cursor == 1)
        Fixture.press(&state, "'")
        #expect(state.line?.cursor == 2)
        Fixture.press(&state, " ")
        #expect(state.line?.marks == [1])
        Fixture.press(&state, ":show marked")
        Fixture.press(&state, .enter)
        #expect(shown(state) == [1])
        #expect(state.line?.cursor == 1)
    }

    @Test func autoAdvanceStaysWithinTheFilter() {
        var state = review([3, 20, 11, 12.5, 30])
        Fixture.press(&state, "f")
        var seen: [Int] = []
        for _ in 0..<3 {
            seen.append(state.line?.cursor ?? -1)
            Fixture.press(&state, "r")
        }
        #expect(seen == [4, 1, 3])
        #expect(state.line?.cursor == 3, "good parts are left alone")
        #expect(state.notices.message?.contains("Every part of these") == true)
    }

    @Test func textNarrowsTheQueueWhileItIsTyped() {
        var state = review((0..<30).map { Float($0) })
        Fixture.press(&state, "/02")
        #expect(shown(state) == [29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 2])
        Fixture.press(&state, "3")
        #expect(shown(state) == [23])
        #expect(state.line?.cursor == 23)
        Fixture.press(&state, .escape)
        #expect(shown(state).count == 30)
    }

    @Test func goesToAPartByAPieceOfItsName() {
        var state = review((0..<30).map { Float($0) })
        Fixture.press(&state, ":goto 017")
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 17)
        Fixture.press(&state, ":goto 9.p")
        #expect(state.offers(for: "goto 9.p").contains { $0.line == "goto test/scratch/009.png" })
        Fixture.press(&state, .escape)
        Fixture.press(&state, ":goto nowhere")
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 17)
        #expect(state.notices.errors.count == 1)
    }

    /// Scores that still arrive sort parts in before and behind; the part under a person's hand stays.
    @Test(arguments: ["", "s", "ss", "f", "fs"]) func arrivingScoresMoveNoPartUnderAHand(keys: String) throws {
        let parts = (0..<60).map { Fixture.part("bracket", "good", $0) }
        var state = State(root: "/parts")
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        Fixture.calibrate(&state, "bracket", threshold: 12)
        var random = SplitMix(7)
        func arrive(_ range: Range<Int>) {
            let findings = range.map { Fixture.finding(parts[$0], score: Float.random(in: 8...20, using: &random)) }
            Fixture.send(&state, .found(category: "bracket", run: 1, findings))
        }
        arrive(0..<20)
        Fixture.press(&state, .enter)
        Fixture.press(&state, keys)
        Fixture.press(&state, "jj")
        let hand = try #require(state.line?.cursor)
        for start in stride(from: 20, to: 60, by: 4) {
            arrive(start..<start + 4)
            #expect(state.line?.cursor == hand)
        }
        // What came one by one is what a sort of everything gives.
        let roll = shown(state)
        let key = { (part: Int) -> Float in
            let score = state.line?.finding(part)?.score ?? 0
            return switch state.review.choice.sort {
            case .score: -score
            case .distance: abs(score - 12)
            case .time: Float(part)
            }
        }
        #expect(roll == roll.sorted { (key($0), $0) < (key($1), $1) })
        let isFiltered = state.review.choice.filter == .flagged
        #expect(Set(roll) == Set((0..<60).filter { !isFiltered || state.line?.machine($0) == .reject }))
    }

    @Test func theFilterFollowsTheLiveThresholdAndNotTheDraft() {
        var state = review([11, 12, 13, 14])
        Fixture.press(&state, "f")
        Fixture.press(&state, .shiftRight, times: 20)
        #expect(shown(state) == [3, 2, 1])
        Fixture.calibrate(&state, "bracket", threshold: 13.5)
        #expect(shown(state).allSatisfy { state.line?.machine($0) != .good })
    }

    @Test func undoShowsAPartThatTheFilterHides() {
        var state = review([11, 12, 13, 14])
        Fixture.press(&state, "fffr")  // unreviewed
        #expect(state.review.choice.filter == .unreviewed)
        #expect(shown(state) == [3, 1, 0], "the grey ones came in between, with 13 as the first")
        Fixture.press(&state, "z")
        #expect(state.line?.cursor == 2)
        #expect(shown(state).contains(2))
    }
}

/// A verdict is for the part that is seen.
@Suite struct NothingToJudgeTests {
    private func judgements(_ effects: [Effect]) -> Int {
        effects.count { if case .record = $0 { true } else { false } }
    }

    @Test func whereNothingIsShownNothingIsJudged() {
        var state = Fixture.ready(scores: (0..<9).map { Float($0) })
        Fixture.press(&state, .enter)
        Fixture.press(&state, "/no such part")
        Fixture.press(&state, .enter)
        #expect(judgements(Fixture.press(&state, "aru")) == 0)
        let text = view(state, size: Size(columns: 100, rows: 30), capabilities: .full, theme: .graphite).text
        #expect(text.contains("Nothing here"))
        Fixture.press(&state, "/")
        Fixture.press(&state, .escape)
        #expect(judgements(Fixture.press(&state, "a")) == 1)
    }

    @Test func aChoiceThatLeavesNothingOfAnotherCategoryIsGivenUp() {
        var state = Fixture.station()
        Fixture.press(&state, .enter)
        Fixture.press(&state, "/scratch")
        Fixture.press(&state, .enter)
        #expect(state.filters[.review] == "scratch")
        Fixture.press(&state, .function(2))
        Fixture.press(&state, .down)
        Fixture.press(&state, .enter)
        #expect(state.line?.name == "gasket")
        #expect(state.filters[.review] == nil)
        #expect(state.notices.message?.contains("all are shown") == true)
    }

    @Test func whatIsTypedForARefusedNoteIsNoVerdict() {
        var state = Fixture.ready(scores: (0..<9).map { Float($0) })
        Fixture.press(&state, .enter)
        #expect(judgements(Fixture.press(&state, "Nabc") + Fixture.press(&state, .enter)) == 0)
        #expect(state.line?.judged == 0)
    }

    @Test func verdictsThatCouldNotBeStoredAreOneError() {
        var state = Fixture.ready(scores: (0..<9).map { Float($0) })
        Fixture.press(&state, .enter)
        for effect in Fixture.press(&state, "aaa") {
            if case .record(let judgement) = effect {
                Fixture.send(&state, .notRecorded(id: judgement.id, "the disk is full"))
            }
        }
        #expect(state.notices.errors.count == 1)
        #expect(state.notices.errors[0].hasPrefix("3 verdicts were not stored"))
        for effect in Fixture.press(&state, "a") {
            if case .record(let judgement) = effect { Fixture.send(&state, .recorded(id: judgement.id)) }
        }
        #expect(state.notices.errors.isEmpty)
    }
}
