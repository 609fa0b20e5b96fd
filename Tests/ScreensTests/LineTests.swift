import Canvas
import Disk
import Inspection
import Screens
import SystemPackage
import Testing

@Suite struct LineTests {
    @Test func yieldTakesAPersonsWordBeforeTheMachines() {
        // Threshold 12: two flagged of five; one part is not inspected.
        var state = Fixture.ready(scores: [1, 5, 11, 13, 20, nil])
        #expect(state.line?.yield == 3.0 / 5)
        #expect(state.line?.waiting == 2)
        var standing: [SHA256Digest: Opinion] = [:]
        func judge(_ part: Int, _ verdict: HumanVerdict) {
            let part = Fixture.part("bracket", part % 3 == 0 ? "scratch" : "good", part)
            // The ledger's word: all that stands.
            standing[Fixture.digest(of: part)] = Opinion(verdict)
            Fixture.send(&state, .verdicts(category: "bracket", standing))
        }
        judge(3, .accept)
        #expect(state.line?.yield == 4.0 / 5)
        #expect(state.line?.waiting == 1)
        judge(0, .reject)
        #expect(state.line?.yield == 3.0 / 5)
        judge(4, .unsure)
        #expect(state.line?.yield == 3.0 / 5, "who is unsure leaves it to the machine")
        #expect(state.line?.waiting == 0)
        judge(3, .reject)
        #expect(state.line?.yield == 2.0 / 5)
        Fixture.send(
            &state,
            .threshold(
                category: "bracket",
                Threshold(value: 0.5, author: "", time: .init(timeIntervalSince1970: 0), reason: "")))
        #expect(state.line?.yield == 0, "flagged, and nobody accepted any of them")
        #expect(state.line?.waiting == 2)
    }

    /// The figures are kept up as parts and verdicts come and go; counting everything anew must give the same.
    @Test func figuresAreWhatCountingGives() throws {
        var random = SplitMix(11)
        var state = Fixture.ready(scores: (0..<40).map { _ in Float.random(in: 0...24, using: &random) })
        var standing: [SHA256Digest: Opinion] = [:]
        for step in 0..<400 {
            let name = try #require(state.line?.name)
            let part = try #require(state.line?.category.parts.randomElement(using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                Fixture.press(&state, "1i")
                let run = state.line?.run ?? 0
                let found = (state.line?.category.parts ?? []).shuffled(using: &random).prefix(30).map {
                    Fixture.finding($0, score: Float.random(in: 0...24, using: &random))
                }
                Fixture.send(&state, .found(category: name, run: run, Array(found)))
            case 1: Fixture.press(&state, "z")
            default:
                let verdict = try #require(HumanVerdict.allCases.randomElement(using: &random))
                // Now and then another station has taken one back.
                if step % 5 == 0, let gone = standing.keys.first { standing[gone] = nil }
                standing[Fixture.digest(of: part)] = Opinion(verdict)
                Fixture.send(&state, .verdicts(category: name, standing))
            }
            let line = try #require(state.line)
            let live = try #require(line.live?.value)
            let scored = (0..<line.count).filter { line.finding($0)?.score != nil }
            let good = scored.count {
                switch line.verdict($0) {
                case .accept: true
                case .reject: false
                default: (line.finding($0)?.score ?? 0) < live
                }
            }
            #expect(line.yield == (scored.isEmpty ? nil : Double(good) / Double(scored.count)), "step \(step)")
            #expect(line.waiting == scored.count { (line.finding($0)?.score ?? 0) >= live && line.verdict($0) == nil })
        }
    }

    @Test func workIsStoppedByKey() {
        var state = Fixture.station()
        Fixture.press(&state, .down)
        #expect(Fixture.press(&state, "X") == [.cancelWork(category: "gasket")])
        Fixture.send(&state, .calibration(category: "gasket", .missing))
        #expect(Fixture.press(&state, "X") == [.cancelWork(category: "gasket")], "it may be waiting for its turn")
        #expect(Fixture.press(&state, "c") == [.calibrate(category: "gasket")])
        var ready = Fixture.ready(scores: [1, 2])
        #expect(Fixture.press(&ready, "X").isEmpty, "nothing runs")
        Fixture.press(&ready, "i")
        #expect(Fixture.press(&ready, "X") == [.cancelWork(category: "bracket")])
        Fixture.send(&ready, .inspected(category: "bracket", run: 2))
        let text = view(ready, size: ready.size, capabilities: .full, theme: .graphite).text
        #expect(text.contains("stopped at 0 %"))
        #expect(text.contains("2 not scored yet (i inspects all)"))
    }

    @Test func linesAreNarrowedByName() {
        var state = Fixture.station()
        Fixture.press(&state, "/ER")
        #expect(state.shownLines == [3])
        #expect(state.line?.name == "washer")
        Fixture.press(&state, .enter)
        Fixture.press(&state, .up)
        #expect(state.line?.name == "washer", "there is no other to go to")
        Fixture.press(&state, "/xyz")
        #expect(state.shownLines.isEmpty)
        let text = view(state, size: state.size, capabilities: .full, theme: .graphite).text
        #expect(text.contains("No line's name has “ERxyz” in it"))
        Fixture.press(&state, .escape)
        #expect(state.shownLines == [0, 1, 2, 3])
    }

    @Test func theOrderStaysUntilSomebodyAsks() {
        var state = State(root: FilePath("/parts"))
        let names = ["anchor", "bracket", "clip"]
        Fixture.send(
            &state,
            .opened(names.map { name in Fixture.category(name, parts: (0..<3).map { Fixture.part(name, "good", $0) }) })
        )
        for name in names { Fixture.calibrate(&state, name, threshold: 12) }
        func find(_ name: String, _ score: Float) {
            let parts = (0..<3).map { Fixture.part(name, "good", $0) }
            let run = state.lines?.first { $0.name == name }?.run ?? 0
            Fixture.send(&state, .found(category: name, run: run, parts.map { Fixture.finding($0, score: score) }))
        }
        find("bracket", 20)
        Fixture.press(&state, ":sort waiting")
        Fixture.press(&state, .enter)
        #expect(state.shownLines == [1, 0, 2])
        find("clip", 30)
        #expect(state.shownLines == [1, 0, 2], "nothing moves away under the eyes")
        #expect(state.line?.name == "anchor")
        Fixture.press(&state, .down)
        #expect(state.line?.name == "clip")
        Fixture.press(&state, .function(6))
        Fixture.send(&state, .tick(now: 3))
        Fixture.press(&state, .function(2))
        #expect(state.shownLines == [1, 2, 0])
        Fixture.press(&state, ":sort name")
        Fixture.press(&state, .enter)
        #expect(state.shownLines == [0, 1, 2])
    }

    @Test func aDraftShowsBesideTheLiveThreshold() {
        var state = Fixture.ready(scores: [1, 20])
        Fixture.press(&state, .enter)
        Fixture.press(&state, .right)
        Fixture.press(&state, "q")
        let text = view(state, size: state.size, capabilities: .full, theme: .graphite).text
        #expect(text.contains("≠ 12.000"))
    }

    @Test func flaggedPartsAreMarkedAmongTheLastScores() {
        let state = Fixture.ready(scores: [0, 11.9, 12, nil, 9])
        let text = view(state, size: state.size, capabilities: .full, theme: .graphite).text
        #expect(text.contains("▁▆▲◇▄"))
    }
}
