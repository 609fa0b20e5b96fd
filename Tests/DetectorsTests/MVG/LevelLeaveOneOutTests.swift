import Detectors
import Foundation
import Testing

/// Left-out distances against a fit that never saw the part.
struct LevelLeaveOneOutTests {
    static let options: [MVGOptions] =
        [MVGOptions(distance: .l2), MVGOptions(distance: .sed)]
        + LevelGaussianTests.covariances.flatMap { covariance in
            LevelGaussianTests.subspaces.map { MVGOptions(covariance: covariance, subspace: $0) }
        }

    /// More parts than channels, and fewer; dead channels; so few that most of the variance is one part's.
    @Test(arguments: options, [[30, 8, 0], [12, 40, 3], [4, 5, 0], [9, 8, 2]])
    func equalsAFitWithoutThePart(options: MVGOptions, shape: [Int]) throws {
        let sample = LevelSample(parts: shape[0], channels: shape[1], seed: 11, dead: shape[2])
        guard try LevelGaussian.fit(sample.features, options) != nil else { return }
        let distances = try LevelLeaveOneOut(sample.features, options).distances()
        #expect(distances.count == shape[0])
        for part in 0..<shape[0] {
            var rest = sample.rows
            rest.remove(at: part)
            // Without the part a sample covariance may have no more parts than channels: then there is nothing to
            // compare with.
            guard let expected = try LevelSample(rows: rest).distance(options, of: sample.rows[part]) else { continue }
            #expect(abs(distances[part] - expected) <= 1e-7 * max(1, expected), "part \(part)")
        }
    }

    /// A channel that only one part keeps alive is dead without it.
    @Test(arguments: [MVGOptions(distance: .sed), MVGOptions(covariance: .sample), MVGOptions(subspace: .npca(0.1))])
    func channelsMayDieWithAPart(options: MVGOptions) throws {
        var rows = LevelSample(parts: 15, channels: 6, seed: 12, dead: 1).rows
        rows[4][0] += 1
        let distances = try LevelLeaveOneOut(LevelSample(rows: rows).features, options).distances()
        for part in rows.indices {
            var rest = rows
            rest.remove(at: part)
            let expected = try #require(try LevelSample(rows: rest).distance(options, of: rows[part]))
            #expect(abs(distances[part] - expected) <= 1e-7 * max(1, expected), "part \(part)")
        }
    }

    @Test func canBeCancelled() throws {
        let sample = LevelSample(parts: 30, channels: 8, seed: 13)
        #expect(throws: CancellationError.self) {
            try LevelLeaveOneOut(sample.features, MVGOptions(subspace: .pca(0.9))).distances(isCancelled: { true })
        }
    }
}
