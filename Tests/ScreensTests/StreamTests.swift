import Canvas
import Evaluation
import Foundation
import Inspection
import Screens
import SystemPackage
import Testing

/// Scripts of keys in Stream.
@Suite struct StreamTests {
    private func orders(_ effects: [Effect]) -> [StreamOrder] {
        effects.compactMap { if case .stream(let order) = $0 { order } else { nil } }
    }

    private func parts(_ state: State) -> [Part] { state.line?.category.parts ?? [] }

    // MARK: Starting

    @Test func aReplayAsksForItsRate() {
        var state = Fixture.station()
        Fixture.press(&state, .function(5))
        #expect(state.place == .stream)
        #expect(Fixture.press(&state, "r").isEmpty)
        let effects = Fixture.press(&state, .enter)
        var settings = Replay.Settings()
        settings.rate = 20
        let request = StreamRequest(run: 1, category: "bracket", source: .replay(settings, speed: 1))
        #expect(orders(effects) == [.start(request)])
        #expect(state.stream.phase == .starting)
        Fixture.send(&state, .stream(.began(run: 1, threshold: 12, centre: nil, waiting: 0)))
        #expect(state.stream.phase == .running)
        #expect(state.wantsTick)
    }

    @Test func thePaletteTakesEverythingThatTheCommandTakes() {
        let state = StreamFixture.begun(typed: "replay rate 5.5 seed 9 jitter 0.25 loop shuffle count 1000 fast")
        let settings = Replay.Settings(rate: 5.5, jitter: 0.25, loops: true, shuffles: true, seed: 9, count: 1000)
        #expect(state.stream.request?.source == .replay(settings, speed: .infinity))
        #expect(state.stream.speed == .infinity)
    }

    @Test func thePaletteOffersAStreamThatIsTyped() {
        let state = Fixture.station()
        #expect(state.offers(for: "replay fast loop count 40").map(\.line) == ["replay fast loop count 40"])
        #expect(state.offers(for: "watch existing /camera").map(\.line) == ["watch existing /camera"])
        #expect(state.offers(for: "replay 20 sed 7").isEmpty)
    }

    @Test func aLineThatThePaletteDoesNotKnowStaysInSight() {
        var state = Fixture.station()
        Fixture.press(&state, ":replay 20 sed 7")
        let frame = view(state, size: state.size, capabilities: .full, theme: .graphite).text
        #expect(frame.contains(":replay 20 sed 7"))
        #expect(frame.contains("nothing of that name here"))
    }

    @Test(
        arguments: [
            "replay rate", "replay 0", "replay 1e-9", "replay 20 sed 7", "replay jitter 2", "replay nan",
            "replay count -1",
        ])
    func aWordThatMeansNothingIsNamed(typed: String) {
        let state = StreamFixture.begun(typed: typed)
        #expect(state.stream.phase == .none)
        let wrong = typed == "replay 20 sed 7" ? "sed" : String(typed.dropFirst(7).prefix { $0 != " " })
        #expect(state.notices.errors.contains { $0.contains("“\(wrong)”") })
    }

    @Test func aWatchTakesTheCategorysFolderOrAnother() {
        var state = Fixture.station()
        Fixture.press(&state, .function(5))
        Fixture.press(&state, "w")
        let effects = Fixture.press(&state, .enter)
        let own = StreamRequest(run: 1, category: "bracket", source: .watch("/parts/bracket", Watch.Settings()))
        #expect(orders(effects) == [.start(own)])
        var settings = Watch.Settings()
        settings.takesExisting = true
        settings.isRecursive = true
        let other = StreamFixture.begun(typed: "watch existing recursive /mnt/camera one")
        #expect(other.stream.request?.source == .watch("/mnt/camera one", settings))
    }

    @Test func thereIsOneStreamAtATime() {
        var state = StreamFixture.begun()
        #expect(Fixture.press(&state, "r").isEmpty)
        #expect(state.sheet == nil)
        #expect(state.notices.message?.contains("x stops it first") == true)
        #expect(orders(Fixture.press(&state, "x")) == [.stop])
        #expect(state.stream.phase == .stopping)
        Fixture.send(&state, .stream(.ended(run: 1, StreamStatistics(), failure: nil)))
        Fixture.press(&state, "r")
        #expect(!orders(Fixture.press(&state, .enter)).isEmpty)
        #expect(state.stream.request?.run == 2)
        // What the first still has to say is not the second's.
        var late = StreamFixture()
        Fixture.send(&state, StreamFixture.news(late.parts([3, 4], of: parts(state)), run: 1))
        #expect(state.stream.parts.isEmpty)
    }

    @Test func nothingBeginsWithoutACalibration() {
        var state = Fixture.station()
        Fixture.press(&state, .down, times: 3)
        Fixture.press(&state, .function(5))
        #expect(state.line?.status != .ready)
        #expect(Fixture.press(&state, "r").isEmpty)
        #expect(state.sheet == nil)
        #expect(state.notices.message?.contains("is not calibrated") == true)
    }

    @Test func whatCannotBeginSaysWhy() {
        var state = StreamFixture.begun(typed: "watch /gone")
        state = Fixture.station()
        Fixture.press(&state, ":watch /gone")
        Fixture.press(&state, .enter)
        Fixture.send(&state, .stream(.refused(run: 1, "/gone: no such folder; check the path")))
        #expect(state.stream.phase == .none)
        #expect(state.notices.errors.contains { $0.contains("/gone: no such folder") })
        #expect(!state.stream.isActive)
    }

    // MARK: While it runs

    @Test func pauseStepSpeedAndStop() {
        var state = StreamFixture.begun()
        #expect(orders(Fixture.press(&state, "n")).isEmpty)
        #expect(orders(Fixture.press(&state, " ")) == [.pause])
        #expect(StreamFixture.text(state).contains("paused"))
        #expect(orders(Fixture.press(&state, "n")) == [.step])
        #expect(orders(Fixture.press(&state, " ")) == [.resume])
        #expect(orders(Fixture.press(&state, "++")) == [.speed(2), .speed(4)])
        #expect(orders(Fixture.press(&state, "<-")) == [.speed(2), .speed(1)])
        #expect(orders(Fixture.press(&state, .character(">"), times: 20)).last == .speed(.infinity))
        #expect(orders(Fixture.press(&state, .character("-"), times: 20)).last == .speed(0.25))
        #expect(orders(Fixture.press(&state, "x")) == [.stop])
        #expect(orders(Fixture.press(&state, "x")).isEmpty)
    }

    @Test func aCamerasPaceIsItsOwn() {
        var state = StreamFixture.begun(typed: "watch /camera")
        #expect(StreamFixture.text(state).contains("waiting for files"))
        #expect(orders(Fixture.press(&state, "+")).isEmpty)
        #expect(state.notices.message?.contains("camera") == true)
    }

    @Test func leavingThePlaceLeavesTheStream() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        #expect(orders(Fixture.press(&state, "q")).isEmpty)
        #expect(state.place == .lines)
        Fixture.send(&state, StreamFixture.news(stream.parts([3, 4, 5], of: parts(state)), run: 1))
        #expect(state.stream.parts.count == 3)
        // Another category is being calibrated: that is what the question is about.
        #expect(Fixture.press(&state, "qq") == [.quit])
    }

    @Test func anotherThresholdIsTheStreamsToo() {
        var state = StreamFixture.begun()
        let threshold = Threshold(value: 14, author: "ana", time: Date(timeIntervalSince1970: 0), reason: "")
        let effects = Fixture.send(&state, .threshold(category: "bracket", threshold))
        #expect(orders(effects) == [.threshold(14)])
        #expect(orders(Fixture.send(&state, .tick(now: 1))).isEmpty)
    }

    // MARK: Looking back

    @Test func walkingBackStaysAndGFollowsAgain() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let parts = parts(state)
        StreamFixture.answer(
            Fixture.send(&state, StreamFixture.news(stream.parts([3, 4, 5, 6], of: parts), run: 1)), in: &state)
        #expect(StreamFixture.text(state).contains("part 4, following"))
        StreamFixture.answer(Fixture.press(&state, "kk"), in: &state)
        #expect(state.stream.cursor == 1)
        #expect(StreamFixture.text(state).contains("part 2, 2 before the newest"))
        StreamFixture.answer(
            Fixture.send(&state, StreamFixture.news(stream.parts([7], of: parts), run: 1)), in: &state)
        #expect(state.stream.cursor == 1)
        StreamFixture.answer(Fixture.press(&state, "g"), in: &state)
        #expect(state.stream.cursor == 0)
        Fixture.press(&state, .up)
        #expect(state.stream.cursor == 0)
        StreamFixture.answer(Fixture.press(&state, "G"), in: &state)
        #expect(state.stream.cursor == nil)
        #expect(StreamFixture.text(state).contains("part 5, following"))
    }

    @Test func onePictureAtATimeIsAskedFor() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let parts = parts(state)
        let first = Fixture.send(&state, StreamFixture.news(stream.parts([3], of: parts), run: 1))
        let second = Fixture.send(&state, StreamFixture.news(stream.parts([4, 5], of: parts), run: 1))
        #expect(orders(first).count == 1)
        #expect(orders(second).isEmpty)
        let third = Fixture.send(&state, .stream(.picture(run: 1, index: 0, Fixture.picture())))
        // Part 2 has come and gone.
        guard case .look(_, let part) = orders(third).first else {
            Issue.record("the newest part was not asked for")
            return
        }
        #expect(part.index == 2)
        // Until its picture is there, the screen shows the one that it has, with that one's facts.
        #expect(StreamFixture.text(state).contains("part 1, following"))
        Fixture.press(&state, .function(2))
        #expect(orders(Fixture.send(&state, .stream(.picture(run: 1, index: 2, Fixture.picture())))).isEmpty)
    }

    @Test func aSmallScreenAsksForNoPicture() {
        var state = StreamFixture.begun(Size(columns: 60, rows: 20))
        var stream = StreamFixture()
        let effects = Fixture.send(&state, StreamFixture.news(stream.parts([3], of: parts(state)), run: 1))
        #expect(orders(effects).isEmpty)
    }

    @Test func theLastTwoThousandAreKept() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let parts = parts(state)
        Fixture.send(&state, StreamFixture.news(stream.parts([3, 4, 5], of: parts), run: 1))
        Fixture.press(&state, "g")
        for _ in 0..<25 {
            let scores = (0..<100).map { Float($0 % 7) + 1 }
            Fixture.send(&state, StreamFixture.news(stream.parts(scores, of: parts), run: 1))
        }
        #expect(state.stream.parts.count == StreamState.kept)
        #expect(state.stream.parts.last?.index == 2502)
        #expect(state.stream.cursor == state.stream.parts.first?.index)
    }

    @Test func enterOpensThePartInReview() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let parts = parts(state)
        StreamFixture.answer(
            Fixture.send(&state, StreamFixture.news(stream.parts([3, 4, 5, 6], of: parts), run: 1)), in: &state)
        Fixture.press(&state, "k")
        Fixture.press(&state, .enter)
        #expect(state.place == .review)
        #expect(state.line?.name == "bracket")
        #expect(state.line?.cursor == 2)
    }

    @Test func aPartOfNoListSaysSo() {
        var state = StreamFixture.begun(typed: "watch /camera")
        var stream = StreamFixture()
        let strange = [Part(path: "/camera/one\u{1B}.png", name: "one\u{1B}.png")]
        Fixture.send(&state, StreamFixture.news(stream.parts([3], of: strange), run: 1))
        Fixture.press(&state, .enter)
        #expect(state.place == .stream)
        #expect(state.notices.message?.contains("is not one of the parts of bracket") == true)
        #expect(state.notices.message?.contains("\u{1B}") == false)
    }

    // MARK: Alarms

    @Test func anAlarmStaysUntilSomebodyHasSeenIt() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let drifting = (0..<30).map { Float(9 + $0 % 2) }
        Fixture.send(&state, StreamFixture.news(stream.parts(drifting, of: parts(state)), run: 1))
        #expect(state.stream.alarms.map(\.kind) == [.drift])
        for place in 2...6 {
            Fixture.press(&state, .function(place))
            #expect(StreamFixture.title(state).contains("! DRIFT"))
        }
        Fixture.press(&state, .function(2))
        #expect(StreamFixture.text(state).contains("! drifting"))
        Fixture.press(&state, .function(5))
        Fixture.send(&state, .tick(now: 500))
        #expect(StreamFixture.text(state).contains("A acknowledges"))
        Fixture.send(&state, .stream(.ended(run: 1, state.stream.figures, failure: nil)))
        let alarms = state.stream.alarms
        #expect(orders(Fixture.press(&state, "A")) == [.acknowledge(alarms)])
        #expect(state.stream.alarms == alarms, "not before the ledger knows")
        #expect(orders(Fixture.press(&state, "A")).isEmpty)
        Fixture.send(&state, .stream(.acknowledged(alarms, by: "ana", problem: nil)))
        #expect(state.stream.alarms.isEmpty)
        #expect(!StreamFixture.title(state).contains("DRIFT"))
        // Seen is not mended: the last part is still out of the limits.
        Fixture.press(&state, .function(2))
        #expect(StreamFixture.text(state).contains("! drifting"))
    }

    @Test func aLineThatCameBackDriftsNoMore() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        let parts = parts(state)
        Fixture.send(&state, StreamFixture.news(stream.parts((0..<30).map { _ in 9 }, of: parts), run: 1))
        Fixture.send(&state, StreamFixture.news(stream.parts((0..<60).map { Float(4 + $0 % 3) }, of: parts), run: 1))
        #expect(state.line?.isDrifting == true, "nobody has seen that it did")
        Fixture.send(&state, .stream(.acknowledged(state.stream.alarms, by: "ana", problem: nil)))
        #expect(state.line?.isDrifting == false)
    }

    @Test func aRunOfRejectsIsAnAlarmToo() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        Fixture.send(&state, StreamFixture.news(stream.parts([4, 20, 20, nil, 20, 20], of: parts(state)), run: 1))
        #expect(state.stream.alarms.contains { $0.kind == .rejects })
        #expect(StreamFixture.title(state).contains("REJECTS"))
    }

    @Test func anAcknowledgementThatTheLedgerRefusedIsTold() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        Fixture.send(&state, StreamFixture.news(stream.parts((0..<30).map { _ in 9 }, of: parts(state)), run: 1))
        Fixture.press(&state, "A")
        Fixture.send(
            &state, .stream(.acknowledged(state.stream.alarms, by: "ana", problem: "ledger.sqlite: the disk is full")))
        #expect(state.stream.alarms.isEmpty)
        #expect(state.notices.errors.contains { $0.contains("the disk is full") })
    }

    @Test func alarmsOutliveTheirStream() {
        var state = StreamFixture.begun()
        var stream = StreamFixture()
        Fixture.send(&state, StreamFixture.news(stream.parts((0..<30).map { _ in 9 }, of: parts(state)), run: 1))
        Fixture.send(&state, .stream(.ended(run: 1, StreamStatistics(), failure: nil)))
        Fixture.press(&state, "r")
        Fixture.press(&state, .enter)
        #expect(state.stream.request?.run == 2)
        #expect(state.stream.alarms.map(\.run) == [1])
    }
}
