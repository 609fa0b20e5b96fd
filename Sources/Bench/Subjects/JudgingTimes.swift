import Disk
import Inspection
import SystemPackage

/// Verdicts by keys on a 200×60 terminal in 24-bit colour, while the station learns and inspects other categories on all
/// cores: how long until the answer to a key stands on the screen. Times end with the last byte of the frame. What news
/// add later (that the verdict is stored, the part's regions) comes in frames of its own, a thirtieth of a second apart.
struct JudgingTimes {
    private let setting: Setting
    private static let (columns, rows) = (200, 60)
    private static let keys = 400
    /// Fewer say nothing about one in a hundred.
    private static let leastKeys = 100
    /// A frame is over when nothing has come for so long: shorter than the station waits before it shows news.
    private static let quiet = 0.02
    /// Seconds between two verdicts: 30,000 an hour.
    private static let pace = 0.1
    /// Categories that keep the cores at work meanwhile. Each learns from other parts, so none is known already.
    private static let others = 24

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let folder = setting.scratch.appending("judging")
        let judged = try category("a-judged", in: folder, learning: 0)
        for index in 0..<Self.others { _ = try category("other-\(index)", in: folder, learning: index + 1) }
        let terminal = try PseudoTerminal(
            [try Children.program, folder.string, "--home", setting.home.path.string] + setting.recipeArguments,
            rows: Self.rows, columns: Self.columns, children: setting.children)
        defer { terminal.end() }
        // The first category is inspected; the others go on.
        _ = terminal.drain(seconds: 5)
        terminal.type("\r")
        _ = terminal.drain(seconds: 1)
        let before = (terminal.processorSeconds ?? 0, Stopwatch())
        var times: [Double] = []
        for press in 0..<min(Self.keys, judged.parts.count - 1) {
            let watch = Stopwatch()
            terminal.type(press % 5 == 4 ? "r" : "a")
            let frame = terminal.burst(since: watch, quiet: Self.quiet, patience: 2)
            guard !frame.isOver else { throw BenchError(.child, "station", "ended while parts were judged") }
            if frame.bytes > 0 { times.append(frame.last * 1e3) }
            _ = terminal.drain(seconds: Self.pace)
            if (press + 1) % 100 == 0 { say("\(press + 1) parts judged") }
        }
        guard times.count >= Self.leastKeys else {
            throw BenchError(.child, "station", "painted after \(times.count) verdicts only")
        }
        let busy = ((terminal.processorSeconds ?? 0) - before.0) / before.1.seconds
        let sample = Sample(times)
        let percentiles = [50.0, 95, 99].map { sample.percentile($0) }
        return [
            Row(
                .station, "verdict key → painted frame, p99, while scoring", ours: .init(percentiles[2], "ms"),
                target: .atMost(16),
                note:
                    "p50 \(Figure.text(percentiles[0])) ms, p95 \(Figure.text(percentiles[1])) ms, worst "
                    + "\(Figure.text(sample.greatest)) ms; \(sample.count) verdicts, \(Figure.text(busy)) cores busy "
                    + "meanwhile; \(Self.columns)×\(Self.rows), 24-bit colour",
                details: [
                    "p50": percentiles[0], "p95": percentiles[1], "p99": percentiles[2], "greatest": sample.greatest,
                    "keys": Double(sample.count), "cores_busy": busy,
                ])
        ]
    }

    /// The setting's category under another name, without its last good parts.
    private func category(_ name: String, in folder: FilePath, learning fewer: Int) throws -> Category {
        let all = setting.category
        let source = Category(
            name: all.name, folder: all.folder, calibrationParts: Array(all.calibrationParts.dropLast(fewer)),
            parts: all.parts)
        return try SmallCategory.make(folder.appending(name), from: source, parts: max(400, all.calibrationParts.count))
    }
}
