import Disk
import Evaluation

extension ComparisonReport {
    /// A row for each category and method that was run on it. Columns do not depend on what was measured; what is
    /// undefined or was not measured is empty. Rates are shares, times seconds, memory bytes. Text that a spreadsheet
    /// would run as a formula has an apostrophe before it; control characters are written out.
    public func csv() -> String {
        var text = CSV.line(Self.columns.map { .plain($0) }, end: "\r\n")
        for category in categories {
            for method in methods {
                guard let result = category.results[method.id] else { continue }
                text += CSV.line(cells(category, method, result), end: "\r\n")
            }
        }
        return text
    }

    /// The points of all line charts: chart, variable, value, method, figure, mean, standard_error, runs.
    public func chartsCSV() -> String {
        let columns = ["group", "chart", "variable", "value", "method", "figure", "mean", "standard_error", "runs"]
        var text = CSV.line(columns.map { .plain($0) }, end: "\r\n")
        for group in charts {
            for chart in group.charts {
                for line in chart.lines {
                    let name = methods.first { $0.id == line.method }?.name ?? line.method
                    for point in line.points {
                        let cells: [CSV.Cell] = [
                            .text(group.title.shown), .text(chart.title.shown), .text(chart.variable.shown),
                            number(point.value), .text(name.shown), .plain(chart.figure.rawValue),
                        ]
                        text += CSV.line(cells + self.cells(point.estimate), end: "\r\n")
                    }
                }
            }
        }
        return text
    }

    private static let columns: [String] =
        [
            "category", "method", "detector", "backbone", "input", "dimensions", "regularisation", "seeds",
            "training_parts", "good_parts", "defective_parts", "defective_without_mask", "unlabelled_parts",
            "not_inspected",
        ]
        + QualityFigure.allCases.flatMap { figure in
            ["mean", "standard_error", "runs"].map { "\(figure.rawValue)_\($0)" }
        } + [
            "aupro_limit", "threshold", "false_rejects", "escapes", "latency_p50_seconds", "latency_p95_seconds",
            "calibration_seconds", "memory_bytes",
        ]

    private func cells(_ category: Category, _ method: Method, _ result: Result) -> [CSV.Cell] {
        var cells: [CSV.Cell] = [
            category.name, method.name, method.detector, method.backbone, method.input,
        ].map { .text($0.shown) }
        cells.append(method.dimensions.map { .plain("\($0)") } ?? .empty)
        cells.append(.text(method.regularisation.shown))
        cells.append(.plain(method.seeds.map { "\($0)" }.joined(separator: " ")))
        cells += [
            category.trainingParts, category.goodParts, category.defectiveParts, category.defectiveWithoutMask,
            category.unlabelled, result.notInspected.count,
        ].map { .plain("\($0)") }
        for figure in QualityFigure.allCases { cells += self.cells(result.figures[figure]) }
        cells.append(number(auproLimit))
        cells.append(result.threshold.flatMap { $0.isFinite ? .plain("\($0)") : nil } ?? .empty)
        cells.append(result.falseRejects.map { .plain("\($0)") } ?? .empty)
        cells.append(result.escapes.map { .plain("\($0)") } ?? .empty)
        cells += [result.latency?.p50, result.latency?.p95, result.calibrationSeconds].map(number)
        cells.append(result.memory.map { .plain("\($0)") } ?? .empty)
        return cells
    }

    private func cells(_ estimate: Estimate?) -> [CSV.Cell] {
        guard let estimate, estimate.mean != nil else { return [.empty, .empty, .empty] }
        return [number(estimate.mean), number(estimate.standardError), .plain("\(estimate.runs)")]
    }

    /// With as many digits as give the same number when read back.
    private func number(_ value: Double?) -> CSV.Cell {
        value.flatMap { $0.isFinite ? .plain("\($0)") : nil } ?? .empty
    }
}

extension ComparisonReport.Result {
    /// Good parts that the threshold flags; `nil` without one.
    var falseRejects: Int? { threshold.map { limit in goodScores.count { !($0 < limit) } } }

    /// Defective parts that it does not flag.
    var escapes: Int? { threshold.map { limit in defectiveScores.count { $0 < limit } } }
}
