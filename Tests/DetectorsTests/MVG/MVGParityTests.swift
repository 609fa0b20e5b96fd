import Detectors
import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// MVG on real parts against an independent implementation in double precision: every kind of distance, at every level and
/// summed.
@Suite(.enabled(if: Golden.isPresent && Golden.hasEveryLevel, "needs ../shared and the whole reference backbone"))
struct MVGParityTests {
    /// The larger set where time does not matter.
    static let cases =
        ["mvg_hazelnut_reduced_lite0"]
        + (ProcessInfo.processInfo.environment["TOUCHSTONE_EVERY_GOLDEN"] == nil ? [] : ["mvg_bsdata_lite0"])

    /// The reference's kinds, their options, and how exactly numbers in single precision can follow them.
    static let kinds: [(name: String, options: MVGOptions, tolerance: Double)] = [
        ("maha", .standard, 5e-5), ("l2", MVGOptions(distance: .l2), 5e-5),
        ("sed", MVGOptions(distance: .sed), 5e-5),
        ("pca95", MVGOptions(covariance: .sample, subspace: .pca(0.95)), 5e-5),
        ("pca99", MVGOptions(covariance: .sample, subspace: .pca(0.99)), 5e-5),
        ("npca", MVGOptions(covariance: .sample, subspace: .npca(0.01)), 1e-4),
        ("full", MVGOptions(covariance: .sample), 1e-4),
    ]

    @Test(arguments: cases)
    func everyKindAtEveryLevel(name: String) throws {
        let golden = try Golden.json(name)
        let folder = try #require(Golden.shared)
            .appendingPathComponent("datasets/\(try #require(golden["dataset_folder"] as? String))")
        let backbone = try backbone()
        let train = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/train/good").sorted()
            .map { "train/good/\($0)" }
        let embedding = try LevelEmbedding(taps: backbone.taps)
        #expect(train.count == golden["n_train"] as? Int)
        #expect(embedding.levels.map(\.shape.name) == golden["levels"] as? [String])
        let learnt = try embeddings(train, folder, backbone, embedding)
        var features = embedding.features()
        for part in learnt { features.add(part, embedding) }
        let table = try Table(name)
        #expect(table.paths.count == golden["n_test"] as? Int)
        let parts = try embeddings(table.paths, folder, backbone, embedding)
        for (kind, options, tolerance) in Self.kinds {
            let recipe = Recipe(mvg: options, backbone: backbone)
            let mvg = try MVG(recipe: recipe, taps: backbone.taps, features: features)
            #expect(mvg.levels.map(\.level) == table.levels(of: kind))
            var worst = (sum: 0.0, level: 0.0)
            for (row, part) in parts.enumerated() {
                // Levels without statistics are the last ones, so the others lie where they would lie by themselves.
                let distances = part.withUnsafeBufferPointer { mvg.distances(of: $0.baseAddress!) }
                for (level, distance) in zip(mvg.levels, distances) {
                    let expected = try table.value(row, "\(kind)_\(level.level)")
                    worst.level = max(worst.level, abs(distance - expected) / expected)
                }
                let expected = try table.value(row, "\(kind)_sum")
                let score = part.withUnsafeBufferPointer { mvg.anomalies(of: [$0.baseAddress!], threads: 1)[0].score }
                worst.sum = max(worst.sum, abs(Double(score) - expected) / expected)
            }
            #expect(worst.sum <= tolerance, "\(kind) sum")
            #expect(worst.level <= tolerance, "\(kind) levels")
            let info = try #require(golden["level_info"] as? [String: [String: Any]])
            for level in mvg.levels {
                if kind == "maha" {
                    let shrinkage = try #require(info[level.level]?["lw_shrinkage"] as? Double)
                    #expect(abs(try #require(level.shrinkage) - shrinkage) <= 1e-5 * shrinkage)
                }
                if kind.contains("pca") {
                    #expect(level.dimensions == info[level.level]?["\(kind)_components"] as? Int, "\(level.level)")
                }
            }
        }
    }

    /// The same bytes whoever computes, and however many at once.
    @Test func answersAreTheSameOnEveryRun() throws {
        let backbone = try backbone()
        let folder = try #require(Golden.shared).appendingPathComponent("datasets/mvtec_hazelnut_reduced256")
        let train = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/train/good").sorted().prefix(12)
            .map { folder.appendingPathComponent("train/good/\($0)") }
        let recipe = Recipe(mvg: MVGOptions(subspace: .npca(0.01)), backbone: backbone)
        func fitted(workers: Int) throws -> Fitted {
            let fit = try MVGFit(recipe: recipe, backbone: backbone, workers: workers)
            let failures = try fit.learn(train.count) { try prepared(train[$0]) }
            #expect(failures.isEmpty && fit.count == 12)
            return try fit.finish(leaveOneOut: true)
        }
        let (first, second) = (try fitted(workers: 1), try fitted(workers: 3))
        #expect(first.leaveOneOutScores == second.leaveOneOutScores && first.firstScore == second.firstScore)
        #expect(first.leaveOneOutScores.count == 12 && first.leaveOneOutScores.allSatisfy { $0 > first.firstScore })
    }

    private func backbone() throws -> Backbone {
        let checkpoint = try Checkpoint.readSafetensors(FilePath(try #require(Golden.lite0).path))
        return try Backbone(
            checkpoint: checkpoint,
            architecture: try #require(Architecture.named("efficientnet_lite0")).atLevels(of: checkpoint), width: 256,
            height: 256)
    }

    private func prepared(_ file: URL) throws -> Image {
        Recipe.InputProtocol.whole.prepare(try Image.read(FilePath(file.path)), width: 256, height: 256)
    }

    private func embeddings(
        _ paths: [String], _ folder: URL, _ backbone: Backbone, _ embedding: LevelEmbedding
    ) throws -> [[Float]] {
        let crew = Crew(try (0..<ComputeThreads.workers).map { _ in try ForwardPass(backbone) })
        return try crew.map(paths.count) { pass, i in
            try pass.run(try prepared(folder.appendingPathComponent(paths[i])))
            var part = [Float](repeating: .nan, count: embedding.length)
            part.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
            return part
        }.map { try $0.get() }
    }

    /// The reference's table: a row a part, a column a kind and level.
    private struct Table {
        let columns: [String]
        let rows: [[String]]

        init(_ name: String) throws {
            let text = try String(
                contentsOf: try #require(Golden.shared).appendingPathComponent("reference/\(name).csv"),
                encoding: .utf8)
            let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
            columns = lines[0]
            rows = Array(lines.dropFirst())
        }

        var paths: [String] { rows.map { $0[0] } }

        func levels(of kind: String) -> [String] {
            columns.filter { $0.hasPrefix("\(kind)_") && $0 != "\(kind)_sum" }.map {
                String($0.dropFirst(kind.count + 1))
            }
        }

        func value(_ row: Int, _ column: String) throws -> Double {
            let index = try #require(columns.firstIndex(of: column))
            return try #require(Double(rows[row][index]))
        }
    }
}
