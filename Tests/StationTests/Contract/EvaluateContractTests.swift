import Foundation
import Testing

/// What programs may rely on of `evaluate --json`.
struct EvaluateContractTests {
    static let figures = ["image_auroc", "pixel_auroc", "aupro"]
    static let keys: Set<String> = [
        "category", "detector", "backbone", "image_auroc", "pixel_auroc", "aupro", "calibration_parts", "good_parts",
        "defective_parts", "defective_without_mask", "unlabelled_parts", "not_inspected", "protocol",
        "input", "precision", "regularisation", "seed", "seconds",
    ]

    private func document(_ command: Command) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: command.outputBytes) as? [String: Any])
    }

    @Test("schema 1: rows with every key, and their mean")
    func schema() throws {
        let workshop = try Workshop()
        // A second category with no defective part: its figures are undefined.
        let plain = workshop.parts.appendingPathComponent("plain")
        try FileManager.default.copyItem(at: workshop.category, to: plain)
        try FileManager.default.removeItem(at: plain.appendingPathComponent("test/dent"))
        try FileManager.default.removeItem(at: plain.appendingPathComponent("ground_truth"))
        let evaluated = try workshop.touchstone("evaluate", "--json", workshop.parts.path)
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        #expect(evaluated.errors.isEmpty)
        let document = try document(evaluated)
        #expect(Set(document.keys) == ["schema", "rows", "mean"])
        #expect(document["schema"] as? Int == 1)
        let rows = try #require(document["rows"] as? [[String: Any]])
        #expect(rows.map { $0["category"] as? String } == ["part", "plain"])
        for row in rows { #expect(Set(row.keys) == Self.keys) }
        #expect(rows[0]["calibration_parts"] as? Int == 12)
        #expect(rows[0]["good_parts"] as? Int == 4)
        #expect(rows[0]["defective_parts"] as? Int == 4)
        #expect(rows[0]["not_inspected"] as? Int == 0)
        #expect(rows[1]["defective_parts"] as? Int == 0)
        #expect(rows[0]["protocol"] as? String == "whole")
        #expect(rows[0]["backbone"] as? String == "resnet18")
        let mean = try #require(document["mean"] as? [String: Any])
        #expect(Set(mean.keys) == Set(Self.figures))
        for figure in Self.figures {
            let value = try #require(rows[0][figure] as? Double)
            #expect(value >= 0 && value <= 1)
            #expect(rows[1][figure] is NSNull, "\(figure) is undefined without a defective part, and says so")
            #expect(mean[figure] as? Double == value, "the mean is over what is defined")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.home.path).isEmpty)
    }

    @Test("a part that cannot be read is counted, told, and the rest is judged")
    func unreadable() throws {
        let workshop = try Workshop()
        let broken = workshop.category.appendingPathComponent("test/good/999.png")
        try Data("no picture".utf8).write(to: broken)
        let evaluated = try workshop.touchstone("evaluate", "--json", workshop.parts.path)
        #expect(evaluated.status == 1)
        #expect(evaluated.errorLines.count == 1)
        #expect(evaluated.errors.contains(broken.path))
        let rows = try #require(try document(evaluated)["rows"] as? [[String: Any]])
        #expect(rows.first?["not_inspected"] as? Int == 1)
        #expect(rows.first?["image_auroc"] is Double)
    }
}
