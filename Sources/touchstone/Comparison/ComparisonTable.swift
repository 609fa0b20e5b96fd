import Evaluation
import Foundation
import Inspection

/// A comparison for people at a terminal.
enum ComparisonTable {
    private static let figures: [QualityFigure] = [.imageAUROC, .imageAP, .pg5, .pixelAUROC, .aupro, .aupimo]

    static func text(_ categories: [(name: String, outcomes: [Comparison.Outcome])], _ methods: [String]) -> String {
        var table = TextTable(["category", "method", "runs"] + figures.map(\.title) + ["ms p50", "seconds"])
        for (name, outcomes) in categories {
            for (index, outcome) in outcomes.enumerated() {
                table.add(
                    [index == 0 ? name : "", outcome.method, "\(outcome.runs.count)"]
                        + figures.map { outcome.figure($0).text(decimals: 4) }
                        + [
                            outcome.runs[0].latency.map { String(format: "%.1f", $0.p50 * 1e3) } ?? "–",
                            String(format: "%.1f", outcome.runs.reduce(0) { $0 + $1.seconds }),
                        ])
            }
        }
        if categories.count > 1 {
            table.addRule()
            for (index, method) in methods.enumerated() {
                let own = categories.compactMap { $0.outcomes.first { $0.method == method } }
                guard !own.isEmpty else { continue }
                // Over categories, of each one's mean: the error says how much categories differ.
                let means = figures.map { figure in SampleFigure(own.map { $0.figure(figure).mean }) }
                table.add(
                    [index == 0 ? "mean of \(own.count)" : "", method, ""] + means.map { $0.text(decimals: 4) } + [
                        "", "",
                    ])
            }
        }
        return table.text
    }

    /// Why figures are missing, each reason once.
    static func reasons(_ categories: [(name: String, outcomes: [Comparison.Outcome])]) -> [String] {
        var lines: [String] = []
        for (name, outcomes) in categories {
            for outcome in outcomes {
                let missing = figures.compactMap { figure in
                    outcome.reason(figure).map { (figure: figure.title, reason: $0.rawValue) }
                }
                for reason in Set(missing.map(\.reason)).sorted() {
                    let own = missing.filter { $0.reason == reason }.map(\.figure).joined(separator: ", ")
                    lines.append("\(name), \(outcome.method): \(own) undefined, \(reason)")
                }
            }
        }
        return lines
    }
}
