import Detectors
import Disk
import Evaluation
import Foundation
import Inspection

extension LevelTables {
    /// A row for each category, measure and level; the sum is a level, and the mean over several categories a category.
    func csv(_ rows: [LevelComparison]) -> String {
        var lines = ["category,table,measure,level,image_auroc,standard_error"]
        func add(_ category: String, _ k: Int, _ level: String, _ figure: SampleFigure) {
            let table = k < distances.count ? "distance" : "subspace"
            lines.append(
                [
                    Self.quoted(category), table, measures[k].name, level,
                    figure.mean.map { String(format: "%.9f", $0) } ?? "",
                    figure.standardError.map { String(format: "%.9f", $0) } ?? "",
                ].joined(separator: ","))
        }
        for k in measures.indices {
            for row in rows {
                for (level, figure) in zip(row.levels, row.columns[k].levels) {
                    add(row.category.printable, k, level, SampleFigure([figure]))
                }
                add(row.category.printable, k, "sum", SampleFigure([row.columns[k].sum]))
            }
            guard rows.count > 1 else { continue }
            for (j, level) in rows[0].levels.enumerated() {
                add("mean", k, level, SampleFigure(rows.map { $0.columns[k].levels[j] }))
            }
            add("mean", k, "sum", SampleFigure(rows.map { $0.columns[k].sum }))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A name that holds what separates, or what spreadsheets would run as a formula.
    private static func quoted(_ name: String) -> String {
        let safe = name.first.map { "=+-@".contains($0) } == true ? "'" + name : name
        return safe.contains(where: { ",\"".contains($0) }) ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }

    /// One object, schema 1. Keys are only ever added.
    func json(_ rows: [LevelComparison], _ recipe: Recipe) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            backbone: recipe.backbone, fingerprint: recipe.fingerprint, input: "\(recipe.width)x\(recipe.height)",
            inputProtocol: recipe.inputProtocol.rawValue, precision: recipe.networkPrecision,
            levels: rows.first?.levels ?? [],
            categories: rows.map { row in
                .init(
                    category: row.category.printable, calibration_parts: row.calibrationParts,
                    good_parts: row.goodParts, defective_parts: row.defectiveParts,
                    not_inspected: row.notInspected.count, seconds: row.seconds,
                    measures: measures.indices.map { k in
                        figures(k, row.columns[k].levels.map { SampleFigure([$0]) }, SampleFigure([row.columns[k].sum]))
                    })
            },
            mean: measures.indices.map { k in
                figures(
                    k,
                    (rows.first?.levels ?? []).indices.map { j in SampleFigure(rows.map { $0.columns[k].levels[j] }) },
                    SampleFigure(rows.map { $0.columns[k].sum }))
            })
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private func figures(_ k: Int, _ levels: [SampleFigure], _ sum: SampleFigure) -> Document.Figures {
        .init(
            table: k < distances.count ? "distance" : "subspace", measure: measures[k].name,
            levels: levels.map(Document.Figure.init), sum: Document.Figure(sum))
    }

    private struct Document: Encodable {
        let schema = 1
        let backbone: String
        let fingerprint: String
        let input: String
        let inputProtocol: String
        let precision: String
        let levels: [String]
        let categories: [Category]
        let mean: [Figures]

        struct Category: Encodable {
            let category: String
            let calibration_parts: Int
            let good_parts: Int
            let defective_parts: Int
            let not_inspected: Int
            let seconds: Double
            let measures: [Figures]
        }

        struct Figures: Encodable {
            let table: String
            let measure: String
            /// In the order of the document's levels.
            let levels: [Figure]
            let sum: Figure
        }

        /// Missing numbers are null: a program must see that they are undefined, not absent.
        struct Figure: Encodable {
            let image_auroc: Double?
            let standard_error: Double?

            init(_ figure: SampleFigure) {
                image_auroc = figure.mean
                standard_error = figure.standardError
            }

            enum CodingKeys: CodingKey { case image_auroc, standard_error }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(image_auroc, forKey: .image_auroc)
                try container.encode(standard_error, forKey: .standard_error)
            }
        }

        enum CodingKeys: String, CodingKey {
            case schema, backbone, fingerprint, input, precision, levels, categories, mean
            case inputProtocol = "protocol"
        }
    }
}
