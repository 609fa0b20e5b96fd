import Canvas
import Inspection
import Screens
import SystemPackage
import Testing

@Suite struct StationTests {
    @Test func calibratingIsAskedForOnceAndLeadsToAnInspection() {
        var state = State(root: FilePath("/parts"))
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: [Fixture.part("bracket", "good", 0)])]))
        #expect(Fixture.press(&state, "c") == [.calibrate(category: "bracket")])
        #expect(Fixture.press(&state, "c").isEmpty)
        #expect(Fixture.send(&state, .calibration(category: "bracket", .running(done: 20, of: 40))).isEmpty)
        #expect(
            Fixture.send(&state, .calibration(category: "bracket", .ready)) == [.inspect(category: "bracket", run: 1)])
        #expect(state.scoringRequests == 2)
        #expect(Fixture.press(&state, "c").isEmpty, "it is calibrated")
        #expect(Fixture.press(&state, "i") == [.inspect(category: "bracket", run: 2)])
    }

    @Test func findingsOfAnAbandonedInspectionAreIgnored() {
        var state = Fixture.ready(scores: [1, 20])
        Fixture.press(&state, "i")
        #expect(state.line?.queue.waitingCount == 2)
        let parts = state.line?.category.parts ?? []
        Fixture.send(&state, .found(category: "bracket", run: 1, parts.map { Fixture.finding($0, score: 1) }))
        #expect(state.line?.queue.waitingCount == 2)
        Fixture.send(&state, .inspected(category: "bracket", run: 1))
        #expect(state.line?.isInspecting == true)
        Fixture.send(&state, .found(category: "bracket", run: 2, parts.map { Fixture.finding($0, score: 2) }))
        #expect(state.line?.queue.scoredCount == 2)
    }

    @Test func calibrateAllLeavesOutWhatCannotOrNeedNot() {
        var state = Fixture.station()
        let effects = Fixture.press(&state, "C")
        #expect(effects == [.calibrate(category: "a name with \u{1B}[31m and 漢字"), .calibrate(category: "washer")])
        #expect(state.selected == 0)
    }

    @Test func quittingDuringACalibrationAsksOnce() {
        var state = Fixture.station()
        #expect(Fixture.press(&state, "q").isEmpty)
        #expect(state.sheet == .quitQuestion)
        #expect(Fixture.press(&state, "k").isEmpty)
        #expect(state.sheet == nil, "any other key stays")
        #expect(Fixture.press(&state, "qq") == [.quit])
        var calm = Fixture.ready(scores: [1])
        #expect(Fixture.press(&calm, "q") == [.quit])
        #expect(Fixture.press(&calm, .escape) == [.quit])
    }

    @Test func backLeadsFromReviewToLines() {
        var state = Fixture.ready(scores: [1, 2])
        Fixture.press(&state, .enter)
        #expect(Fixture.press(&state, .escape).isEmpty)
        #expect(state.place == .lines)
    }

    @Test func messagesFadeAndErrorsWaitForAKey() {
        var state = Fixture.ready(scores: [1])
        Fixture.send(&state, .tick(now: 10), .exported(FilePath("/tmp/verdicts.csv"), rows: 1))
        #expect(state.notices.message == "Exported 1 row to /tmp/verdicts.csv")
        #expect(state.wantsTick)
        Fixture.send(&state, .tick(now: 12))
        #expect(state.notices.message != nil)
        Fixture.send(&state, .tick(now: 15.1), .failed("the disk is full"), .failed("the disk is full"))
        #expect(state.notices.message == nil)
        Fixture.send(&state, .tick(now: 999))
        #expect(state.notices.errors == ["the disk is full"])
        Fixture.press(&state, .down)
        #expect(state.notices.errors.isEmpty)
    }

    @Test func eachErrorIsOnTheScreenLongEnoughToBeRead() {
        var state = Fixture.ready(scores: [1])
        Fixture.send(&state, .tick(now: 10), .failed("first"), .failed("second"), .failed("first"))
        #expect(state.notices.errors == ["first", "second"], "what waits to be read is not said again")
        let frame = view(state, size: state.size, capabilities: .full, theme: .graphite)
        #expect(frame.text.contains("! first (1 more)"))
        Fixture.send(&state, .tick(now: 10.2))
        Fixture.press(&state, "jjj")
        #expect(state.notices.errors == ["first", "second"], "typed blindly")
        Fixture.send(&state, .tick(now: 11.5))
        Fixture.press(&state, "jj")
        #expect(state.notices.errors == ["second"])
        Fixture.send(&state, .told("stored"), .tick(now: 60))
        #expect(state.notices.message == "stored", "nobody has seen it behind the error")
        Fixture.press(&state, "j")
        #expect(state.notices.errors.isEmpty)
        Fixture.send(&state, .tick(now: 64))
        #expect(state.notices.message == "stored")
        Fixture.send(&state, .tick(now: 66))
        #expect(state.notices.message == nil)
    }

    @Test func exportAsksForTheCategoryUnderReviewOrForAll() {
        var state = Fixture.ready(scores: [1])
        #expect(Fixture.press(&state, "e") == [.export(category: nil)])
        Fixture.press(&state, .enter)
        #expect(Fixture.press(&state, "e") == [.export(category: "bracket")])
    }

    @Test func picturesAreAskedForOnceAndAgainOnceThereIsAMap() throws {
        let parts = (0..<3).map { Fixture.part("bracket", "good", $0) }
        var state = State(root: FilePath("/parts"))
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        let first = Fixture.press(&state, .enter)
        #expect(first.count == 3)
        guard case .loadPicture(let request) = first[0] else { throw Surprise() }
        #expect(request.path == parts[0].path)
        #expect(!request.withMap)
        #expect(Fixture.press(&state, .down).isEmpty)
        Fixture.press(&state, .up)
        Fixture.send(&state, .picture(request, PartPicture(problem: "gone")))
        #expect(state.pictures.picture(category: "bracket", part: 0) != nil)
        Fixture.send(&state, .calibration(category: "bracket", .ready))
        let second = Fixture.send(
            &state, .found(category: "bracket", run: 1, [Fixture.finding(parts[0], score: 1)]))
        guard case .loadPicture(let again) = second.first else { throw Surprise() }
        #expect(again.withMap)
        #expect(again.part == 0)
    }

    @Test func aScoreThatArrivesDoesNotMoveThePartUnderReview() {
        let parts = (0..<3).map { Fixture.part("bracket", "good", $0) }
        var state = State(root: FilePath("/parts"))
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        Fixture.calibrate(&state, "bracket", threshold: 1)
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 0)
        Fixture.send(&state, .found(category: "bracket", run: 1, [Fixture.finding(parts[2], score: 30)]))
        #expect(state.line?.cursor == 0)
    }

    /// Nobody judges a part that they cannot see.
    @Test func aScreenTooSmallToShowAPartTakesNoVerdict() {
        var state = Fixture.ready(scores: [20, 15])
        Fixture.press(&state, .enter)
        #expect(state.place == .review)
        Fixture.send(&state, .resized(Size(columns: 30, rows: 10)))
        let draft = state.line?.draft
        #expect(Fixture.press(&state, "arue").isEmpty)
        #expect(Fixture.press(&state, .right, times: 3).isEmpty && state.line?.draft == draft)
        #expect(state.unconfirmed.isEmpty)
        Fixture.send(&state, .resized(Size(columns: 80, rows: 24)))
        #expect(Fixture.press(&state, "a").contains { if case .record = $0 { true } else { false } })
    }

    @Test func layersCycleThroughWhatTheScreenCanShow() {
        var state = Fixture.ready(scores: [1])
        Fixture.press(&state, .enter)
        var seen: [Layer] = []
        for _ in 0..<5 {
            Fixture.press(&state, "m")
            seen.append(state.layer)
        }
        #expect(seen == [.mask, .crop, .part, .map, .overlay])
        Fixture.send(&state, .resized(Size(columns: 120, rows: 40)))
        Fixture.press(&state, "m")
        #expect(state.layer == .both)
    }

    @Test func reopeningKeepsWhatIsKnown() {
        var state = Fixture.ready(scores: [1, 20])
        let same = state.line?.category
        Fixture.send(
            &state, .opened([Fixture.category("anchor", parts: []), same ?? Fixture.category("?", parts: [])]))
        #expect(state.selected == 1)
        #expect(state.line?.queue.scoredCount == 2)
    }

    struct Surprise: Error {}
}
