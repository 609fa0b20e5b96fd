/// Files to scores: a folder's first files, as `score` takes them.
struct Throughput {
    private let setting: Setting
    private static let passes = 3

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let path = ScoringPath(setting: setting)
        let count = setting.files.count
        // Files come from the page cache and libraries are warm, as for the peers.
        _ = try path.secondsForFolder(Array(setting.files.prefix(24)))
        var rates: [Double] = []
        for pass in 1...Self.passes {
            rates.append(Double(count) / (try path.secondsForFolder(setting.files)))
            say("pass \(pass) of \(Self.passes): \(Figure.text(rates[pass - 1])) images/s")
        }
        let sample = Sample(rates)
        return [
            Row(
                .throughput, "files → scores", ours: .init(sample.median, "images/s"),
                note: "median of \(Self.passes) passes over \(count) files",
                details: ["least": sample.least, "greatest": sample.greatest, "images": Double(count)])
        ]
    }
}
