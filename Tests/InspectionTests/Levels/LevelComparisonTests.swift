import Detectors
import Disk
import Foundation
import Inspection
import Network
import SystemPackage
import TestSupport
import Testing

/// The comparison of levels on real parts, against an independent implementation.
@Suite(.enabled(if: Golden.isPresent && Golden.hasEveryLevel, "needs ../shared and the whole reference backbone"))
struct LevelComparisonTests {
    static let cases =
        ["mvg_hazelnut_reduced_lite0"]
        + (ProcessInfo.processInfo.environment["TOUCHSTONE_EVERY_GOLDEN"] == nil ? [] : ["mvg_bsdata_lite0"])

    private static let kinds: [(name: String, options: MVGOptions)] = [
        ("maha", .standard), ("l2", MVGOptions(distance: .l2)), ("sed", MVGOptions(distance: .sed)),
        ("pca95", MVGOptions(covariance: .sample, subspace: .pca(0.95))),
        ("pca99", MVGOptions(covariance: .sample, subspace: .pca(0.99))),
        ("npca", MVGOptions(covariance: .sample, subspace: .npca(0.01))), ("full", MVGOptions(covariance: .sample)),
    ]

    @Test(arguments: cases)
    func everyFigure(name: String) throws {
        let golden = try Golden.json(name)
        let folder = try #require(Golden.shared)
            .appendingPathComponent("datasets/\(try #require(golden["dataset_folder"] as? String))")
        let category = try #require(try CategoryFolder.scan(FilePath(folder.path)).categories.first)
        let backbone = try backbone()
        var shares: [Double] = []
        let comparison = try LevelComparison(
            category, backbone: backbone, recipe: Recipe(mvg: .standard, backbone: backbone),
            measures: Self.kinds.map(\.options), progress: { shares.append($0) })
        #expect(shares == shares.sorted() && shares.last == 1)
        #expect(comparison.levels == golden["levels"] as? [String] && comparison.notInspected.isEmpty)
        #expect(comparison.calibrationParts == golden["n_train"] as? Int)
        #expect(comparison.goodParts + comparison.defectiveParts == golden["n_test"] as? Int)
        let levels = try #require(golden["image_auroc_per_level"] as? [String: [String: Double]])
        let sums = try #require(golden["metrics_sum_over_levels"] as? [String: [String: Any]])
        for (kind, column) in zip(Self.kinds, comparison.columns) {
            for (level, auroc) in zip(comparison.levels, column.levels) {
                let expected = try #require(levels[level])[kind.name]
                #expect((auroc == nil) == (expected == nil) && (auroc == nil) == column.left.contains(level))
                if let auroc, let expected { #expect(abs(auroc - expected) <= 1e-5, "\(kind.name) \(level)") }
            }
            let expected = try #require(sums[kind.name]?["auroc"] as? Double)
            #expect(abs(try #require(column.sum) - expected) <= 1e-5, "\(kind.name)")
        }
    }

    @Test func refusesTooFewAndCanBeCancelled() throws {
        let folder = try #require(Golden.shared).appendingPathComponent("datasets/mvtec_hazelnut_reduced256")
        let whole = try #require(try CategoryFolder.scan(FilePath(folder.path)).categories.first)
        let backbone = try backbone()
        let recipe = Recipe(mvg: .standard, backbone: backbone)
        let missing = Part(path: FilePath("/nowhere/part.png"), name: FilePath("part.png"))
        let few = Inspection.Category(
            name: "few", folder: whole.folder, calibrationParts: Array(whole.calibrationParts.prefix(2)) + [missing],
            parts: whole.parts)
        let error = try #require(throws: DetectorError.self) {
            try LevelComparison(few, backbone: backbone, recipe: recipe, measures: [.standard])
        }
        #expect(error.code == .tooFewParts && error.subject == "few")
        #expect(throws: CancellationError.self) {
            try LevelComparison(
                whole, backbone: backbone, recipe: recipe, measures: [.standard], isCancelled: { true })
        }
        // Without good parts to score there is no figure, and an unreadable part costs a line.
        let defective = Inspection.Category(
            name: "defective", folder: whole.folder,
            calibrationParts: Array(whole.calibrationParts.prefix(5)) + [missing],
            parts: whole.parts.filter { $0.isDefective == true })
        let comparison = try LevelComparison(
            defective, backbone: backbone, recipe: recipe, measures: [.standard, MVGOptions(covariance: .sample)])
        #expect(comparison.columns[0].sum == nil && comparison.columns[0].levels.allSatisfy { $0 == nil })
        #expect(comparison.columns[0].left.isEmpty && comparison.columns[1].left == comparison.levels)
        #expect(comparison.notInspected.count == 1 && comparison.calibrationParts == 5 && comparison.goodParts == 0)
    }

    private func backbone() throws -> Backbone {
        let checkpoint = try Checkpoint.readSafetensors(FilePath(try #require(Golden.lite0).path))
        return try Backbone(
            checkpoint: checkpoint,
            architecture: try #require(Architecture.named("efficientnet_lite0")).atLevels(of: checkpoint), width: 256,
            height: 256)
    }
}
