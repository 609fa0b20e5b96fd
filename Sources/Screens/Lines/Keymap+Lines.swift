import Canvas

extension Keymap {
    static let lines: [Binding] = [
        Binding([.enter], .openReview, [.lines], hint: "review", "review the category's parts"),
        Binding(
            [.character("c")], .calibrate, [.lines], hint: "calibrate",
            "learn from the category's good parts"),
        Binding([.character("C")], .calibrateAll, [.lines], hint: "calibrate all", "calibrate all that are not yet"),
        Binding([.character("T")], .openTune, [.lines], hint: "tune", "the category's threshold in Tune"),
        Binding(
            [.character("X")], .cancelWork, [.lines], hint: "stop", "stop its calibration or inspection"),
        Binding([.down, .character("j")], .next, [.lines], "down"),
        Binding([.up, .character("k")], .previous, [.lines], "up"),
        Binding([.character("i")], .inspect, [.lines], hint: "inspect", "inspect the category's parts again"),
        Binding([.character("e")], .export, [.lines], hint: "export", "export all verdicts as CSV"),
    ]
}
