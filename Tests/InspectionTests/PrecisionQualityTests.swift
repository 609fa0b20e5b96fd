import Detectors
import Inspection
import Network
import SystemPackage
import TestSupport
import Testing

/// What bf16 costs of the figures on a real set: nothing that could be seen.
@Suite(
    .enabled(if: Golden.isPresent, "needs ../shared"),
    .enabled(if: Precision.bf16.isNative, "needs a processor that multiplies bf16 natively"))
struct PrecisionQualityTests {
    @Test func brainFloatsKeepTheFigures() throws {
        let folder = try #require(Golden.shared).appendingPathComponent("datasets/bsdata_ballscrew")
        let category = try #require(try CategoryFolder.scan(FilePath(folder.path)).categories.first)
        let checkpoint = try Checkpoint.readSafetensors(FilePath(try #require(Golden.resNet18).path))
        let (single, brain) = try (evaluation(.f32), evaluation(.bf16))
        func evaluation(_ precision: Precision) throws -> CategoryEvaluation {
            let backbone = try Backbone(
                checkpoint: checkpoint, architecture: .resnet18, width: 256, height: 256, precision: precision)
            let recipe = Recipe(
                backbone: backbone, inputProtocol: .whole,
                channels: ChannelChoice.random(100, of: backbone.channels, seed: 1024), seed: 1024,
                precision: precision == .f32 ? .f32 : .f16)
            return try CategoryEvaluation(category, backbone: backbone, recipe: recipe)
        }
        #expect(abs(try #require(single.imageAUROC) - (try #require(brain.imageAUROC))) <= 1e-3)
        #expect(abs(try #require(single.pixelAUROC) - (try #require(brain.pixelAUROC))) <= 1e-3)
        #expect(abs(try #require(single.aupro) - (try #require(brain.aupro))) <= 1e-3)
    }
}
