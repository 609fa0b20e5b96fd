import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Features against an independent implementation of the same networks on the same picture.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct FeatureParityTests {
    @Test(.enabled(if: Golden.resNet18 != nil, "needs ../shared/weights"))
    func resNet18() throws {
        let checkpoint = try Checkpoint.readSafetensors(FilePath(try #require(Golden.resNet18).path))
        try compare(checkpoint, "resnet18", golden: "features_resnet18", taps: ["layer1", "layer2", "layer3"])
    }

    @Test(.enabled(if: Golden.lite0 != nil, "needs the reference backbone that make test fetches"))
    func lite0() throws {
        let checkpoint = try Checkpoint.readSafetensors(FilePath(try #require(Golden.lite0).path))
        try compare(checkpoint, "efficientnet_lite0", golden: "features_lite0", taps: ["stage2", "stage3", "stage5"])
    }

    /// Compares every tap; the golden's input is the picture after normalisation.
    private func compare(_ checkpoint: Checkpoint, _ name: String, golden: String, taps: [String]) throws {
        let golden = try Golden(golden)
        let architecture = try #require(Architecture.named(name))
        let input = try golden.floats("input")
        let image = picture(input, architecture.normalisation)
        let backbone = try Backbone(checkpoint: checkpoint, architecture: architecture, width: 256, height: 256)
        let pass = try ForwardPass(backbone)
        try pass.run(image)
        #expect(backbone.taps.map(\.name) == taps)
        for (k, tap) in taps.enumerated() {
            let expected = try golden.floats(tap)
            let shape = backbone.taps[k]
            #expect(try golden.shape(tap) == [1, shape.channels, shape.height, shape.width])
            let area = shape.height * shape.width
            let worst = pass.withTap(k) { ours in
                (0..<expected.count).map { i in abs(ours[(i % area) * shape.channels + i / area] - expected[i]) }.max()
            }
            let largest = expected.map(abs).max()
            #expect(try #require(worst) <= 2e-5 * (try #require(largest)), "\(name) \(tap)")
        }
    }

    /// Grey levels from normalised values: exact, since levels are whole numbers.
    private func picture(_ input: [Float], _ normalisation: Architecture.Normalisation) -> Image {
        let area = 256 * 256
        let pixels = (0..<(3 * area)).map { i in
            let (pixel, channel) = (i / 3, i % 3)
            let value = input[channel * area + pixel] * normalisation.deviation[channel] + normalisation.mean[channel]
            return UInt8((value / normalisation.scale).rounded())
        }
        return Image(width: 256, height: 256, pixels: pixels)
    }
}
