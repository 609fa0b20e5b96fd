import Evaluation
import Foundation
import Raster
import TestSupport
import Testing

/// Pixel figures and per-region overlap against an independent implementation.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct PixelFigureGoldenTests {
    @Test func everyCaseWhereMasksDecide() throws {
        let golden = try Golden("metrics")
        let cases = try PixelCases.all()
        #expect(cases.count == 16)
        for (name, entry) in cases {
            let expected = try ExpectedFigures(entry["expected"])
            var evaluation = PixelEvaluation(unmaskedDefects: .masksDecide)
            for part in try PixelCases.parts(golden, name) {
                try evaluation.add(map: part.map, mask: part.mask, isDefective: part.isDefective)
            }
            let pixels = evaluation.ranking()
            try expect(pixels, expected, name)
            #expect(pixels.leftOut == 0)
            #expect(pixels.parts == entry["n_images"] as? Int)
            try expectCurve(pixels, golden, name)
        }
    }

    @Test func unmaskedDefectsLeftOut() throws {
        let golden = try Golden("metrics")
        let entry = try #require(try PixelCases.all()["unmasked_defects"])
        let expected = try ExpectedFigures(entry["expected_if_unmasked_defect_images_left_out"])
        for maskIsMissing in [false, true] {
            var evaluation = PixelEvaluation()
            for part in try PixelCases.parts(golden, "unmasked_defects") {
                let mask = maskIsMissing && part.mask.isEmpty ? nil : part.mask
                try evaluation.add(map: part.map, mask: mask, isDefective: part.isDefective)
            }
            let pixels = evaluation.ranking()
            try expect(pixels, expected, "unmasked_defects")
            #expect(pixels.leftOut == 2)
            #expect(pixels.parts == 5)
        }
    }

    @Test func scoreOfTheMapsMaximum() throws {
        let golden = try Golden("metrics")
        for (name, entry) in try PixelCases.all() {
            let parts = try PixelCases.parts(golden, name)
            let ranking = try Ranking(
                scores: parts.map { $0.map.values.max() ?? 0 }, isPositive: parts.map(\.isDefective))
            let figures = try #require(entry["expected"] as? [String: Any])["image_from_map_max"]
            let expected = try ExpectedFigures(figures)
            expected.expect(ranking.auroc(), is: "auroc", "\(name)")
            expected.expect(ranking.averagePrecision(), is: "average_precision", "\(name)")
        }
    }

    @Test func toy() throws {
        let golden = try Golden("metrics_toy")
        let json = try Golden.json("metrics_toy")
        let shape = try golden.shape("map")
        var evaluation = PixelEvaluation()
        for (map, mask) in zip(
            try PixelCases.planes(golden.floats("map"), shape), try PixelCases.masks(golden.bytes("mask"), shape))
        {
            try evaluation.add(map: map, mask: mask, isDefective: !mask.isEmpty)
        }
        let pixels = evaluation.ranking()
        let figures = try ExpectedFigures(json["pixel"])
        figures.expect(pixels.auroc(), is: "auroc", "toy")
        figures.expect(pixels.averagePrecision(), is: "average_precision", "toy")
        let overlap = try ExpectedFigures(json["aupro"])
        overlap.expect(pixels.aupro(), is: "aupro_fpr0.3", "toy")
        overlap.expect(pixels.aupro(limit: 0.05), is: "aupro_fpr0.05", "toy")
        let curve = try #require(pixels.pro()?.curve)
        for (rate, expected) in try #require(overlap.values["pro_at_fpr"] as? [String: Double]) {
            let x = try #require(Double(rate))
            #expect(abs(curve.y(at: x) - expected) <= 1e-12, "overlap at \(rate)")
        }
        #expect(pixels.regions == overlap.values["regions"] as? Int)
        #expect(pixels.ranking.negatives == overlap.values["non_defect_pixels"] as? Int)
    }

    private func expect(_ pixels: PixelRanking, _ expected: ExpectedFigures, _ name: String) throws {
        expected.expect(pixels.auroc(), is: "pixel_auroc", "\(name)")
        expected.expect(pixels.averagePrecision(), is: "pixel_average_precision", "\(name)")
        try expected.expect(pixels.bestF1(), is: "pixel_max_f1", positives: pixels.ranking.positives, "\(name)")
        expected.expect(pixels.aupro(), is: "aupro_0_3", "\(name)")
        expected.expect(pixels.aupro(limit: 0.05), is: "aupro_0_05", "\(name)")
        expected.expect(pixels.aupro(limit: 1), is: "aupro_1", "\(name)")
        #expect(pixels.regions == expected.values["n_regions_8"] as? Int, "\(name)")
        #expect(pixels.ranking.positives == expected.values["n_defect_pixels"] as? Int, "\(name)")
        #expect(pixels.ranking.negatives == expected.values["n_normal_pixels"] as? Int, "\(name)")
    }

    /// The file has a point for every distinct score; ours leave out those where normal pixels enter alone, at which
    /// the overlap must stand still.
    private func expectCurve(_ pixels: PixelRanking, _ golden: Golden, _ name: String) throws {
        guard golden.names.contains("pixel/\(name)/pro_threshold") else { return }
        let thresholds = try golden.doubles("pixel/\(name)/pro_threshold")
        let rates = try golden.doubles("pixel/\(name)/pro_fpr")
        let overlaps = try golden.doubles("pixel/\(name)/pro_overlap")
        let steps = pixels.ranking.steps
        var reached = 0
        var worst = 0.0
        for i in thresholds.indices {
            var rate = rates[i]
            if reached < steps.count, Double(steps[reached].threshold) == thresholds[i] {
                rate = Double(steps[reached].falsePositives) / Double(pixels.ranking.negatives)
                reached += 1
            }
            let overlap = reached == 0 ? 0 : pixels.overlaps[reached - 1]
            worst = max(worst, abs(overlap - overlaps[i]), abs(rate - rates[i]))
        }
        #expect(reached == steps.count, "\(name)")
        #expect(worst <= 1e-12, "\(name)")
    }
}
