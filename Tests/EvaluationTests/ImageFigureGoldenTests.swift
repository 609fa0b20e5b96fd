import Evaluation
import Foundation
import TestSupport
import Testing

/// AUROC, average precision and best F1 against an independent implementation.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct ImageFigureGoldenTests {
    @Test func everyCase() throws {
        let golden = try Golden("metrics")
        let cases = try #require(try Golden.json("metrics")["image_cases"] as? [String: [String: Any]])
        #expect(cases.count == 15)
        for (name, entry) in cases {
            let expected = try ExpectedFigures(entry["expected"])
            let scores = try golden.floats("image/\(name)/scores")
            let labels = try golden.bytes("image/\(name)/labels")
            let ranking = try Ranking(scores: scores, labels: labels)
            #expect(ranking.positives == entry["n_pos"] as? Int)
            expected.expect(ranking.auroc(), is: "auroc", "\(name)")
            expected.expect(ranking.averagePrecision(), is: "average_precision", "\(name)")
            try expected.expect(ranking.bestF1(), is: "max_f1", positives: ranking.positives, "\(name)")
            #expect(ROC(ranking)?.area == ranking.auroc())
            #expect(PrecisionRecall(ranking)?.area == ranking.averagePrecision())
        }
    }

    @Test func toy() throws {
        let golden = try Golden("metrics_toy")
        let expected = try ExpectedFigures(Golden.json("metrics_toy")["image(scores image_score, labels image_label)"])
        let ranking = try Ranking(
            scores: golden.floats("image_score"), labels: golden.integers("image_label"))
        try expectToy(ranking, expected)
    }

    private func expectToy(_ ranking: Ranking, _ expected: ExpectedFigures) throws {
        expected.expect(ranking.auroc(), is: "auroc", "toy")
        expected.expect(ranking.averagePrecision(), is: "average_precision", "toy")
        let best = try #require(ranking.bestF1())
        expected.expect(best.value, is: "max_f1", "toy")
        expected.expect(Double(best.lowest.threshold), is: "max_f1_threshold", "toy")
        expected.expect(Double(best.highest.threshold), is: "max_f1_threshold_highest_among_ties", "toy")
    }

    @Test func toyPixelsAsScores() throws {
        let golden = try Golden("metrics_toy")
        let expected = try ExpectedFigures(Golden.json("metrics_toy")["pixel"])
        try expectToy(Ranking(scores: golden.floats("map"), labels: golden.bytes("mask")), expected)
    }

    /// Scores of real parts, as another implementation of PaDiM gave them.
    @Test(arguments: [
        "padim_bsdata_lite0_whole", "padim_bsdata_resnet18_whole", "padim_hazelnut_reduced_resnet18_paper",
        "padim_mtd_lite0_whole", "padim_mtd_resnet18_whole",
    ])
    func realParts(name: String) throws {
        let shared = try #require(Golden.shared)
        let table = try String(contentsOf: shared.appendingPathComponent("reference/\(name).csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        let ranking = try Ranking(
            scores: rows.map { try #require(Float($0[2])) }, isPositive: rows.map { $0[1] == "1" })
        let metrics = try #require(try Golden.json(name)["metrics"] as? [String: Any])
        let expected = try ExpectedFigures(metrics["image"])
        #expect(ranking.positives == expected.values["positives"] as? Int)
        #expect(ranking.negatives == expected.values["negatives"] as? Int)
        expected.expect(ranking.auroc(), is: "auroc", "\(name)")
        expected.expect(ranking.averagePrecision(), is: "average_precision", "\(name)")
        let best = try #require(ranking.bestF1())
        expected.expect(best.value, is: "max_f1", "\(name)")
        let threshold = try #require(expected.number("max_f1_threshold"))
        #expect(best.lowest.threshold == Float(threshold))
    }
}
