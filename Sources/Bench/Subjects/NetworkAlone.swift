import Network

/// The trunk on every core, in operations a second, beside the best that oneDNN's convolutions reach here.
struct NetworkAlone {
    private let setting: Setting
    /// Seconds that measuring takes. The ceiling is the best of several shapes and gets its time for each: too low a
    /// ceiling would flatter.
    private static let (budget, ceilingBudget) = (1.5, 4.5)

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let backbone = setting.backbone
        let flops = Double(backbone.architecture.flops(width: backbone.width, height: backbone.height))
        let (parts, run) = try ScoringPath(setting: setting).network()
        try run()
        // Ours and the ceiling take turns, so that a busy moment does not hit one side alone.
        var seconds = Double.infinity
        var ceiling = ConvolutionCeiling.Best(gigaflops: 0, shape: "none")
        let ceilings = ConvolutionCeiling(precision: backbone.precision, threads: setting.workers)
        for turn in 1...3 {
            seconds = min(seconds, try Stopwatch.least(budget: Self.budget / 3, run))
            ceiling = max(ceiling, try ceilings.measure(budget: Self.ceilingBudget / 3))
            let ours = flops * Double(parts) / seconds * 1e-9
            say("turn \(turn) of 3: \(Figure.text(ours)) of \(Figure.text(ceiling.gigaflops)) GFLOP/s")
        }
        let ours = flops * Double(parts) / seconds * 1e-9
        return [
            Row(
                .network, "network alone, \(backbone.precision.rawValue)", ours: .init(ours, "GFLOP/s"),
                beside: ("oneDNN convolution, \(ceiling.shape)", .init(ceiling.gigaflops, "GFLOP/s")),
                target: .atLeast(backbone.precision == .bf16 ? 0.70 : 0.85),
                note: "\(Figure.text(flops * 1e-9)) GFLOP a part, \(Figure.text(seconds / Double(parts) * 1e3)) ms; "
                    + "\(setting.workers) threads",
                details: ["flops_per_part": flops, "ms_per_part": seconds / Double(parts) * 1e3])
        ]
    }
}
