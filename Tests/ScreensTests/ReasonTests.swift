import Canvas
import Inspection
import Screens
import Testing

/// A digit right after a verdict, notes, and taking both back.
@Suite struct ReasonTests {
    private func judgements(_ effects: [Effect]) -> [Judgement] {
        effects.compactMap { if case .record(let judgement) = $0 { judgement } else { nil } }
    }

    private func review(_ scores: [Float?] = [5, 4, 3]) -> State {
        var state = Fixture.ready(scores: scores)
        Fixture.press(&state, .enter)
        return state
    }

    @Test func aDigitRightAfterAVerdictIsItsReason() throws {
        var state = review()
        let given = judgements(Fixture.press(&state, "r2"))
        #expect(state.place == .review, "2 is no place now")
        #expect(state.line?.cursor == 1, "the screen has moved on")
        #expect(given.map(\.opinion) == [.reject, Opinion(.reject, reason: "dent")])
        #expect(given.map(\.origin) == [.given, .amended])
        #expect(given.map(\.decision) == [1, 1])
        #expect(given[1].part == state.line?.category.parts[0])
        #expect(state.line?.opinion(0) == Opinion(.reject, reason: "dent"))
        #expect(state.line?.judged == 1)
        // Another digit takes its place, 0 takes it away.
        #expect(judgements(Fixture.press(&state, "90")).map(\.opinion?.reason) == ["other", nil])
    }

    @Test func anyOtherKeyEndsTheQuestion() {
        var state = review()
        Fixture.press(&state, "rj")
        #expect(judgements(Fixture.press(&state, "3")).isEmpty)
        Fixture.send(&state, .tick(now: state.now + 1))
        #expect(state.place == .tune)
        Fixture.press(&state, .function(3))
        Fixture.press(&state, "a")
        Fixture.press(&state, .escape)
        #expect(state.place == .review, "Esc leaves the question and not the place")
        #expect(judgements(Fixture.press(&state, "1")).isEmpty)
        Fixture.send(&state, .tick(now: state.now + 1))
        #expect(state.place == .lines)
    }

    @Test func oneUndoTakesVerdictReasonAndNoteBack() {
        var state = review()
        Fixture.press(&state, "r2Nat the rim")
        let note = judgements(Fixture.press(&state, .enter))
        #expect(note.map(\.opinion) == [Opinion(.reject, reason: "dent", note: "at the rim")])
        let undone = judgements(Fixture.press(&state, "z"))
        #expect(undone.count == 1)
        #expect(undone[0].opinion == nil)
        #expect(undone[0].decision == 1)
        #expect(state.line?.opinion(0) == nil)
        #expect(judgements(Fixture.press(&state, "Z")).map(\.opinion) == note.map(\.opinion))
        #expect(state.line?.opinion(0)?.note == "at the rim")
    }

    @Test func aNoteOnAnOlderVerdictIsADecisionOfItsOwn() {
        var state = review()
        Fixture.press(&state, "r1a")  // the first with a reason, then the second
        Fixture.press(&state, "gNx")
        let given = judgements(Fixture.press(&state, .enter))
        #expect(given.map(\.origin) == [.given])
        #expect(given[0].opinion == Opinion(.reject, reason: "scratch", note: "x"))
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [Opinion(.reject, reason: "scratch")])
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [nil])
    }

    @Test func aNoteNeedsAVerdict() {
        var state = review()
        Fixture.press(&state, "N")
        #expect(state.notices.message?.contains("Judge the part first") == true)
        #expect(judgements(Fixture.press(&state, "aru")).isEmpty, "what is typed all the same is no verdict")
        #expect(judgements(Fixture.press(&state, .enter)).isEmpty)
    }

    @Test func givingUpANoteChangesNothing() {
        var state = review()
        Fixture.press(&state, "rNxyz")
        #expect(judgements(Fixture.press(&state, .escape)).isEmpty)
        #expect(state.line?.opinion(0) == .reject)
    }

    @Test func aDigitWithoutAReasonSaysSo() {
        var settings = Settings()
        settings.standard.reasons = ["burr"]
        var state = Fixture.ready(scores: [5, 4], settings: settings)
        Fixture.press(&state, .enter)
        #expect(judgements(Fixture.press(&state, "r2")).count == 1)
        #expect(state.place == .review)
        #expect(judgements(Fixture.press(&state, "1")).map(\.opinion?.reason) == ["burr"])
    }

    @Test func aReasonThatWasNotStoredDoesNotShow() {
        var state = review()
        let given = judgements(Fixture.press(&state, "r2"))
        Fixture.send(&state, .recorded(id: given[0].id))
        Fixture.send(&state, .notRecorded(id: given[1].id, "the disk is full"))
        #expect(state.line?.opinion(0) == .reject)
        #expect(state.notices.errors.count == 1)
        #expect(state.unconfirmed.isEmpty)
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [nil])
    }

    @Test func theLaterOfTwoReasonsSurvivesTheEarlier() {
        var state = review()
        let given = judgements(Fixture.press(&state, "r23"))
        Fixture.send(&state, .notRecorded(id: given[1].id, "full"))
        #expect(state.line?.opinion(0)?.reason == "crack")
        Fixture.send(&state, .notRecorded(id: given[2].id, "full"))
        #expect(state.line?.opinion(0) == .reject)
    }

    @Test func aVerdictThatWasNotStoredTakesItsReasonAlong() {
        var state = review()
        let given = judgements(Fixture.press(&state, "r2"))
        Fixture.send(&state, .notRecorded(id: given[0].id, "full"))
        #expect(state.line?.opinion(0) == nil)
        Fixture.send(&state, .notRecorded(id: given[1].id, "the verdict that it belongs to is not in the ledger"))
        #expect(state.line?.opinion(0) == nil)
        #expect(state.line?.judged == 0)
        #expect(state.unconfirmed.isEmpty)
    }

    @Test func theTimeThatAPersonLookedIsStored() throws {
        var state = review()
        Fixture.send(&state, .tick(now: 10))
        Fixture.press(&state, "j")
        Fixture.send(&state, .tick(now: 12.5))
        let judgement = try #require(judgements(Fixture.press(&state, "a")).first)
        #expect(judgement.seconds == 2.5)
    }
}
