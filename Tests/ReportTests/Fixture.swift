import Evaluation
import Raster
import Report

/// A small report with something of everything, and nothing in it that can be trusted.
enum Fixture {
    static let methods = [
        ComparisonReport.Method(
            id: "a", name: "PaDiM", detector: "padim", backbone: "resnet18", input: "256×256", dimensions: 100,
            regularisation: "relative 0.75", seeds: [1, 2, 3]),
        ComparisonReport.Method(
            id: "b", name: "MVG", detector: "mvg", backbone: "efficientnet_b4", input: "380×380",
            more: [.init("Levels", "9")]),
    ]

    /// Names as strangers give them.
    static let hostile = "a<script>alert(1)</script>&\"'\u{202E}gnp.\u{7}\u{1B}[31m\n=cmd"

    static func result(good: [Float], defective: [Float], figures: [QualityFigure: Estimate]) throws
        -> ComparisonReport.Result
    {
        let ranking = try Ranking(
            scores: good + defective, isPositive: good.map { _ in false } + defective.map { _ in true })
        return ComparisonReport.Result(
            figures: figures, roc: ROC(ranking).map { ThinCurve($0.curve) }, goodScores: good,
            defectiveScores: defective, threshold: 2, latency: LatencySummary(seconds: [0.004, 0.005, 0.009]),
            calibrationSeconds: 12.34, memory: 3 << 20, notInspected: [hostile])
    }

    static func category(_ name: String) throws -> ComparisonReport.Category {
        var category = ComparisonReport.Category(
            name: name, trainingParts: 40, goodParts: 4, defectiveParts: 3, defectiveWithoutMask: 1,
            leftOut: ["second.png: has no label"])
        category.results["a"] = try result(
            good: [1, 1.5, 1.2, 2.5], defective: [3, 1.4, 4],
            figures: [
                .imageAUROC: Estimate(runs: [0.9, 0.92, 0.94], otherwise: ""),
                .aupro: Estimate(runs: [0.8, 0.8, 0.83], otherwise: ""),
            ])
        category.results["b"] = try result(
            good: [1, 1.1, 1.2, 1.3], defective: [3, 5, 4],
            figures: [
                .imageAUROC: Estimate(runs: [0.95], otherwise: ""), .aupro: .undefined("no map"),
            ])
        let ramp = Plane(width: 8, height: 6, values: (0..<48).map { Float($0) / 12 })
        var outline = Mask(width: 8, height: 6, values: .init(repeating: 0, count: 48))
        for pixel in [9, 10, 17, 18] { outline.values[pixel] = 1 }
        category.parts = [
            ComparisonReport.ShownPart(
                name: hostile, label: "scratch", isDefective: true, reason: "lowest score of a defective part",
                picture: Image(width: 8, height: 6, pixels: (0..<144).map { UInt8($0) }), truth: outline,
                findings: [
                    "a": .init(score: 1.4, threshold: 2, map: ramp), "b": .init(score: 3, threshold: 2, map: nil),
                ])
        ]
        return category
    }

    static func report() throws -> ComparisonReport {
        ComparisonReport(
            title: "Two lines", date: "1 May 2026", machine: "2 cores", program: "touchstone 1.0", methods: methods,
            categories: [try category("screws"), try category(hostile)], auproLimit: 0.3, shownRun: "seed 1",
            charts: [
                .init(
                    title: "Few parts", caption: "Fewer training parts.",
                    charts: [
                        .init(
                            title: "screws", variable: "training parts", figure: .imageAUROC, isLogarithmic: true,
                            lines: [
                                .init(
                                    method: "a",
                                    points: [
                                        .init(1, Estimate(runs: [0.5, 0.6], otherwise: "")),
                                        .init(5, .undefined("fewer parts than that")),
                                        .init(50, Estimate(runs: [0.9, 0.9], otherwise: "")),
                                    ])
                            ])
                    ])
            ],
            tables: [
                .init(
                    title: "Ablation", caption: "One module at a time.", columns: ["experiment", "pixel AUROC", "ms"],
                    rows: [
                        [
                            .text(hostile), .estimate(Estimate(runs: [0.9, 0.8], otherwise: "")),
                            .number(3, decimals: 2),
                        ],
                        [.text("none"), .estimate(.undefined("not run")), .number(.nan, decimals: 2)],
                    ])
            ],
            notes: ["Inputs are whole parts.\nThresholds are set beforehand."])
    }
}
