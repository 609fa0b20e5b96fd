/// One part at a time with nothing else going on: what a line waits for.
struct Latency {
    private let setting: Setting
    private static let warmUp = 10

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let score = try ScoringPath(setting: setting).onePart()
        for file in setting.files.prefix(Self.warmUp) { _ = try score(file) }
        var times: [Double] = []
        for file in setting.files { times.append(try Stopwatch.time { _ = try score(file) } * 1e3) }
        let sample = Sample(times)
        say("\(sample.count) parts: p50 \(Figure.text(sample.median)) ms, p95 \(Figure.text(sample.percentile(95))) ms")
        return [
            Row(
                .latency, "one part, file → score, p50", ours: .init(sample.median, "ms"),
                note: "p95 \(Figure.text(sample.percentile(95))) ms, p99 \(Figure.text(sample.percentile(99))) ms over "
                    + "\(sample.count) files",
                details: [
                    "p50": sample.median, "p95": sample.percentile(95), "p99": sample.percentile(99),
                    "least": sample.least,
                ])
        ]
    }
}
