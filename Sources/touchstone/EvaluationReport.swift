import Detectors
import Disk
import Foundation
import Inspection

/// Evaluation rows for people and for programs.
enum EvaluationReport {
    /// One object, schema 1. Keys are only ever added.
    static func json(_ rows: [CategoryEvaluation]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            rows: rows.map(Row.init),
            mean: Mean(
                image_auroc: mean(rows.map(\.imageAUROC)), pixel_auroc: mean(rows.map(\.pixelAUROC)),
                aupro: mean(rows.map(\.aupro))))
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private struct Document: Encodable {
        let schema = 1
        let rows: [Row]
        let mean: Mean
    }

    /// Encodes missing figures as null: a program must see that they are undefined, not absent.
    private struct Mean: Encodable {
        let image_auroc: Double?
        let pixel_auroc: Double?
        let aupro: Double?

        enum CodingKeys: CodingKey { case image_auroc, pixel_auroc, aupro }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(image_auroc, forKey: .image_auroc)
            try container.encode(pixel_auroc, forKey: .pixel_auroc)
            try container.encode(aupro, forKey: .aupro)
        }
    }

    private struct Row: Encodable {
        let evaluation: CategoryEvaluation

        init(_ evaluation: CategoryEvaluation) { self.evaluation = evaluation }

        enum CodingKeys: String, CodingKey {
            case category, detector, backbone, image_auroc, pixel_auroc, aupro, calibration_parts, good_parts
            case defective_parts, defective_without_mask, unlabelled_parts, not_inspected, inputProtocol = "protocol"
            case input, precision, regularisation, seed, seconds
        }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.container(keyedBy: CodingKeys.self)
            try row.encode(evaluation.category.printable, forKey: .category)
            try row.encode(evaluation.recipe.detector, forKey: .detector)
            try row.encode(evaluation.recipe.backbone, forKey: .backbone)
            try row.encode(evaluation.imageAUROC, forKey: .image_auroc)
            try row.encode(evaluation.pixelAUROC, forKey: .pixel_auroc)
            try row.encode(evaluation.aupro, forKey: .aupro)
            try row.encode(evaluation.calibrationParts, forKey: .calibration_parts)
            try row.encode(evaluation.goodParts, forKey: .good_parts)
            try row.encode(evaluation.defectiveParts, forKey: .defective_parts)
            try row.encode(evaluation.defectiveWithoutMask, forKey: .defective_without_mask)
            try row.encode(evaluation.unlabelled, forKey: .unlabelled_parts)
            try row.encode(evaluation.notInspected.count, forKey: .not_inspected)
            try row.encode(evaluation.recipe.inputProtocol.rawValue, forKey: .inputProtocol)
            try row.encode(input(evaluation.recipe), forKey: .input)
            try row.encode(evaluation.recipe.networkPrecision, forKey: .precision)
            try row.encode(evaluation.recipe.regularisation.description, forKey: .regularisation)
            try row.encode(evaluation.recipe.seed, forKey: .seed)
            try row.encode(evaluation.seconds, forKey: .seconds)
        }
    }

    /// A mean over the categories where the figure is defined.
    static func mean(_ figures: [Double?]) -> Double? {
        let defined = figures.compactMap { $0 }
        return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }

    static func table(_ rows: [CategoryEvaluation]) -> String {
        var table = TextTable(
            ["category", "good", "test good", "defective", "image AUROC", "pixel AUROC", "AUPRO", "seconds"])
        for row in rows {
            table.add([
                row.category.printable, "\(row.calibrationParts)", "\(row.goodParts)", "\(row.defectiveParts)",
                figure(row.imageAUROC), figure(row.pixelAUROC), figure(row.aupro), String(format: "%.1f", row.seconds),
            ])
        }
        if rows.count > 1 {
            table.addRule()
            table.add([
                "mean", "", "", "", figure(mean(rows.map(\.imageAUROC))), figure(mean(rows.map(\.pixelAUROC))),
                figure(mean(rows.map(\.aupro))), String(format: "%.1f", rows.reduce(0) { $0 + $1.seconds }),
            ])
        }
        let recipe = rows[0].recipe
        var inputs: [String] = []
        for row in rows where !inputs.contains(input(row.recipe)) { inputs.append(input(row.recipe)) }
        var lines = [
            table.text,
            "\(recipe.detector), \(recipe.backbone), "
                + (recipe.mvg == nil ? "\(recipe.channels.count) channels, " : "")
                + "\(recipe.inputProtocol.rawValue), input \(inputs.joined(separator: ", ")), \(recipe.networkPrecision), "
                + (recipe.mvg.map { "\($0)" } ?? "regularisation \(recipe.regularisation)"),
        ]
        for row in rows where row.defectiveWithoutMask > 0 {
            lines.append(
                "\(row.category.printable): \(row.defectiveWithoutMask) defective parts without an outlined defect are "
                    + "left out of the pixel figures")
        }
        return lines.joined(separator: "\n")
    }

    private static func input(_ recipe: Recipe) -> String { "\(recipe.width)x\(recipe.height)" }

    private static func figure(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "–" }
}
