import Detectors
import Disk
import Foundation
import Inspection

/// Curves for people and for programs.
enum CurvesOutput {
    /// One object, schema 1. Keys are only ever added.
    static func json(_ points: [CurvePoint]) throws -> String {
        struct Document: Encodable {
            let schema = 1
            let points: [CurvePoint]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Document(points: points)), as: UTF8.self) + "\n"
    }

    /// A table for each curve, with a line on how it was measured.
    static func tables(_ points: [CurvePoint]) -> String {
        CurveTable(points).curves.map(table).joined(separator: "\n\n") + "\n"
    }

    private static func table(_ curve: CurveTable.Curve) -> String {
        let columns = CurveTable.Column.shown
        var table = TextTable([curve.variable.axis] + columns.map(\.title))
        var reasons: [String] = []
        for row in curve.rows {
            table.add([step(row.first)] + columns.map { row[$0].text() })
            if let reason = row.undefined { reasons.append("\(step(row.first)): \(reason)") }
        }
        let first = curve.rows[0].first
        let seeds = curve.rows[0].points.map(\.seed)
        let range = seeds.count == 1 ? "seed \(seeds[0])" : "seeds \(seeds[0]) to \(seeds[seeds.count - 1])"
        let learnt = curve.variable == .calibrationParts ? "" : "\(first.calibrationParts) good parts learnt from, "
        var counts = ""
        if let figures = curve.rows.lazy.compactMap({ $0.points.lazy.compactMap(\.figures).first }).first {
            counts = "\(figures.goodParts) good and \(figures.defectiveParts) defective parts scored, "
        }
        let recipe = first.recipe
        let heading =
            "\(first.category.printable): \(first.method), input \(recipe.width)x\(recipe.height) "
            + "\(recipe.inputProtocol.rawValue), regularisation \(recipe.mvg?.description ?? "\(recipe.regularisation)"), \(learnt)\(counts)\(range)"
        return ([heading, table.text] + reasons).joined(separator: "\n")
    }

    /// The strength without its kind.
    static func step(_ point: CurvePoint) -> String {
        point.step.split(separator: ":").last.map(String.init) ?? point.step
    }
}
