import Canvas
import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Raster
import Screens
import SystemPackage
import Testing

/// Anything in any order: nothing traps, and what must always hold does.
@Suite struct FuzzTests {
    static let names = ["bracket", "gasket", "none"]
    static let keys: [Key] =
        Keymap.bindings.flatMap(\.keys) + [.backspace, .delete, .function(12), .character("\u{1F600}"), .control("z")]

    /// A ledger that grows now and then, and others that were there before it or never.
    private let ledgers = [LedgerFixture(), .everyKind(), LedgerFixture(rows: 700), LedgerFixture(rows: 2_400)]

    private func action(_ random: inout SplitMix, _ waiting: inout [Effect], _ state: State) -> Action {
        let name = Self.names.randomElement(using: &random) ?? ""
        let parts = (0..<24).map { Fixture.part(name, $0 % 2 == 0 ? "good" : nil, $0) }
        switch Int.random(in: 0..<28, using: &random) {
        case 0: return .tick(now: Double.random(in: -5...1000, using: &random))
        case 1:
            return .resized(
                Size(columns: Int.random(in: -1...300, using: &random), rows: Int.random(in: 0...80, using: &random)))
        case 2 where Int.random(in: 0..<6, using: &random) == 0:
            return .opened(
                Self.names.dropLast(Int.random(in: 0...3, using: &random)).enumerated().map { index, name in
                    Fixture.category(
                        name, parts: (0..<[9, 24, 0][index]).map { Fixture.part(name, "good", $0) }, good: 2)
                })
        case 3:
            let statuses: [CalibrationStatus] = [.missing, .running(done: 3, of: 0), .ready, .failed("no")]
            return .calibration(category: name, statuses.randomElement(using: &random) ?? .missing)
        case 4:
            let values: [Float] = [0, 5, 12.5, -1, .nan, .infinity, 1e30]
            return .threshold(
                category: name,
                Threshold(
                    value: values.randomElement(using: &random) ?? 0, author: "", time: Date(timeIntervalSince1970: 0),
                    reason: ""))
        case 5, 6, 7:
            let scores: [Float?] = [nil, 0, 3, 12, 12.5, 30, .nan, .infinity, -2, 1e30]
            let found = parts.shuffled(using: &random).prefix(Int.random(in: 0...24, using: &random)).map {
                Fixture.finding($0, score: scores.randomElement(using: &random) ?? nil)
            }
            let run = (state.lines?.first { $0.name == name }?.run ?? 0) - Int.random(in: 0...1, using: &random)
            return .found(category: name, run: run, Array(found))
        case 8: return .inspected(category: name, run: Int.random(in: 0...3, using: &random))
        case 9: return .verdicts(category: name, [Fixture.digest(of: parts[1]): .accept])
        case 10: return .thresholdRefused(category: name, "no")
        case 11: return .failed(String(repeating: "word ", count: Int.random(in: 0...80, using: &random)))
        case 12, 13, 14:
            switch waiting.popLast() {
            case .loadPicture(let request):
                let side = Int.random(in: 1...40, using: &random)
                return .picture(
                    request, side < 4 ? PartPicture(problem: "odd") : Fixture.picture(side: side))
            case .record(let judgement):
                return Bool.random(using: &random) ? .recorded(id: judgement.id) : .notRecorded(id: judgement.id, "no")
            case .commitThreshold(let category, let value, _):
                return .threshold(
                    category: category,
                    Threshold(value: value, author: "", time: Date(timeIntervalSince1970: 0), reason: ""))
            case .tune(.commitPixelThreshold(let category, let value, _)):
                return Bool.random(using: &random)
                    ? .tune(.pixelThresholdRefused(category: category, "no"))
                    : .tune(
                        .pixelThreshold(
                            category: category,
                            Threshold(value: value, author: "", time: Date(timeIntervalSince1970: 0), reason: "")))
            case .export: return .exported(FilePath("/x"), rows: 3)
            case .ledger(.page(let request)):
                return Int.random(in: 0..<9, using: &random) == 0
                    ? .ledger(.noPage(request, "no"))
                    : ledgers.randomElement(using: &random)?.answer(request) ?? .told("")
            case .ledger(.agreement):
                return .ledger(.agreement([name: Agreement([(1, 1), (1, 2)])]))
            case .ledger(.verify):
                let checks: [ChainCheck] = [.sound(rows: 0, head: nil), .broken(row: 9, "is missing")]
                return .ledger(.chain(.done(checks.randomElement(using: &random) ?? checks[0], at: LedgerFixture.today)))
            case .cancelWork(let category):
                return Bool.random(using: &random)
                    ? .calibration(category: category, .missing) : .inspected(category: category, run: 1)
            case .study(let order): return .study(news(on: order, &random))
            case .stream(.start(let request)):
                return .stream(.began(run: request.run, threshold: 12, centre: 5, waiting: 0))
            case .stream(.look(let run, let part)):
                return .stream(.picture(run: run, index: part.index, Fixture.picture(side: 9)))
            case .stream(.acknowledge(let alarms)): return .stream(.acknowledged(alarms, by: "", problem: nil))
            default: return .told("x\u{1B}[2J")
            }
        case 15:
            let buttons: [MousePress.Button] = [.left, .wheelUp, .wheelDown]
            return .mouse(
                MousePress(
                    buttons.randomElement(using: &random) ?? .left, column: Int.random(in: -1...300, using: &random),
                    row: Int.random(in: 0...80, using: &random)))
        case 16 where Bool.random(using: &random):
            let scores: [Float] = [.nan, 3, -.infinity, 3, 9.5, .infinity, 1e30, 0]
            return .tune(
                .calibrationScores(
                    category: name, Array(scores.prefix(Int.random(in: 0...scores.count, using: &random)))))
        case 16:
            let values: [Float?] = [nil, 4, .nan, .infinity]
            return .tune(
                .pixelThreshold(
                    category: name,
                    (values.randomElement(using: &random) ?? nil).map {
                        Threshold(value: $0, author: "x", time: Date(timeIntervalSince1970: 9), reason: "")
                    }))
        case 17, 18: return .stream(StreamFixture.anything(state, &random))
        default: return .key(Self.keys.randomElement(using: &random) ?? .enter)
        }
    }

    private func news(on order: StudyOrder, _ random: inout SplitMix) -> StudyNews {
        let side = Int.random(in: 1...8, using: &random)
        switch order {
        case .study(let request):
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return .dropped(request)
            case 1: return .described(category: request.category)
            case 2: return .studied(request, PartInsight(problem: "gone"))
            default:
                let study = PartStudy(
                    part: Fixture.part("bracket", "good", 1), digest: request.digest, size: .init(width: 9, height: 9),
                    map: Plane(width: 1, height: 1, values: [3]),
                    regions: RegionFindings(
                        map: Plane(width: 2, height: 1, values: [30, 3]), threshold: request.threshold, part: (9, 9),
                        inputProtocol: .whole, grid: (2, 1)),
                    shares: [.init(distance: 3, taps: [.init(name: "layer1", share: -0.5)])],
                    nearest: [NearestPart(path: "/parts/\u{1B}.png", digest: request.digest, distance: 1)], compared: 2)
                return .studied(request, PartInsight(study))
            }
        case .detail(let request):
            let image = Image(width: side, height: side, pixels: Array(repeating: 9, count: side * side * 3))
            return .detail(request, PartDetail(image: image, place: request.place))
        case .goodPart(_, let path):
            return side == 1 ? .droppedGoodPart(path) : .goodPart(path, Fixture.picture(side: side))
        }
    }

    @Test(arguments: 0..<8) func anythingInAnyOrder(seed: Int) {
        var random = SplitMix(seed &* 7919)
        var settings = Settings()
        settings.standard.recheckShare = 0.5
        var state = State(root: FilePath("/parts"), settings: settings, recheckSeed: UInt64(seed))
        var waiting: [Effect] = []
        for step in 0..<5_000 {
            let before = state.scoringRequests
            let action = action(&random, &waiting, state)
            let effects = reduce(&state, action)
            waiting = (waiting + effects).suffix(60)
            #expect(state.scoringRequests == before + effects.count { $0.scores })
            let window = state.ledger.window
            #expect(window.items.isEmpty ? window.cursor == 0 : window.items.indices.contains(window.cursor))
            #expect(window.above >= 0 && window.items.count <= 1_500 + LedgerWindow.pageRows)
            #expect(Set(state.shownLines).count == state.shownLines.count)
            #expect(state.shownLines.allSatisfy { $0 < state.lines?.count ?? 0 })
            if let part = state.tunedPart { #expect(state.line?.finding(part)?.score != nil) }
            let stream = state.stream
            #expect(stream.parts.count <= StreamState.kept)
            #expect(zip(stream.parts, stream.parts.dropFirst()).allSatisfy { $0.index + 1 == $1.index })
            #expect(stream.cursor.map { cursor in stream.parts.contains { $0.index == cursor } } ?? true)
            for line in state.lines ?? [] {
                #expect(line.pixelDraft?.isFinite ?? true)
                #expect(line.yield.map { (0...1).contains($0) } ?? true)
                #expect(line.waiting.map { (0...line.count).contains($0) } ?? true)
                let queue = line.queue
                #expect(queue.failedCount + queue.scoredCount + queue.waitingCount == line.count)
                #expect(line.judged == (0..<line.count).count { line.verdict($0) != nil })
                #expect(line.count == 0 || (0..<line.count).contains(line.cursor))
                let roll = (0..<line.roll.count).map { line.roll[$0] }
                #expect(Set(roll).count == roll.count)
                if line.choice.filter == .all, line.choice.text.isEmpty { #expect(roll.count == line.count) }
                if line.choice.filter == .unreviewed, line.choice.text.isEmpty {
                    #expect(roll.count == line.count - line.judged)
                }
                if let live = line.live?.value {
                    #expect(line.flaggedLive == (0..<line.count).count { line.machine($0) == .reject } || live.isNaN)
                }
            }
            if step % 8 == 0 {
                let size = Size(
                    columns: Int.random(in: 1...300, using: &random), rows: Int.random(in: 1...80, using: &random))
                let capabilities = Capabilities(
                    colours: Capabilities.Colours.allCases.randomElement(using: &random) ?? .truecolor,
                    unicode: Bool.random(using: &random))
                let frame = view(state, size: size, capabilities: capabilities, theme: .daylight)
                #expect(frame.size == size)
                for cell in frame.cells where !cell.glyph.isASCII {
                    #expect(capabilities.unicode)
                    #expect(GlyphWidth(cell.glyph) == .one)
                }
            }
        }
    }

    @Test func everySizeIsDrawn() {
        let states = [Fixture.station(), Fixture.review(Size(columns: 200, rows: 60)), Fixture.tuning()]
        for columns in Array(1...130) + [180, 240, 300] {
            for rows in Array(1...45) + [60, 80] {
                for state in states {
                    let size = Size(columns: columns, rows: rows)
                    let frame = view(state, size: size, capabilities: .least, theme: .graphite)
                    #expect(frame.size == size)
                }
            }
        }
    }

    /// A slide is felt as soon as it takes longer than a frame: it must not depend on the number of parts.
    @Test func aLongQueueIsSlidThroughWithoutCopyingIt() {
        var random = SplitMix(1)
        var state = Fixture.ready(scores: (0..<20_000).map { _ in Float.random(in: 0...30, using: &random) })
        Fixture.press(&state, .enter)
        let queue = state.line?.queue
        Fixture.press(&state, .right, times: 10_000)
        #expect(state.line?.queue == queue)
        #expect(state.scoringRequests == 1)
    }
}
