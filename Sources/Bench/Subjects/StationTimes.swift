/// The station on a 200×60 terminal in 24-bit colour: how long until something is there, and how long until a moved
/// threshold is painted. Times end with the last byte that a terminal has to draw.
struct StationTimes {
    private let setting: Setting
    private static let (columns, rows) = (200, 60)
    private static let starts = 10
    private static let keys = 320
    /// Presses in one direction before they turn, so that the threshold stays among the scores.
    private static let sweep = 40
    /// A frame is over when nothing has come for so long; pauses within one are far shorter.
    private static let quiet = 0.035

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let starts = try firstFrames()
        say("first frame after \(Figure.text(starts.median)) ms")
        let (keys, bytes, silent) = try keyPresses(say)
        let percentiles = [50.0, 95, 99].map { keys.percentile($0) }
        let place = "\(Self.columns)×\(Self.rows), 24-bit colour"
        return [
            Row(
                .station, "start-up → first frame", ours: .init(starts.median, "ms"),
                note: "median of \(starts.count) starts; p95 \(Figure.text(starts.percentile(95))) ms; \(place)",
                details: ["p50": starts.median, "p95": starts.percentile(95)]),
            Row(
                .station, "threshold key → painted frame, p99", ours: .init(percentiles[2], "ms"),
                target: .atMost(16),
                note:
                    "p50 \(Figure.text(percentiles[0])) ms, p95 \(Figure.text(percentiles[1])) ms; \(keys.count) keys, "
                    + "\(Figure.text(bytes.median * 1e-3)) kB a frame; \(place)",
                details: [
                    "p50": percentiles[0], "p95": percentiles[1], "p99": percentiles[2],
                    "greatest": keys.greatest, "keys": Double(keys.count), "keys_without_frame": Double(silent),
                    "bytes_per_frame": bytes.median,
                ]),
        ]
    }

    private func open() throws(BenchError) -> PseudoTerminal {
        let words =
            [try Children.program, setting.category.folder.string, "--home", setting.home.path.string]
            + setting.recipeArguments
        return try PseudoTerminal(words, rows: Self.rows, columns: Self.columns, children: setting.children)
    }

    private func firstFrames() throws(BenchError) -> Sample {
        var times: [Double] = []
        for _ in 0..<Self.starts {
            let watch = Stopwatch()
            let terminal = try open()
            // What comes before the category's name prepares the terminal and is no frame yet.
            var search = ByteSearch(setting.category.name)
            let frame = terminal.burst(since: watch, quiet: 0.012, patience: 20) { search.has(in: $0) }
            guard !frame.isOver, search.isFound else {
                throw BenchError(.child, "station", "ended, or showed nothing for 20 s")
            }
            times.append(frame.last * 1e3)
            terminal.end()
        }
        return Sample(times)
    }

    /// Milliseconds for each key, bytes of each frame, and keys that changed nothing.
    private func keyPresses(_ say: (String) -> Void) throws(BenchError) -> (Sample, Sample, Int) {
        let terminal = try open()
        try settle(terminal)
        terminal.type("\r")
        _ = terminal.drain(seconds: 1)
        var times: [Double] = []
        var bytes: [Double] = []
        var silent = 0
        for press in 0..<Self.keys {
            let isDown = press / Self.sweep % 2 == 0
            let watch = Stopwatch()
            terminal.type(isDown ? "h" : "l")
            let frame = terminal.burst(since: watch, quiet: Self.quiet, patience: 0.5)
            guard !frame.isOver else { throw BenchError(.child, "station", "ended while keys were pressed") }
            if frame.bytes > 0 {
                times.append(frame.last * 1e3)
                bytes.append(Double(frame.bytes))
            } else {
                silent += 1
            }
            if (press + 1) % 80 == 0 { say("\(press + 1) of \(Self.keys) keys") }
        }
        terminal.end()
        guard times.count >= 300 else {
            throw BenchError(.child, "station", "painted after \(times.count) of \(Self.keys) keys only")
        }
        return (Sample(times), Sample(bytes), silent)
    }

    /// Until the parts are inspected and nothing computes any more.
    private func settle(_ terminal: PseudoTerminal) throws(BenchError) {
        var before = -1.0
        for _ in 0..<120 {
            let seen = terminal.drain(seconds: 1)
            guard !seen.isOver, let now = terminal.processorSeconds else {
                throw BenchError(.child, "station", "ended before its parts were inspected")
            }
            if before >= 0, now - before < 0.05 { return }
            before = now
        }
        throw BenchError(.child, "station", "was still computing after two minutes")
    }
}
