import Detectors
import Foundation
import TestSupport
import Testing

/// Distances against their definitions, and what must hold of them whatever the parts.
struct LevelGaussianTests {
    static let subspaces: [MVGOptions.Subspace] = [.full, .pca(0.95), .npca(0.05)]
    static let covariances: [MVGOptions.Covariance] = [.ledoitWolf, .sample, .epsilon(0.1)]

    @Test(arguments: [(12, 5), (40, 8), (6, 20)])
    func euclideanIsTheDistanceToTheMean(parts: Int, channels: Int) throws {
        let sample = LevelSample(parts: parts, channels: channels, seed: 3)
        let probe = LevelSample.probe(channels: channels)
        let mean = sample.covariance(divisor: 1).mean
        let expected = zip(probe, mean).reduce(0.0) { $0 + pow(Double($1.0) - $1.1, 2) }.squareRoot()
        let distance = try #require(try sample.distance(MVGOptions(distance: .l2), of: probe))
        #expect(abs(distance - expected) <= 1e-12 * expected)
    }

    @Test func standardisedLeavesDeadChannelsOut() throws {
        let sample = LevelSample(parts: 20, channels: 9, seed: 4, dead: 2)
        let probe = LevelSample.probe(channels: 9)
        let (mean, covariance) = sample.covariance(divisor: 19)
        var expected = 0.0
        for c in 2..<9 { expected += pow(Double(probe[c]) - mean[c], 2) / covariance[c][c] }
        let distance = try #require(try sample.distance(MVGOptions(distance: .sed), of: probe))
        #expect(abs(distance - expected.squareRoot()) <= 1e-10 * distance)
    }

    @Test func sampleAndConstantAreTheMahalanobisDistance() throws {
        let sample = LevelSample(parts: 40, channels: 8, seed: 5)
        let probe = LevelSample.probe(channels: 8)
        let (mean, covariance) = sample.covariance(divisor: 39)
        let departure = zip(probe, mean).map { Double($0) - $1 }
        for epsilon in [0, 0.1] {
            let options = MVGOptions(covariance: epsilon == 0 ? .sample : .epsilon(epsilon))
            let expected = Fit.mahalanobis(departure, covariance, epsilon)
            let distance = try #require(try sample.distance(options, of: probe))
            #expect(abs(distance - expected) <= 1e-9 * expected, "epsilon \(epsilon)")
        }
    }

    /// More parts than channels and fewer: the two ways to the same axes.
    @Test(arguments: [(40, 8), (8, 8), (5, 12)])
    func shrunkCovarianceIsTheDefinition(parts: Int, channels: Int) throws {
        let sample = LevelSample(parts: parts, channels: channels, seed: 6)
        let probe = LevelSample.probe(channels: channels)
        let (mean, covariance) = sample.covariance(divisor: parts)
        let (n, p) = (Double(parts), Double(channels))
        let scale = (0..<channels).reduce(0) { $0 + covariance[$1][$1] } / p
        let norm = covariance.joined().reduce(0) { $0 + $1 * $1 }
        let fourth = sample.rows.reduce(0.0) { sum, row in
            sum + pow(zip(row, mean).reduce(0) { $0 + pow(Double($1.0) - $1.1, 2) }, 2)
        }
        let error = (fourth / n - norm) / n
        let shrinkage = min(error, norm - p * scale * scale) / (norm - p * scale * scale)
        let shrunk = covariance.map { row in row.map { $0 * (1 - shrinkage) } }
        let expected = Fit.mahalanobis(zip(probe, mean).map { Double($0) - $1 }, shrunk, shrinkage * scale)
        let gaussian = try #require(try LevelGaussian.fit(sample.features, .standard))
        let distance = probe.withUnsafeBufferPointer(gaussian.distance)
        #expect(abs(distance - expected) <= 1e-9 * expected)
        #expect(abs(try #require(gaussian.shrinkage) - shrinkage) <= 1e-9)
        #expect(gaussian.dimensions == channels)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8], [3, 10, 80])
    func shrinkageIsAShare(seed: Int, parts: Int) throws {
        for channels in [1, 4, 30] {
            let sample = LevelSample(parts: parts, channels: channels, seed: seed)
            let shrinkage = try #require(try LevelGaussian.fit(sample.features, .standard)?.shrinkage)
            #expect((0...1).contains(shrinkage))
        }
    }

    /// Any invertible linear map of the features leaves the distance alone where the covariance is the parts' own.
    @Test(arguments: [1, 2, 3])
    func mahalanobisIsInvariantUnderLinearMaps(seed: Int) throws {
        let channels = 6
        let sample = LevelSample(parts: 30, channels: channels, seed: seed)
        let probe = LevelSample.probe(channels: channels, seed: seed + 50)
        var random = Random(seed: seed + 10)
        // Dominated by its diagonal, so invertible.
        let map = (0..<channels).map { i in
            (0..<channels).map { j in random.next() * 0.5 + (i == j ? Float(4 + i) : 0) }
        }
        func mapped(_ row: [Float]) -> [Float] {
            map.map { weights in Float(zip(weights, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }) }
        }
        let options = MVGOptions(covariance: .sample)
        let plain = try #require(try sample.distance(options, of: probe))
        let other = try #require(try LevelSample(rows: sample.rows.map(mapped)).distance(options, of: mapped(probe)))
        #expect(abs(plain - other) <= 1e-4 * plain)
    }

    /// The components of PCA and NPCA are all there are, and their distances add up like legs of a right angle.
    @Test(arguments: [0.5, 0.9, 0.99])
    func subspacesComplementEachOther(share: Double) throws {
        let sample = LevelSample(parts: 60, channels: 12, seed: 8)
        let probe = LevelSample.probe(channels: 12)
        func gaussian(_ subspace: MVGOptions.Subspace) throws -> LevelGaussian {
            try #require(
                try LevelGaussian.fit(sample.features, MVGOptions(covariance: .sample, subspace: subspace)))
        }
        let (full, leading, rest) = (
            try gaussian(.full), try gaussian(.pca(share)), try gaussian(.npca(1 - share))
        )
        #expect(leading.dimensions + rest.dimensions == full.dimensions)
        let distances = [full, leading, rest].map { gaussian in probe.withUnsafeBufferPointer(gaussian.distance) }
        #expect(abs(distances[0] - (pow(distances[1], 2) + pow(distances[2], 2)).squareRoot()) <= 1e-9 * distances[0])
    }

    @Test func levelsThatCannotBeMeasuredAreLeftOut() throws {
        let few = LevelSample(parts: 8, channels: 8, seed: 1).features
        #expect(try LevelGaussian.fit(few, MVGOptions(covariance: .sample)) == nil)
        #expect(try LevelGaussian.fit(few, MVGOptions(subspace: .pca(0.95))) != nil)
    }

    @Test func refusesPartsThatSayNothing() throws {
        let one = LevelSample(parts: 1, channels: 4, seed: 1).features
        let tooFew = try #require(throws: DetectorError.self) { try LevelGaussian.fit(one, .standard) }
        #expect(tooFew.code == .tooFewParts)
        let same = LevelSample(rows: [[1, 2], [1, 2], [1, 2]]).features
        let broken = LevelSample(rows: [[1, 2], [1, .nan], [3, 4]]).features
        for options in [MVGOptions.standard, MVGOptions(distance: .sed), MVGOptions(subspace: .npca(0.01))] {
            for features in [same, broken] {
                let error = try #require(throws: DetectorError.self) { try LevelGaussian.fit(features, options) }
                #expect(error.code == .singular)
            }
        }
    }

    @Test(arguments: MVGOptions.Distance.allCases)
    func whatIsNoNumberShows(distance: MVGOptions.Distance) throws {
        let sample = LevelSample(parts: 12, channels: 4, seed: 2, dead: 1)
        for channel in 0..<4 {
            var probe = LevelSample.probe(channels: 4)
            probe[channel] = .nan
            #expect(try #require(try sample.distance(MVGOptions(distance: distance), of: probe)).isNaN)
        }
    }

    @Test func optionsThatMakeNoSenseAreRefused() throws {
        let features = [LevelSample(parts: 5, channels: 3, seed: 1).features]
        for options in [
            MVGOptions(subspace: .pca(0)), MVGOptions(subspace: .npca(1.5)), MVGOptions(covariance: .epsilon(-1)),
            MVGOptions(levels: []), MVGOptions(levels: ["level", "level"]),
        ] {
            let error = try #require(throws: DetectorError.self) { try LevelGaussian.levels(features, options) }
            #expect(error.code == .invalidRecipe)
        }
        let few = try #require(throws: DetectorError.self) {
            try LevelGaussian.levels(
                [LevelSample(parts: 3, channels: 3, seed: 1).features], MVGOptions(covariance: .sample))
        }
        #expect(few.code == .tooFewParts)
    }
}
