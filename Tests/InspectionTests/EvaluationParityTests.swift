import Detectors
import Foundation
import Inspection
import Network
import SystemPackage
import TestSupport
import Testing

/// `evaluate` on real sets against an independent implementation: the paper's ε, single precision, given channels.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"), .serialized)
struct EvaluationParityTests {
    /// Each set and each backbone once; all five combinations where time does not matter. The reference backbone is
    /// fetched by `make test`; what needs it is left out where it could not be had.
    static let cases = wanted.filter { !$0.contains("lite0") || Golden.lite0 != nil }

    private static let wanted =
        ProcessInfo.processInfo.environment["TOUCHSTONE_EVERY_GOLDEN"] == nil
        ? ["padim_hazelnut_reduced_resnet18_paper", "padim_bsdata_resnet18_whole", "padim_mtd_lite0_whole"]
        : [
            "padim_hazelnut_reduced_resnet18_paper", "padim_bsdata_resnet18_whole", "padim_bsdata_lite0_whole",
            "padim_mtd_resnet18_whole", "padim_mtd_lite0_whole",
        ]

    @Test(arguments: cases)
    func figures(name: String) throws {
        let golden = try Golden.json(name)
        let metrics = try #require(golden["metrics"] as? [String: Any])
        let figure = { (group: String) in (metrics[group] as? [String: Any])?["auroc"] as? Double }
        let isLite = golden["backbone"] as? String == "lite0"
        let weights = try #require(isLite ? Golden.lite0 : Golden.resNet18)
        let inputProtocol = try #require(
            (golden["protocol"] as? String).flatMap(Recipe.InputProtocol.init(rawValue:)))
        let side = try #require(golden["input_size"] as? Int)
        let backbone = try Backbone(
            checkpoint: Checkpoint.readSafetensors(FilePath(weights.path)),
            architecture: try #require(Architecture.named(isLite ? "efficientnet_lite0" : "resnet18")),
            width: side, height: side)
        let recipe = Recipe(
            backbone: backbone, inputProtocol: inputProtocol,
            channels: try #require(golden["channel_index"] as? [Int]), seed: nil, regularisation: .absolute(0.01),
            precision: .f32)
        let folder = try #require(Golden.shared)
            .appendingPathComponent("datasets/\(try #require(golden["dataset_folder"] as? String))")
        let category = try #require(try CategoryFolder.scan(FilePath(folder.path)).categories.first)
        let evaluation = try CategoryEvaluation(category, backbone: backbone, recipe: recipe)
        #expect(evaluation.calibrationParts == golden["n_train"] as? Int)
        #expect(evaluation.goodParts == golden["n_test_good"] as? Int)
        #expect(evaluation.defectiveParts == golden["n_test_defect"] as? Int)
        #expect(evaluation.defectiveWithoutMask == (golden["excluded_from_pixel_metrics"] as? [Any])?.count)
        #expect(abs(try #require(evaluation.imageAUROC) - (try #require(figure("image")))) <= 1e-5)
        #expect(abs(try #require(evaluation.pixelAUROC) - (try #require(figure("pixel")))) <= 1e-5)
        #expect(abs(try #require(evaluation.aupro) - (try #require(aupro(metrics)))) <= 1e-5)
    }

    private func aupro(_ metrics: [String: Any]) -> Double? {
        (metrics["aupro"] as? [String: Any])?["aupro_fpr0.3"] as? Double
    }
}
