/// Learning from good parts, as `calibrate` does it with leave-one-out scores and all, beside scoring as many files.
struct Calibrating {
    private let setting: Setting

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let path = ScoringPath(setting: setting)
        let parts = setting.category.calibrationParts.map(\.path)
        var learning: [Double] = []
        var scoring: [Double] = []
        _ = try path.secondsForFolder(Array(parts.prefix(24)))
        for turn in 1...2 {
            scoring.append(try path.secondsForFolder(parts))
            learning.append(try Stopwatch.time { try path.calibrate() })
            say("turn \(turn) of 2: \(Figure.text(learning[turn - 1])) s against \(Figure.text(scoring[turn - 1])) s")
        }
        let (learnt, scored) = (Sample(learning).least, Sample(scoring).least)
        return [
            Row(
                .calibration, "calibrating \(parts.count) parts", ours: .init(learnt, "s"),
                beside: ("scoring the same parts", .init(scored, "s")), target: .atMost(1.5),
                note: "with the leave-one-out scores that the first threshold comes from")
        ]
    }
}
