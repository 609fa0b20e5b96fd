import Canvas
import Disk
import Evaluation
import Foundation
import Inspection
import Screens
import SystemPackage

/// A stream that says what a real one would, in memory.
struct StreamFixture {
    static let limits = ControlLimits(centre: log(5), sigma: 0.35, count: 40)

    private var chart = ControlChart(limits: limits)
    private(set) var count = 0

    /// The next parts with those scores; `nil` for one that is NOT INSPECTED.
    mutating func parts(
        _ scores: [Float?], of parts: [Part], threshold: Float = Fixture.threshold
    ) -> [StreamPart] {
        var news: [StreamPart] = []
        for score in scores {
            let part = parts[count % parts.count]
            let finding = Fixture.finding(part, score: score)
            let verdict = finding.verdict(threshold: threshold)
            news.append(
                StreamPart(
                    index: count, part: part, digest: finding.digest, score: score, verdict: verdict,
                    threshold: threshold, point: chart.add(score: score, isGood: verdict == .good),
                    failure: score == nil ? "not a PNG or JPEG file" : nil))
            count += 1
        }
        return news
    }

    static func alarms(_ parts: [StreamPart], run: Int, category: String = "bracket") -> [StreamAlarm] {
        parts.flatMap { part in
            part.point.raised.map { StreamAlarm(run: run, category: category, kind: $0, at: part) }
        }
    }

    static func figures(_ parts: [StreamPart]) -> StreamStatistics {
        var figures = StreamStatistics()
        figures.parts = parts.count
        figures.good = parts.count { $0.verdict == .good }
        figures.flagged = parts.count { $0.verdict == .reject }
        figures.notInspected = parts.count { $0.verdict == .notInspected }
        figures.inFlight = 3
        figures.rate = 19.8
        figures.latency50 = 0.052
        figures.latency95 = 0.0884
        figures.clock = 3_725
        figures.holds = 2
        figures.heldSeconds = 1.25
        return figures
    }

    static func news(_ parts: [StreamPart], run: Int) -> Action {
        .stream(.progress(run: run, parts, alarms: alarms(parts, run: run), figures(parts)))
    }

    /// The place Stream with a replay of `bracket` that has begun.
    static func begun(_ size: Size = Size(columns: 120, rows: 40), typed: String = "replay 20 seed 7 loop") -> State {
        var state = Fixture.station()
        Fixture.send(&state, .resized(size))
        Fixture.press(&state, .function(5))
        Fixture.press(&state, ":\(typed)")
        Fixture.press(&state, .enter)
        let run = state.stream.request?.run ?? 0
        Fixture.send(
            &state,
            .stream(.began(run: run, threshold: Fixture.threshold, centre: limits.score(limits.centre), waiting: 0)))
        return state
    }

    /// The same after 90 parts, with pictures, and with a drift where that is wanted.
    static func running(_ size: Size, drifts: Bool = false, typed: String = "replay 20 seed 7 loop") -> State {
        var state = begun(size, typed: typed)
        var stream = StreamFixture()
        let parts = state.line?.category.parts ?? []
        let scores = (0..<90).map { index -> Float? in
            if index == 40 { return nil }
            let ripple = Float((index * 37) % 23) / 10 + 3.6
            if index == 66 { return 19.25 }
            return drifts && index > 70 ? ripple + Float(index - 70) * 0.35 : ripple
        }
        answer(Fixture.send(&state, news(stream.parts(scores, of: parts), run: 1)), in: &state)
        return state
    }

    /// Pictures for those that ask for them.
    @discardableResult
    static func answer(_ effects: [Effect], in state: inout State) -> Int {
        var count = 0
        for case .stream(.look(let run, let part)) in effects {
            count += 1
            let picture = part.score == nil ? PartPicture(problem: "not a PNG or JPEG file") : Fixture.picture()
            count += answer(
                Fixture.send(&state, .stream(.picture(run: run, index: part.index, picture))), in: &state)
        }
        return count
    }

    static func title(_ state: State) -> String {
        let frame = view(state, size: state.size, capabilities: .full, theme: .graphite)
        return String(frame.text.split(separator: "\n", omittingEmptySubsequences: false).first ?? "")
    }

    static func text(_ state: State) -> String {
        view(state, size: state.size, capabilities: .full, theme: .graphite).text
    }

    /// What a random stream could say next.
    static func anything(_ state: State, _ random: inout SplitMix) -> Screens.StreamNews {
        let run = (state.stream.request?.run ?? 0) - (Int.random(in: 0..<5, using: &random) == 0 ? 1 : 0)
        let parts = (0..<9).map { Fixture.part("bracket", "good", $0) }
        let scores: [Float?] = [nil, 0, 3, 12, 30, .nan, .infinity, -2, 1e30]
        var stream = StreamFixture()
        let skipped = (state.stream.parts.last?.index ?? -1) + Int.random(in: 0...2, using: &random)
        stream.count = max(0, skipped)
        let some = (0..<Int.random(in: 0...40, using: &random)).map { _ in scores.randomElement(using: &random) ?? nil }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .began(run: run, threshold: 12, centre: Bool.random(using: &random) ? 5 : nil, waiting: 2)
        case 1: return .refused(run: run, "no")
        case 2: return .note(run: run, "x\u{1B}[2J")
        case 3: return .trouble(run: run, "gone\u{7}")
        case 4: return .ended(run: run, StreamStatistics(), failure: Bool.random(using: &random) ? "no" : nil)
        case 5: return .written
        case 6:
            return .acknowledged(
                Array(state.stream.alarms.prefix(2)), by: "ana\u{1B}", problem: Bool.random(using: &random) ? "no" : nil
            )
        default:
            let news = stream.parts(some, of: parts)
            return .progress(run: run, news, alarms: alarms(news, run: run), figures(news))
        }
    }
}
