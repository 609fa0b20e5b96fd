import Detectors
import Synchronization
import TestSupport
import Testing

/// N-pad against an independent implementation in double precision, module by module.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct NPadParityTests {
    /// The reference has its features in double precision; ours are single, and all that follows from them double.
    private static let exact = 1e-5
    private static let single = 1e-4

    private struct Estimates {
        var distances: [Double] = []
        var weights: [Double] = []
        var means: [Double] = []
        var covariances: [Double] = []
    }

    private func estimates(
        _ rows: any FeatureRows, side: Int = 3, similarity: NPadOptions.Similarity = .reduced, lambda: Double = 0.25
    ) throws -> Estimates {
        let all = Mutex<[Int: NeighbourFit.Estimate]>([:])
        _ = try NeighbourFit(
            rows: rows, window: PatchWindow(side: side), similarity: similarity, lambda: lambda,
            regularisation: .constant(0.01),
            precision: .f32
        ).run(observe: { position, estimate in all.withLock { $0[position] = estimate } })
        var estimates = Estimates()
        try all.withLock { all in
            for position in 0..<36 {
                let one = try #require(all[position])
                estimates.distances += one.distances
                estimates.weights += one.weights
                estimates.means += one.mean
                estimates.covariances += one.covariance
            }
        }
        return estimates
    }

    @Test func plainGaussians() throws {
        let reference = try NPadGolden()
        let ours = try estimates(reference.training(), side: 1)
        #expect(worst(ours.means, try reference.golden.doubles("mean")) <= Self.exact)
        #expect(worst(ours.covariances, try reference.golden.doubles("cov")) <= Self.exact)
    }

    @Test func similarityOfNeighbours() throws {
        let reference = try NPadGolden()
        let reduced = try estimates(reference.training())
        let full = try estimates(reference.training(), similarity: .full)
        #expect(worst(reduced.distances, try reference.golden.doubles("bhattacharyya_reduced")) <= Self.exact)
        #expect(worst(full.distances, try reference.golden.doubles("bhattacharyya_full")) <= Self.exact)
        #expect(worst(reduced.weights, try reference.golden.doubles("weights")) <= Self.exact)
        let tolerant = try estimates(reference.training(), lambda: 1)
        #expect(worst(tolerant.weights, try reference.golden.doubles("weights_lambda1")) <= Self.exact)
    }

    @Test(arguments: [false, true]) func weightedGaussians(few: Bool) throws {
        let reference = try NPadGolden()
        let prefix = few ? "few/" : ""
        if few { #expect(try reference.golden.integers("few/train_rows") == [0, 1, 2]) }
        let ours = try estimates(reference.training(few: few))
        #expect(worst(ours.weights, try reference.golden.doubles(prefix + "weights")) <= Self.exact)
        #expect(worst(ours.means, try reference.golden.doubles(prefix + "weighted_mean")) <= Self.exact)
        #expect(worst(ours.covariances, try reference.golden.doubles(prefix + "weighted_cov")) <= Self.exact)
    }

    @Test func aggregatedGaussians() throws {
        let reference = try NPadGolden()
        let rows = AggregatedRows(try reference.training(), side: 3)
        var train = [Float](repeating: 0, count: 12 * 36 * 5)
        try rows.forEachRow { y, row in
            for part in 0..<12 { for i in 0..<30 { train[(part * 6 + y) * 30 + i] = row[part * 30 + i] } }
        }
        #expect(worst(train, try reference.golden.doubles("train_aggregated")) <= 1e-6)
        let ours = try estimates(AggregatedRows(try reference.training(), side: 3), side: 1)
        // Aggregated in single precision, as they are when a part is scored.
        #expect(worst(ours.means, try reference.golden.doubles("aggregated_mean")) <= 1e-6)
        #expect(worst(ours.covariances, try reference.golden.doubles("aggregated_cov")) <= 1e-5)
    }

    @Test func aggregatedPatches() throws {
        let reference = try NPadGolden()
        let test = try reference.features("test_features")
        let expected = try reference.golden.doubles("test_aggregated")
        let ours = withPointers((0..<4).map { Array(test[($0 * 180)..<(($0 + 1) * 180)]) }) { views in
            views.flatMap { view in
                (0..<36).flatMap {
                    Aggregation.patch(
                        x: $0 % 6, y: $0 / 6, of: view, width: 6, height: 6, dimensions: 5, reach: 1)
                }
            }
        }
        #expect(worst(ours, expected) <= 1e-6)
    }

    @Test(arguments: [1, 2, 3]) func nearestGaussian(inference: Int) throws {
        let reference = try NPadGolden()
        var options = reference.options()
        options.inference = inference
        options.score = .mapMaximum
        let distances = try reference.fit(options).model.distances(of: test(reference)).flatMap { $0.patches ?? [] }
        #expect(
            worst(distances, try reference.golden.doubles("mahalanobis_A_window\(inference)")) <= Self.single)
    }

    @Test func fewParts() throws {
        let reference = try NPadGolden()
        var options = reference.options()
        options.score = .mapMaximum
        let model = try reference.fit(options, few: true).model
        let distances = model.distances(of: try test(reference)).flatMap { $0.patches ?? [] }
        #expect(worst(distances, try reference.golden.doubles("few/mahalanobis_A_window2")) <= Self.single)
    }

    @Test func aggregatedDistancesAndMap() throws {
        let reference = try NPadGolden()
        var options = reference.options()
        options.score = .mapMaximum
        let model = try reference.fit(options).model
        let distances = model.distances(of: try test(reference))
        #expect(
            worst(distances.flatMap { $0.aggregates ?? [] }, try reference.golden.doubles("mahalanobis_B"))
                <= Self.single)
        let maps = distances.map(model.map)
        #expect(worst(maps.flatMap { $0 }, try reference.golden.doubles("map")) <= Self.single)
        let highest = try #require(reference.json["map_max"] as? [Double])
        #expect(worst(maps.map { $0.max() ?? 0 }, highest) <= Self.single)
    }

    @Test func clustering() throws {
        let reference = try NPadGolden()
        for (iterations, suffix) in [(1, "_1_iteration"), (5, "")] {
            var options = reference.options().centroids
            options.iterations = iterations
            let fit = try CentroidFit(
                AggregatedRows(try reference.training(), side: 3), options,
                starts: try reference.golden.integers("kmeans_init_rows"))
            #expect(fit.centroids.count == 43)
            #expect(
                fit.means.assignment.map(Int.init) == (try reference.golden.integers("kmeans_assignment" + suffix)))
            #expect(
                worst(fit.centroids.values, try reference.golden.doubles("kmeans_centroids" + suffix)) <= Self.single)
            let inertia = try #require(reference.json["kmeans_inertia_per_assignment"] as? [Double])
            #expect(worst(fit.means.inertia, Array(inertia[..<iterations])) <= Self.single)
        }
    }

    @Test func euclideanDistances() throws {
        let reference = try NPadGolden()
        let centroids = Centroids(
            try reference.golden.doubles("kmeans_centroids").map(Float.init), dimensions: 5)
        let features = try reference.golden.doubles("test_aggregated").map(Float.init)
        #expect(
            worst(centroids.distances(features), try reference.golden.doubles("euclidean")) <= Self.single)
    }

    @Test func imageScores() throws {
        let reference = try NPadGolden()
        for (score, name) in [
            (NPadOptions.Score.geometricPairs, "image_score"), (.productPairs, "image_score_product_reading"),
        ] {
            var options = reference.options()
            options.score = score
            let model = try reference.fit(options).model
            let expected = try #require(reference.json[name] as? [Double])
            #expect(worst(model.pairedScores(of: try test(reference)), expected) <= Self.single)
            let ranked = model.distances(of: try test(reference)).compactMap(\.patches)
            #expect(ranked.flatMap { PairedScore.top(5, of: $0) } == (try reference.golden.integers("topk_pixels")))
        }
    }

    private func test(_ reference: NPadGolden) throws -> [[Float]] {
        let all = try reference.features("test_features")
        return (0..<4).map { Array(all[($0 * 180)..<(($0 + 1) * 180)]) }
    }
}
