import Canvas
import Foundation
import Inspection
import Screens
import Testing

@Suite struct TuneTests {
    private func text(_ state: State, _ columns: Int = 120, _ rows: Int = 40) -> String {
        view(state, size: Size(columns: columns, rows: rows), capabilities: .full, theme: .graphite).text
    }

    /// One score that is far beyond all others, as a damaged score cache may hold it.
    @Test(arguments: [Float(1e20), 3e38, -1e20]) func aScoreBeyondAllNumbersIsAtTheEdge(score: Float) {
        var state = Fixture.ready(scores: (0..<150).map { Float($0 % 30) } + [score])
        Fixture.send(&state, .resized(Size(columns: 120, rows: 40)))
        Fixture.show(&state, Fixture.press(&state, .function(4)))
        #expect(state.place == .tune)
        #expect(text(state).contains("unjudged"))
    }

    @Test func everyMoveOfTheDraftLeavesTheLiveThresholdAndTheScorerAlone() {
        var state = Fixture.tuning()
        let requests = state.scoringRequests
        for keys in ["llll", "]]", "[", "hhh", "s", "ss", "S", "x", "jjk"] {
            Fixture.press(&state, keys)
            #expect(state.line?.live?.value == 12)
            #expect(state.line?.queue.scoredCount == 60)
        }
        #expect(state.scoringRequests == requests)
    }

    @Test func digitsOpenThePromptAndTheNumberBecomesTheDraft() {
        var state = Fixture.tuning()
        Fixture.press(&state, "1")
        guard case .prompt(let prompt) = state.sheet else {
            Issue.record("a digit types a number here")
            return
        }
        #expect(prompt.line.text == "1")
        #expect(prompt.title == "threshold for bracket, now 12.000")
        Fixture.press(&state, "3.25")
        Fixture.press(&state, .enter)
        #expect(state.place == .tune)
        #expect(state.line?.draft == 13.25)
        #expect(state.notices.message == nil)
        Fixture.press(&state, ".")
        Fixture.press(&state, .escape)
        #expect(state.line?.draft == 13.25)
    }

    @Test(arguments: [("12,5", Float(12.5)), (" 7 ", 7), ("1e1", 10), ("-3", -3), (".5", 0.5)])
    func numbersAsPeopleWriteThem(typed: String, value: Float) {
        var state = Fixture.tuning()
        Fixture.press(&state, ":type-number")
        Fixture.press(&state, .enter)
        Fixture.press(&state, typed)
        Fixture.press(&state, .enter)
        #expect(state.line?.draft == value)
        #expect(state.notices.errors.isEmpty)
    }

    @Test(arguments: ["1x", "1.2.3", "0x10", "1 2", "1,2,3", "1e99", "9nan", "1-"])
    func whatIsNoNumberIsRefused(typed: String) {
        var state = Fixture.tuning()
        Fixture.press(&state, .right)
        let before = state.line?.draft
        Fixture.press(&state, typed)
        Fixture.press(&state, .enter)
        #expect(state.line?.draft == before)
        #expect(state.notices.errors.count == 1)
        let said = state.notices.errors.first ?? ""
        #expect(said.contains("is not a number") || said.contains("too large"))
    }

    @Test func aNumberBeyondTheScoresIsTakenAndSaidToBe() {
        var state = Fixture.tuning()
        Fixture.press(&state, "99")
        Fixture.press(&state, .enter)
        #expect(state.line?.draft == 99)
        #expect(state.line?.flaggedDraft == 0)
        #expect(state.notices.message?.contains("over the highest score") == true)
        Fixture.press(&state, "0")
        Fixture.press(&state, .enter)
        #expect(state.line?.flaggedDraft == 60)
        #expect(state.notices.message?.contains("every part is flagged") == true)
    }

    @Test func snappingGoesRoundWhatCanBeGivenAndRestoreGoesBack() throws {
        var state = Fixture.tuning()
        var seen: [Float] = []
        for _ in 0..<4 {
            Fixture.press(&state, "s")
            seen.append(try #require(state.line?.shownThreshold))
        }
        #expect(seen[3] == seen[0], "good parts alone, best F1, least cost; midway cannot be given")
        #expect(Set(seen.prefix(3)).count == 3)
        #expect(text(state).contains("s ▸good parts alone"))
        Fixture.press(&state, "S")
        #expect(state.line?.shownThreshold == seen[2])
        Fixture.press(&state, "z")
        #expect(state.line?.draft == nil)
        #expect(state.line?.shownThreshold == 12)
    }

    @Test func thePaletteSnapsByNameAndTakesNumbers() {
        var state = Fixture.tuning()
        Fixture.press(&state, ":snap least cost")
        Fixture.press(&state, .enter)
        #expect(state.line?.draft != nil)
        #expect(text(state).contains("s ▸least cost"))
        Fixture.press(&state, ":draft 9.5")
        Fixture.press(&state, .enter)
        #expect(state.line?.draft == 9.5)
    }

    @Test func withoutVerdictsThereAreLabelsAndTheySaySo() {
        let state = Fixture.tuning(judged: false)
        let shown = text(state, 200, 60)
        #expect(shown.contains("label escapes"))
        #expect(shown.contains("best F1 by label"))
        #expect(shown.contains("ROC by label"))
        #expect(shown.contains("It takes judged parts of both kinds"))
        #expect(!text(Fixture.tuning(), 200, 60).contains("best F1 by label"))
    }

    @Test func theTableCountsVerdictsAndNotLabels() {
        var state = Fixture.tuning()
        Fixture.press(&state, "12.5")
        Fixture.press(&state, .enter)
        // Of 16 parts 15 are judged, one of them UNSURE.
        let judged = (0..<16).filter { $0 != 7 && $0 != 5 }
        let good = judged.filter { $0 % 3 != 0 }
        let bad = judged.filter { $0 % 3 == 0 }
        let rejects = good.count { Fixture.score($0) >= 12.5 }
        let escapes = bad.count { Fixture.score($0) < 12.5 }
        let flagged = (0..<60).count { Fixture.score($0) >= 12.5 }
        let shown = text(state)
        #expect(shown.contains(" \(rejects)/\(good.count) "))
        #expect(shown.contains(" \(escapes)/\(bad.count) "))
        #expect(shown.contains(" \(flagged)/60 ") || shown.contains(" \(flagged)  "))
    }

    @Test func aThresholdIsLiveOnlyWhenTheStoreSaysSo() throws {
        var state = Fixture.tuning()
        #expect(Fixture.press(&state, .enter).isEmpty)
        #expect(state.sheet == nil, "nothing to commit")
        Fixture.press(&state, "]")
        let draft = try #require(state.line?.draft)
        #expect(!Fixture.press(&state, .enter).contains { if case .commitThreshold = $0 { true } else { false } })
        Fixture.press(&state, "less scrap")
        let effects = Fixture.press(&state, .enter)
        #expect(effects.contains(.commitThreshold(category: "bracket", value: draft, reason: "less scrap")))
        #expect(state.line?.live?.value == 12)
        // On to the next line while it is being written.
        Fixture.press(&state, "n")
        #expect(state.line?.name == "gasket")
        Fixture.send(
            &state,
            .threshold(
                category: "bracket",
                Threshold(
                    value: draft, author: "ines", time: Date(timeIntervalSince1970: 90_000), reason: "less scrap")))
        #expect(state.lines?[0].live?.value == draft)
        #expect(state.lines?[0].draft == nil)
        let number = Columns.fixed(Double(draft), decimals: 3)
        #expect(state.notices.message == "bracket: threshold 12.000 → \(number), by ines: less scrap")
        #expect(text(state, 200, 60).contains("✓ tuned today"))
    }

    @Test func thePixelThresholdIsASliderOfItsOwn() throws {
        var state = Fixture.tuning()
        Fixture.press(&state, .tab)
        #expect(state.tune.slider == .pixel)
        #expect(state.line?.shownPixelThreshold == 12, "as the score's as long as nobody has set one")
        Fixture.press(&state, "[")
        let draft = try #require(state.line?.pixelDraft)
        #expect(draft < 12)
        #expect(state.line?.draft == nil)
        Fixture.press(&state, .enter)
        Fixture.press(&state, "finer")
        let effects = Fixture.press(&state, .enter)
        #expect(effects.contains(.tune(.commitPixelThreshold(category: "bracket", value: draft, reason: "finer"))))
        #expect(state.line?.pixelLive == nil)
        Fixture.send(&state, .tune(.pixelThresholdRefused(category: "bracket", "the disk is full")))
        #expect(state.line?.pixelDraft == draft)
        #expect(state.notices.errors.count == 1)
        Fixture.press(&state, .enter)
        Fixture.press(&state, "again")
        Fixture.press(&state, .enter)
        Fixture.send(
            &state,
            .tune(
                .pixelThreshold(
                    category: "bracket", Threshold(value: draft, author: "ines", time: Date(), reason: "again"))))
        #expect(state.line?.pixelLive?.value == draft)
        #expect(state.line?.pixelDraft == nil)
        #expect(state.line?.live?.value == 12)
        // It snaps to the threshold of scores, with which a part has regions exactly where it is flagged.
        Fixture.press(&state, "s")
        #expect(state.line?.pixelDraft == 12)
        Fixture.press(&state, "P")
        #expect(state.tune.slider == .score)
    }

    @Test func thePictureFollowsTheDraftAndCanBeWalkedFrom() throws {
        var state = Fixture.tuning()
        func score() throws -> Float { Fixture.score(try #require(state.tunedPart)) }
        func distance() throws -> Float { abs(try score() - (state.line?.shownThreshold ?? 0)) }
        for key: Key in [.right, .shiftRight, .character("s"), .shiftLeft, .shiftLeft] {
            Fixture.press(&state, key)
            let nearest = (0..<60).map { abs(Fixture.score($0) - (state.line?.shownThreshold ?? 0)) }.min()
            #expect(try distance() == nearest)
        }
        let start = try score()
        Fixture.press(&state, "jj")
        #expect(try score() < start)
        Fixture.press(&state, "kkkkk")
        #expect(try score() > start)
        Fixture.press(&state, "G")
        let lowest = try #require((0..<60).map(Fixture.score).min())
        #expect(try score() == lowest)
        Fixture.press(&state, "k")
        #expect(try score() >= lowest)
        let part = try #require(state.tunedPart)
        Fixture.press(&state, .function(3))
        #expect(state.place == .review)
        #expect(state.line?.cursor == part)
    }

    @Test func thePictureThatIsAskedForIsThatOfThePicturedPart() throws {
        var state = Fixture.tuning()
        let effects = Fixture.press(&state, "k")
        let part = try #require(state.tunedPart)
        guard case .loadPicture(let request) = effects.first else {
            Issue.record("no picture was asked for")
            return
        }
        #expect(request.part == part)
        #expect(request.withMap)
        #expect(effects.count == 1, "not its neighbours: a held arrow passes many")
    }

    @Test func categoriesGoRoundAndTheFilterNarrowsThem() {
        var state = Fixture.tuning()
        Fixture.press(&state, "nnn")
        #expect(state.line?.name == "bracket")
        Fixture.press(&state, "p")
        #expect(state.line?.name == "washer")
        Fixture.press(&state, "/et")
        Fixture.press(&state, .enter)
        Fixture.press(&state, "n")
        #expect(state.line?.name == "bracket")
        Fixture.press(&state, "n")
        #expect(state.line?.name == "gasket")
        Fixture.press(&state, "/none of them")
        Fixture.press(&state, .enter)
        Fixture.press(&state, "n")
        #expect(state.line?.name == "gasket")
        #expect(state.notices.message?.contains("none of them") == true)
    }

    @Test func draftsOfSeveralCategoriesStandBesideEachOther() {
        var state = Fixture.tuning()
        Fixture.press(&state, "l")
        Fixture.press(&state, "nll")
        #expect(state.lines?.map { $0.draft != nil } == [true, true, false])
        #expect(text(state).contains("drafts 2"))
    }

    @Test func aSlideThroughAHundredThousandPartsSortsNothing() {
        var random = SplitMix(3)
        var state = Fixture.ready(scores: (0..<100_000).map { _ in Float.random(in: 0...30, using: &random) })
        Fixture.press(&state, .function(4))
        let before = state.tune
        Fixture.press(&state, .right, times: 20)
        Fixture.press(&state, .left, times: 20)
        #expect(state.line?.draft == nil)
        #expect(state.tune == before)
        #expect(state.scoringRequests == 1)
        let shown = text(state, 200, 60)
        #expect(shown.contains("flagged now"))
    }

    @Test func scoresThatAreStillComingInAreShown() {
        let parts = (0..<4).map { Fixture.part("bracket", nil, $0) }
        var state = State(root: "/parts")
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        Fixture.press(&state, .function(4))
        #expect(text(state).contains("is not calibrated"))
        Fixture.calibrate(&state, "bracket", threshold: 12)
        #expect(text(state).contains("No part has a score yet"))
        Fixture.send(&state, .found(category: "bracket", run: 1, [Fixture.finding(parts[1], score: 13)]))
        #expect(text(state).contains("1/1"))
        Fixture.send(&state, .found(category: "bracket", run: 1, [Fixture.finding(parts[2], score: 3)]))
        #expect(text(state).contains("1/2"))
    }
}
