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
}
