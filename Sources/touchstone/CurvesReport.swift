import Disk
import Evaluation
import Foundation
import Inspection
import Report
import SystemPackage

import struct Bench.Machine

/// Curves as a page to send: charts, the same numbers as tables, and beside them the rows for programs.
struct CurvesReport {
    private let points: [CurvePoint]
    private let curves: [CurveTable.Curve]

    init(_ points: [CurvePoint]) {
        self.points = points
        curves = CurveTable(points).curves
    }

    /// Writes `index.html`, `curves.csv` and `curves.json`.
    /// - Parameter folder: made where it is missing.
    func write(to folder: FilePath) throws {
        try folder.makeFolder()
        try folder.appending("index.html").writeAtomically(Array(page.html().utf8))
        let csv = CurvePoint.csvHeader + points.map(\.csv).joined()
        try folder.appending("curves.csv").writeAtomically(Array(csv.utf8))
        try folder.appending("curves.json").writeAtomically(Array(try CurvesOutput.json(points).utf8))
    }

    private var page: ComparisonReport {
        let machine = Machine.current()
        return ComparisonReport(
            title: "Few-shot and robustness curves", date: Date().formatted(.iso8601.year().month().day()),
            machine: "\(machine.processor), \(machine.cores) cores, \(machine.memory)",
            program: "touchstone \(Touchstone.version)", introduction: [introduction], methods: methods,
            categories: categories, charts: groups, tables: tables,
            notes: [
                "False rejects and escapes are counted at the threshold that the good parts learnt from suggest by "
                    + "themselves (their left-out scores, at most "
                    + "\(Int(Workbench.falseRejectTarget * 100)) % of good parts flagged where there are enough of "
                    + "them to say so); parts that were scored, perturbed or not, never move it.",
                "Parts are perturbed after decoding and before they are resized for the network, in their own pixels; "
                    + "outlines move with shifted and turned parts; nothing is learnt from a perturbed part.",
            ])
    }

    private var introduction: String {
        let fewShot = curves.contains { $0.variable == .calibrationParts }
        let robust = curves.contains { $0.variable != .calibrationParts }
        var questions: [String] = []
        if fewShot { questions.append("how few good parts are enough") }
        if robust { questions.append("how much the photographs may change before the figures fall") }
        return "What is asked is \(questions.joined(separator: ", and ")). The figures of this summary are those of "
            + (robust ? "the parts as they are." : "the most parts learnt from.")
    }

    private var methods: [ComparisonReport.Method] {
        var methods: [ComparisonReport.Method] = []
        for point in points where !methods.contains(where: { $0.id == point.method }) {
            let recipe = point.recipe
            let seeds = Set(points.filter { $0.method == point.method }.map(\.seed)).sorted()
            methods.append(
                ComparisonReport.Method(
                    id: point.method, name: point.method, detector: recipe.detector, backbone: recipe.backbone,
                    input: "\(recipe.width)×\(recipe.height), \(recipe.inputProtocol.rawValue)",
                    dimensions: recipe.channels.isEmpty ? nil : recipe.channels.count,
                    regularisation: recipe.mvg?.description ?? "\(recipe.regularisation)", seeds: seeds))
        }
        return methods
    }

    /// Each with the figures of its untouched parts, or of the most parts learnt from.
    private var categories: [ComparisonReport.Category] {
        var categories: [ComparisonReport.Category] = []
        for curve in curves {
            let measured = curve.rows.filter { $0.undefined == nil }
            guard let row = measured.first(where: { $0.first.step == "none" }) ?? measured.last,
                let figures = row.points.lazy.compactMap(\.figures).first
            else { continue }
            var place = categories.firstIndex { $0.name == curve.category }
            if place == nil {
                categories.append(
                    ComparisonReport.Category(
                        name: curve.category, trainingParts: row.first.calibrationParts, goodParts: figures.goodParts,
                        defectiveParts: figures.defectiveParts))
                place = categories.count - 1
            }
            let shown = CurveTable.Column.shown.compactMap { column in
                if case .quality(let figure) = column { figure } else { nil }
            }
            var values: [QualityFigure: Estimate] = [:]
            for figure in shown {
                values[figure] = Estimate(
                    row[.quality(figure)], otherwise: figures.quality.reason(figure)?.description ?? "undefined")
            }
            // The untouched parts stand in every curve; a few-shot curve has them only where nothing else does.
            if let place, categories[place].results[row.first.method] == nil || row.first.step == "none" {
                categories[place].results[row.first.method] = ComparisonReport.Result(figures: values)
                categories[place].trainingParts = row.first.calibrationParts
            }
        }
        return categories
    }

    private var variables: [CurveVariable] {
        var variables: [CurveVariable] = []
        for curve in curves where !variables.contains(curve.variable) { variables.append(curve.variable) }
        return variables
    }

    private var groups: [ComparisonReport.ChartGroup] {
        variables.map { variable in
            ComparisonReport.ChartGroup(
                title: Self.title(variable),
                caption: "Mean over the seeds; bars reach one standard error to either side.",
                charts: names(variable).flatMap { category in
                    [QualityFigure.imageAUROC, .pixelAUROC, .aupro].map { chart(variable, category, $0) }
                })
        }
    }

    private func names(_ variable: CurveVariable) -> [String] {
        var names: [String] = []
        for curve in curves where curve.variable == variable && !names.contains(curve.category) {
            names.append(curve.category)
        }
        return names
    }

    private func chart(
        _ variable: CurveVariable, _ category: String, _ figure: QualityFigure
    ) -> ComparisonReport.LineChart {
        var lines: [ComparisonReport.LineChart.Line] = []
        for curve in curves where curve.variable == variable && curve.category == category {
            let points = curve.rows.map { row in
                ComparisonReport.LineChart.Point(
                    row.first.value,
                    Estimate(row[.quality(figure)], otherwise: row.undefined ?? "undefined"))
            }
            lines.append(ComparisonReport.LineChart.Line(method: curve.rows[0].first.method, points: points))
        }
        return ComparisonReport.LineChart(
            title: "\(category.printable): \(figure.title)", variable: variable.axis, figure: figure,
            isLogarithmic: variable == .calibrationParts, lines: lines)
    }

    private var tables: [ComparisonReport.ExtraTable] {
        variables.map { variable in
            var rows: [[ComparisonReport.ExtraTable.Cell]] = []
            for curve in curves where curve.variable == variable {
                for row in curve.rows {
                    let reason = row.undefined ?? "no threshold from so few parts"
                    rows.append([
                        .text(curve.category.printable), .text(row.first.method), .text(CurvesOutput.step(row.first)),
                        .estimate(Estimate(row[.falseRejects], otherwise: reason)),
                        .estimate(Estimate(row[.escapes], otherwise: reason)),
                    ])
                }
            }
            return ComparisonReport.ExtraTable(
                title: "\(Self.title(variable)): what a line would suffer",
                caption: "Shares of good parts flagged and of defective parts not flagged, at the threshold that the "
                    + "good parts learnt from suggest.",
                columns: ["Category", "Method", variable.axis, "False rejects", "Escapes"], rows: rows)
        }
    }

    private static func title(_ variable: CurveVariable) -> String {
        switch variable {
        case .calibrationParts: "Few good parts"
        case .perturbation(let kind):
            switch kind {
            case .shift: "Shift"
            case .rotation: "Rotation"
            case .brightness: "Brightness"
            case .contrast: "Contrast"
            case .blur: "Blur"
            case .noise: "Noise"
            case .jpeg: "JPEG"
            }
        }
    }
}
