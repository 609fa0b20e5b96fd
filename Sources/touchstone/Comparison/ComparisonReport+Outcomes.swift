import Bench
import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Report

extension ComparisonReport {
    /// What came of a comparison, as a report tells it.
    init(
        title: String, _ categories: [Category], _ outcomes: [[Comparison.Outcome]], _ comparison: Comparison,
        notRun: [String]
    ) {
        let ids = Self.ids(comparison)
        let methods = comparison.methods.compactMap { method in
            Self.method(
                method, id: ids[method.name] ?? method.name, comparison,
                outcomes.lazy.compactMap { $0.first { $0.method == method.name }?.runs.first }.first)
        }
        let machine = Machine.current()
        self.init(
            title: title, date: Self.today, machine: "\(machine.processor), \(machine.cores) cores, \(machine.memory)",
            program: "touchstone \(Touchstone.version)", methods: methods,
            categories: categories,
            auproLimit: comparison.options.auproLimit,
            shownRun: comparison.seeds.count > 1 ? "seed \(comparison.seeds[0])" : nil,
            thresholdRule: "From the good training parts alone: at most "
                + "\(String(format: "%g", Workbench.falseRejectTarget * 100)) % of good parts are to be flagged, where "
                + "there are enough of them to say so.",
            notes: notRun.map { "Not run: \($0)" } + Self.protocolNotes)
    }

    private static var today: String {
        Date().formatted(.iso8601.year().month().day())
    }

    private static let protocolNotes = [
        "Scores are raw: nothing is normalised over test parts. A part is flagged where its score is at or above the "
            + "threshold. Pixel figures are taken at the network's input size, without binning.",
        "Parts without a label count for no figure; defective parts whose defect nobody outlined count for the figures of "
            + "whole parts alone.",
    ]

    private static func method(
        _ method: Comparison.Method, id: String, _ comparison: Comparison, _ run: CategoryEvaluation?
    ) -> Method? {
        guard let recipe = run?.recipe else { return nil }
        let kind = DetectorKind(rawValue: recipe.detector)
        return Method(
            id: id, name: method.name, detector: kind?.title ?? recipe.detector, backbone: recipe.backbone,
            input: "\(recipe.width)×\(recipe.height), \(recipe.inputProtocol.rawValue)",
            dimensions: recipe.channels.isEmpty ? nil : recipe.channels.count,
            regularisation: kind == .mvg ? recipe.mvg?.description ?? "" : recipe.regularisation.description,
            seeds: method.isSeeded ? comparison.seeds : [],
            more: [Setting("network's precision", recipe.networkPrecision)])
    }

    /// Methods are told apart by their place: names may be anything.
    private static func ids(_ comparison: Comparison) -> [String: String] {
        var ids: [String: String] = [:]
        for (index, method) in comparison.methods.enumerated() { ids[method.name] = "m\(index)" }
        return ids
    }

    /// What a report holds of a category: pictures at the size of a page, curves with the points that are seen.
    static func category(
        _ category: Inspection.Category, _ outcomes: [Comparison.Outcome], _ comparison: Comparison
    ) -> Category {
        let ids = ids(comparison)
        let any = outcomes.first?.runs.first
        var results: [String: Result] = [:]
        for outcome in outcomes {
            if let id = ids[outcome.method] { results[id] = result(outcome) }
        }
        return Category(
            name: category.name.printable, trainingParts: any?.calibrationParts ?? 0, goodParts: any?.goodParts ?? 0,
            defectiveParts: any?.defectiveParts ?? 0, defectiveWithoutMask: any?.defectiveWithoutMask ?? 0,
            unlabelled: any?.unlabelled ?? 0, results: results, parts: ShownParts.chosen(outcomes, names: ids))
    }

    private static func result(_ outcome: Comparison.Outcome) -> Result {
        let run = outcome.runs[0]
        var figures: [QualityFigure: Estimate] = [:]
        for figure in QualityFigure.allCases {
            figures[figure] = Estimate(
                runs: outcome.runs.map { $0.figures[figure] },
                otherwise: outcome.reason(figure)?.rawValue ?? "not a number")
        }
        return Result(
            figures: figures, roc: run.roc.map { ThinCurve($0.curve) }, pro: run.pro.map { ThinCurve($0.curve) },
            goodScores: run.judged.filter { !$0.isDefective }.map(\.score),
            defectiveScores: run.judged.filter(\.isDefective).map(\.score), threshold: run.threshold,
            latency: run.latency, calibrationSeconds: run.calibrationSeconds,
            memory: run.statisticsBytes,
            notInspected: run.notInspected)
    }
}
