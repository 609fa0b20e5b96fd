import Canvas
import Disk
import Inspection
import Screens
import SystemPackage
import Testing

@Suite struct VerdictTests {
    private func judgements(_ effects: [Effect]) -> [Judgement] {
        effects.compactMap { if case .record(let judgement) = $0 { judgement } else { nil } }
    }

    @Test func aVerdictIsHandedOutExactlyAsItIsStored() throws {
        var state = Fixture.ready(scores: [3, 20, 11, 12])
        Fixture.press(&state, .enter)
        Fixture.press(&state, .right, times: 3)  // a draft must not get into the record
        let judgement = try #require(judgements(Fixture.press(&state, "r")).first)
        let part = try #require(state.line).category.parts[1]
        #expect(judgement.part == part)
        #expect(judgement.digest == Fixture.digest(of: part))
        #expect(judgement.category == "bracket")
        #expect(judgement.verdict == .reject)
        #expect(judgement.origin == .given)
        #expect(judgement.score == 20)
        #expect(judgement.threshold == 12)
        #expect(judgement.machine == .reject)
        #expect(state.line?.verdict(1) == .reject)
        #expect(state.line?.judged == 1)
        #expect(state.line?.cursor == 3, "on to the next unjudged")
    }

    @Test func everyKeyGivesItsVerdict() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        let given = judgements(Fixture.press(&state, "aru"))
        #expect(given.map(\.verdict) == [.accept, .reject, .unsure])
        #expect(given.map(\.id) == [1, 2, 3])
        #expect(state.line?.judged == 3)
        #expect(state.notices.message != nil)
    }

    @Test func theScreenCountsWhatTheLedgerHasConfirmed() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        let given = judgements(Fixture.press(&state, "aru"))
        #expect(state.line?.stored == 0)
        Fixture.send(&state, .recorded(id: given[0].id))
        #expect(state.line?.stored == 1)
        Fixture.send(&state, .notRecorded(id: given[1].id, "full"))
        #expect(state.line?.stored == 1)
        Fixture.send(&state, .recorded(id: given[2].id))
        #expect(state.line?.stored == 2)
        #expect(state.line?.judged == 2)
        // The verdict stands until the ledger has taken it back; the lower number promises less.
        let undone = judgements(Fixture.press(&state, "z"))
        #expect(state.line?.stored == 1)
        Fixture.send(&state, .notRecorded(id: undone[0].id, "full"))
        #expect(state.line?.stored == 2)
    }

    @Test func undoGoesBackAsFarAsTheSessionAndRedoForward() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, "ar")
        Fixture.press(&state, "gu")  // the first part again: ACCEPT becomes UNSURE
        #expect(state.line?.verdict(0) == .unsure)
        let undone = judgements(Fixture.press(&state, "zzz"))
        #expect(undone.map(\.verdict) == [.accept, nil, nil])
        #expect(
            undone.map(\.digest)
                == [0, 1, 0].map { Fixture.digest(of: Fixture.part("bracket", $0 % 3 == 0 ? "scratch" : "good", $0)) })
        #expect(undone.allSatisfy { $0.origin == .undo })
        #expect(state.line?.judged == 0)
        #expect(state.line?.cursor == 0)
        #expect(judgements(Fixture.press(&state, "z")).isEmpty)
        let again = judgements(Fixture.press(&state, "ZZ") + Fixture.press(&state, .control("r")))
        #expect(again.map(\.verdict) == [.accept, .reject, .unsure])
        #expect(again.allSatisfy { $0.origin == .redo })
        #expect((state.line?.verdict(0), state.line?.verdict(1)) == (.unsure, .reject))
        #expect(judgements(Fixture.press(&state, "Z")).isEmpty)
    }

    @Test func aNewVerdictForgetsWhatWasUndone() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, "azr")
        #expect(judgements(Fixture.press(&state, "Z")).isEmpty)
    }

    @Test func undoFindsItsWayFromAnotherPlace() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, "aq")
        #expect(state.place == .lines)
        Fixture.press(&state, "z")
        #expect(state.place == .review)
        #expect(state.line?.cursor == 0)
    }

    @Test func theSameVerdictTwiceIsStoredOnce() {
        var state = Fixture.ready(scores: [5, 4])
        Fixture.press(&state, .enter)
        #expect(judgements(Fixture.press(&state, "aga")).count == 1)
    }

    @Test func whatCouldNotBeStoredDoesNotShow() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, "aga")
        Fixture.press(&state, "gr")
        Fixture.send(&state, .recorded(id: 1))
        Fixture.send(&state, .notRecorded(id: 2, "the disk is full"))
        #expect(state.line?.verdict(0) == .accept)
        #expect(state.notices.errors.count == 1)
        #expect(state.unconfirmed.isEmpty)
        // An undo that could not be stored leaves the verdict, and can be tried again.
        let undo = judgements(Fixture.press(&state, "z"))
        #expect(state.line?.verdict(0) == nil)
        Fixture.send(&state, .notRecorded(id: undo[0].id, "the disk is full"))
        #expect(state.line?.verdict(0) == .accept)
        #expect(judgements(Fixture.press(&state, "z")).map(\.verdict) == [nil])
    }

    @Test func anEarlierFailureLeavesALaterVerdict() {
        var state = Fixture.ready(scores: [5, 4, 3])
        Fixture.press(&state, .enter)
        Fixture.press(&state, "agr")
        Fixture.send(&state, .notRecorded(id: 1, "the disk is full"))
        #expect(state.line?.verdict(0) == .reject)
        #expect(judgements(Fixture.press(&state, "z")).map(\.verdict) == [nil])
    }

    @Test func aPartThatWasNeverReadTakesNoVerdict() {
        let part = Fixture.part("bracket", "good", 0)
        var state = State(root: FilePath("/parts"))
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: [part])]))
        Fixture.press(&state, .enter)
        #expect(judgements(Fixture.press(&state, "a")).isEmpty)
        Fixture.calibrate(&state, "bracket", threshold: 1)
        Fixture.send(
            &state, .found(category: "bracket", run: 1, [Finding(part: part, digest: nil, outcome: .failed("gone"))]))
        #expect(judgements(Fixture.press(&state, "a")).isEmpty)
        #expect(state.line?.judged == 0)
    }

    @Test func notInspectedIsNeverCountedAsGood() {
        var state = Fixture.ready(scores: [nil, 3, 20, .nan, nil])
        #expect(state.line?.goodLive == 1)
        #expect(state.line?.flaggedLive == 1)
        #expect(state.line?.queue.failedCount == 3)
        for part in [0, 3, 4] { #expect(state.line?.machine(part) == .notInspected) }
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 0, "they are the first to be looked at")
        let judgement = judgements(Fixture.press(&state, "a")).first
        #expect(judgement?.machine == .notInspected)
        #expect(judgement?.score == nil)
        Fixture.press(&state, .shiftRight, times: 30)
        #expect(state.line?.flaggedDraft == 0)
        #expect(state.line?.goodLive == 1)
    }

    @Test func verdictsOfEarlierSessionsBelongToTheBytes() throws {
        let parts = (0..<3).map { Fixture.part("bracket", "good", $0) }
        var state = State(root: FilePath("/parts"))
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        Fixture.send(&state, .verdicts(category: "bracket", [Fixture.digest(of: parts[1]): .unsure]))
        #expect(state.line?.judged == 0, "nobody knows yet which part that is")
        Fixture.calibrate(&state, "bracket", threshold: 12)
        // The third file holds the same bytes as the second.
        Fixture.send(
            &state,
            .found(
                category: "bracket", run: 1,
                [
                    Fixture.finding(parts[0], score: 1), Fixture.finding(parts[1], score: 2),
                    Finding(part: parts[2], digest: Fixture.digest(of: parts[1]), outcome: .failed("odd")),
                ]))
        #expect(state.line?.judged == 2)
        #expect(state.line?.verdict(2) == .unsure)
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 0, "review begins at the first unjudged part")
    }
}
