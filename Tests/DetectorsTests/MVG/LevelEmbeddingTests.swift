import Detectors
import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Mean features of every level against an independent implementation of the same networks on the same picture.
struct LevelEmbeddingTests {
    @Test(.enabled(if: Golden.isPresent && Golden.hasEveryLevel, "needs ../shared and the whole reference backbone"))
    func lite0() throws {
        let names = ["stem"] + (1...7).map { "stage\($0)" } + ["head"]
        let backbone = try levels(try #require(Golden.lite0), "efficientnet_lite0")
        #expect(backbone.taps.map(\.name) == names && backbone.architecture.missingLevels.isEmpty)
        try compare(backbone, golden: "features_lite0", names)
    }

    /// These weights end behind layer3.
    @Test(.enabled(if: Golden.isPresent && Golden.resNet18 != nil, "needs ../shared/weights"))
    func resNet18() throws {
        let backbone = try levels(try #require(Golden.resNet18), "resnet18")
        #expect(backbone.taps.map(\.name) == ["stem", "layer1", "layer2", "layer3"])
        #expect(backbone.architecture.missingLevels == ["layer4"])
        try compare(backbone, golden: "features_resnet18", ["layer1", "layer2", "layer3"])
    }

    private func levels(_ file: URL, _ name: String) throws -> Backbone {
        let checkpoint = try Checkpoint.readSafetensors(FilePath(file.path))
        let architecture = try #require(Architecture.named(name)).atLevels(of: checkpoint)
        return try Backbone(checkpoint: checkpoint, architecture: architecture, width: 256, height: 256)
    }

    private func compare(_ backbone: Backbone, golden: String, _ names: [String]) throws {
        let golden = try Golden(golden)
        let embedding = try LevelEmbedding(taps: backbone.taps)
        #expect(embedding.length == backbone.channels)
        let path = try #require(golden.metadata["path"])
        let file = try #require(Golden.shared).appendingPathComponent("datasets/\(path)")
        let image = Recipe.InputProtocol.whole.prepare(try Image.read(FilePath(file.path)), width: 256, height: 256)
        let pass = try ForwardPass(backbone)
        try pass.run(image)
        var part = [Float](repeating: .nan, count: embedding.length)
        part.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
        for name in names {
            let level = try #require(embedding.levels.first { $0.shape.name == name })
            let expected = try golden.floats("mean_\(name)")
            #expect(expected.count == level.range.count)
            let largest = try #require(expected.map(abs).max())
            let worst = zip(part[level.range], expected).map { abs($0 - $1) }.max()
            #expect(try #require(worst) <= 2e-5 * largest, "\(name)")
        }
    }

    @Test func chosenLevelsKeepTheNetworksOrder() throws {
        let taps = [("stem", 3), ("stage1", 5), ("head", 7)].map {
            Backbone.TapShape(name: $0.0, channels: $0.1, width: 4, height: 4)
        }
        let embedding = try LevelEmbedding(taps: taps, names: ["head", "stem"])
        #expect(embedding.levels.map(\.shape.name) == ["stem", "head"])
        #expect(embedding.levels.map(\.range) == [0..<3, 3..<10] && embedding.length == 10)
        let error = try #require(throws: DetectorError.self) { try LevelEmbedding(taps: taps, names: ["layer4"]) }
        #expect(error.code == .invalidRecipe && error.message.contains("stage1"))
    }

    /// Means by definition, at the levels of a network with every kind of layer.
    @Test func meansAreMeans() throws {
        let tiny = TinyNetwork(seed: 5)
        let backbone = try Backbone(
            checkpoint: tiny.checkpoint, architecture: tiny.architecture, width: 48, height: 32)
        let embedding = try LevelEmbedding(taps: backbone.taps)
        let pass = try ForwardPass(backbone)
        try pass.run(tiny.image(width: 48, height: 32))
        var part = [Float](repeating: .nan, count: embedding.length)
        part.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
        for (k, level) in embedding.levels.enumerated() {
            let positions = level.shape.width * level.shape.height
            pass.withTap(k) { tap in
                for c in 0..<level.shape.channels {
                    let sum = (0..<positions).reduce(0.0) { $0 + Double(tap[$1 * level.shape.channels + c]) }
                    #expect(part[level.range.lowerBound + c] == Float(sum / Double(positions)))
                }
            }
        }
    }
}
