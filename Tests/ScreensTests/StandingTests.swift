import Canvas
import Disk
import Evaluation
import Foundation
import Inspection
import Screens
import Testing

/// What shows is what stands in the ledger, whoever else writes to it and whatever cannot be stored.
@Suite struct StandingTests {
    private func judgements(_ effects: [Effect]) -> [Judgement] {
        effects.compactMap { if case .record(let judgement) = $0 { judgement } else { nil } }
    }

    private func review(_ scores: [Float?] = [5, 4, 3]) -> State {
        var state = Fixture.ready(scores: scores)
        Fixture.press(&state, .enter)
        return state
    }

    private func digest(_ state: State, _ part: Int) throws -> SHA256Digest {
        Fixture.digest(of: try #require(state.line?.category.parts[part]))
    }

    @Test func aColleaguesVerdictShowsAfterMineIsTakenBack() throws {
        var state = review()
        let given = judgements(Fixture.press(&state, "a"))
        Fixture.send(&state, .recorded(id: given[0].id, standing: .known(.accept)))
        let undone = judgements(Fixture.press(&state, "z"))
        #expect(state.line?.verdict(0) == nil)
        let other = Opinion(.reject, reason: "dent")
        Fixture.send(&state, .recorded(id: undone[0].id, standing: .known(other)))
        #expect(state.line?.opinion(0) == other)
        #expect(state.line?.judged == 1)
        #expect(state.line?.stored == 1)
        #expect(state.notices.message?.contains("the ledger has REJECT now") == true)
        // A verdict in its place goes back to it.
        Fixture.press(&state, "gu")
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [other])
    }

    @Test func whatTheLedgerSaysOfAnEarlierJudgementLeavesALaterOne() {
        var state = review()
        let first = judgements(Fixture.press(&state, "a"))
        let second = judgements(Fixture.press(&state, "gr"))
        Fixture.send(&state, .recorded(id: first[0].id, standing: .known(.accept)))
        #expect(state.line?.verdict(0) == .reject)
        Fixture.send(&state, .recorded(id: second[0].id, standing: .known(.reject)))
        #expect(state.line?.verdict(0) == .reject)
        #expect(state.notices.message?.contains("the ledger has") != true)
    }

    @Test func whatStandsShowsWhereAReasonIsRefused() {
        var state = review()
        let given = judgements(Fixture.press(&state, "a3"))
        Fixture.send(&state, .recorded(id: given[0].id, standing: .known(.accept)))
        Fixture.send(
            &state, .notRecorded(id: given[1].id, "was judged by bob meanwhile; judge it again", standing: .known(.reject)))
        #expect(state.line?.opinion(0) == .reject)
        #expect(state.notices.errors.count == 1)
    }

    @Test func aSnapshotLeavesWhatIsOnItsWay() throws {
        var state = review()
        let given = judgements(Fixture.press(&state, "r"))
        let (first, second) = (try digest(state, 0), try digest(state, 1))
        Fixture.send(&state, .verdicts(category: "bracket", [first: .accept, second: .unsure]))
        #expect(state.line?.verdict(0) == .reject, "read before it was stored")
        #expect(state.line?.verdict(1) == .unsure)
        Fixture.send(&state, .recorded(id: given[0].id, standing: .known(.reject)))
        // One without it: somebody else has taken that back.
        Fixture.send(&state, .verdicts(category: "bracket", [first: .reject]))
        #expect(state.line?.verdict(0) == .reject)
        #expect(state.line?.verdict(1) == nil)
        #expect(state.line?.judged == 1)
    }

    // MARK: Files that change

    @Test func aPartThatIsInspectedAgainTakesNoVerdictBeforeItsScore() throws {
        var state = review()
        Fixture.press(&state, "a")
        let part = try #require(state.line?.category.parts[1])
        Fixture.press(&state, .function(2))
        Fixture.press(&state, "i")
        Fixture.press(&state, .enter)
        Fixture.press(&state, "g")
        for _ in 0..<3 {
            #expect(judgements(Fixture.press(&state, "r")).isEmpty, "its file may be another by now")
            Fixture.press(&state, "j")
        }
        #expect(state.line?.verdict(0) == .accept, "what was decided stays")
        let new = SHA256Digest(hashing: [1, 2, 3])
        let finding = Finding(part: part, digest: new, outcome: .failed("odd"))
        Fixture.send(&state, .found(category: "bracket", run: state.line?.run ?? 0, [finding]))
        for _ in 0..<3 where state.line?.cursor != 1 { Fixture.press(&state, "j") }
        for _ in 0..<3 where state.line?.cursor != 1 { Fixture.press(&state, "k") }
        #expect(judgements(Fixture.press(&state, "r")).map(\.digest) == [new])
    }

    @Test func aFileThatCannotBeReadAnyMoreTakesNoVerdict() throws {
        var state = review()
        Fixture.press(&state, "a")
        let part = try #require(state.line?.category.parts[0])
        Fixture.press(&state, .function(2))
        Fixture.press(&state, "i")
        let finding = Finding(part: part, digest: nil, outcome: .failed("gone"))
        Fixture.send(&state, .found(category: "bracket", run: state.line?.run ?? 0, [finding]))
        Fixture.press(&state, .enter)
        Fixture.press(&state, "g")
        #expect(state.line?.cursor == 0)
        #expect(state.line?.opinion(0) == nil, "the verdict was on the bytes that were there")
        #expect(state.line?.judged == 0)
        #expect(judgements(Fixture.press(&state, "r")).isEmpty)
        #expect(state.notices.message?.contains("could not be read") == true)
    }

    @Test func aReasonAndANoteWaitForTheFindingToo() {
        var state = review()
        Fixture.press(&state, "r")
        Fixture.send(&state, .calibration(category: "bracket", .ready))
        #expect(judgements(Fixture.press(&state, "2")).isEmpty)
        #expect(state.line?.opinion(0) == .reject)
        #expect(state.notices.message?.contains("nothing was added") == true)
        Fixture.press(&state, .escape)
        #expect(judgements(Fixture.press(&state, "gNa word")).isEmpty)
        #expect(judgements(Fixture.press(&state, .enter)).isEmpty)
    }

    /// The score of the file that is there now is not the score of what was judged.
    @Test func aVerdictGivenAgainTakesNoScoreOfOtherBytes() throws {
        var state = review()
        Fixture.press(&state, "az")
        let part = try #require(state.line?.category.parts[0])
        Fixture.press(&state, .function(2))
        Fixture.press(&state, "i")
        let other = Fixture.finding(part, score: 30)
        Fixture.send(
            &state,
            .found(
                category: "bracket", run: state.line?.run ?? 0,
                [Finding(part: part, digest: SHA256Digest(hashing: [9]), outcome: other.outcome)]))
        let again = try #require(judgements(Fixture.press(&state, "Z")).first)
        #expect(again.digest == Fixture.digest(of: part))
        #expect(again.score == nil)
        #expect(again.machine == .notInspected)
    }

    // MARK: What could not be stored

    @Test func whatNeverCameIntoTheLedgerIsNotMadeAgain() {
        var state = review()
        let given = judgements(Fixture.press(&state, "az"))
        Fixture.send(&state, .notRecorded(id: given[0].id, "full"))
        #expect(judgements(Fixture.press(&state, "Z")).isEmpty)
        Fixture.send(&state, .notRecorded(id: given[1].id, "full"))
        #expect(state.line?.verdict(0) == nil, "it was never stored")
        #expect(!state.history.canUndo)
    }

    @Test func aVerdictThatStayedIsWhatALaterOneGoesBackTo() {
        var state = review()
        let first = judgements(Fixture.press(&state, "az"))
        Fixture.send(&state, .recorded(id: first[0].id))
        Fixture.press(&state, "gr")
        Fixture.send(&state, .notRecorded(id: first[1].id, "full"))
        #expect(state.line?.verdict(0) == .reject)
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [.accept])
        #expect(judgements(Fixture.press(&state, "z")).map(\.opinion) == [nil])
    }

    @Test func aVerdictThatStayedShowsThoughAnotherPartWasJudged() {
        var state = review()
        let first = judgements(Fixture.press(&state, "az"))
        Fixture.send(&state, .recorded(id: first[0].id))
        Fixture.press(&state, "gjr")
        Fixture.send(&state, .notRecorded(id: first[1].id, "full"))
        #expect((state.line?.verdict(0), state.line?.verdict(1)) == (.accept, .reject))
        #expect(judgements(Fixture.press(&state, "zz")).map(\.digest).first != first[0].digest, "newest first")
    }

    @Test func anAnswerThatCouldNotBeTakenBackDoesNotComeTwice() throws {
        var settings = Settings()
        settings.standard.recheckShare = 1
        var state = Fixture.ready(
            scores: (0..<60).map { Float($0) / 4 + 1 }, threshold: 100, settings: settings, recheckSeed: 5)
        Fixture.press(&state, .enter)
        var again: Judgement?
        while again == nil {
            for judgement in judgements(Fixture.press(&state, "a")) {
                Fixture.send(&state, .recorded(id: judgement.id))
                if judgement.isRecheck { again = judgement }
            }
        }
        let answer = try #require(again)
        let undone = try #require(judgements(Fixture.press(&state, "z")).first)
        Fixture.send(&state, .notRecorded(id: undone.id, "full"))
        #expect(state.shownOpinion != nil, "it is a judged part again and no question")
        var later: [Judgement] = []
        for _ in 0..<200 { later += judgements(Fixture.press(&state, "u")) }
        #expect(!later.contains { $0.isRecheck && $0.digest == answer.digest })
    }

    @Test func howFarReChecksAgreeIsWorkedOutBesideTheVerdicts() throws {
        var settings = Settings()
        settings.standard.recheckShare = 1
        var state = Fixture.ready(
            scores: (0..<60).map { Float($0) / 4 + 1 }, threshold: 100, settings: settings, recheckSeed: 5)
        Fixture.send(&state, .ledger(.agreement([:])))
        Fixture.press(&state, .enter)
        var asked = false
        for _ in 0..<30 where !asked {
            for judgement in judgements(Fixture.press(&state, "a")) {
                asked = Fixture.send(&state, .recorded(id: judgement.id)).contains(.ledger(.agreement))
                #expect(asked == judgement.isRecheck)
            }
        }
        #expect(asked)
        let agreement = Agreement([(HumanVerdict.accept, HumanVerdict.accept)])
        Fixture.send(&state, .ledger(.agreement(["bracket": agreement])))
        #expect(state.line?.agreement == agreement)
    }

    @Test func aDraftOfTheCalibrationBeforeIsDropped() {
        var state = review()
        Fixture.press(&state, .left, times: 3)
        #expect(state.line?.draft != nil)
        Fixture.send(&state, .calibration(category: "bracket", .ready))
        #expect(state.line?.draft == nil)
        #expect(state.notices.message?.contains("is dropped") == true)
    }
}
