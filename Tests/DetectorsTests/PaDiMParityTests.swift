import Detectors
import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// PaDiM on real parts against an independent implementation in double precision.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct PaDiMParityTests {
    /// PNG parts, the papers' protocol, all of it: statistics, maps, scores.
    @Test func hazelnutResNet18() throws {
        let golden = try Golden("padim_hazelnut_reduced_resnet18_paper")
        let shared = try #require(Golden.shared)
        let folder = shared.appendingPathComponent("datasets/mvtec_hazelnut_reduced256")
        let checkpoint = try Checkpoint.readSafetensors(
            FilePath(shared.appendingPathComponent("weights/resnet18-imagenet1k-v1-trunk.safetensors").path))
        let backbone = try Backbone(
            checkpoint: checkpoint, architecture: try #require(Architecture.named("resnet18")), width: 224, height: 224)
        let recipe = Recipe(
            backbone: backbone, inputProtocol: .paper, channels: try golden.integers("channel_index"), seed: nil,
            regularisation: .absolute(0.01), precision: .f32)
        let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
        let train = try files(folder.appendingPathComponent("train/good"))
        for start in stride(from: 0, to: train.count, by: PaDiMFit.batchSize) {
            let batch = Array(train[start..<min(start + PaDiMFit.batchSize, train.count)])
            let failures = try fit.learn(batch.count) { try prepared(batch[$0]) }
            #expect(failures.isEmpty)
        }
        let padim = try fit.finish()
        let inspector = try Inspector(padim, backbone: backbone)

        for index in 0...1 {
            let part = folder.appendingPathComponent(try #require(golden.metadata["image_\(index)"]))
            let anomaly = try inspector.inspect(Image.read(FilePath(part.path)))
            let grid = try #require(anomaly.grid)
            #expect(worst(grid.values, try golden.floats("raw_map_\(index)")) <= 1e-4)
            let map = try #require(padim.map(of: anomaly))
            #expect(worst(map.values, try golden.floats("final_map_\(index)")) <= 5e-5)
        }
        let table = try String(
            contentsOf: shared.appendingPathComponent("reference/padim_hazelnut_reduced_resnet18_paper.csv"),
            encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        #expect(rows.count == 10)
        for row in rows {
            let expected = try #require(Float(row[2]))
            let score = try inspector.inspect(Image.read(FilePath(folder.appendingPathComponent(String(row[0])).path)))
                .score
            #expect(abs(score - expected) / expected <= 2e-5, "\(row[0])")
        }
    }

    private func prepared(_ file: URL) throws -> Image {
        Recipe.InputProtocol.paper.prepare(try Image.read(FilePath(file.path)), width: 224, height: 224)
    }

    private func files(_ folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { folder.appendingPathComponent($0) }
    }

    /// Largest difference relative to the expected value.
    private func worst(_ ours: [Float], _ expected: [Float]) -> Float {
        #expect(ours.count == expected.count)
        return zip(ours, expected).map { abs($0 - $1) / abs($1) }.max() ?? .infinity
    }
}
