import Detectors
import Testing

/// What a part would have scored had it been left out, against leaving it out.
struct NPadLeaveOneOutTests {
    private static let (width, height, d) = (6, 5, 8)

    private func rows(_ count: Int) -> ListedRows {
        ListedRows(
            Fit.sample(count, positions: Self.width * Self.height, dimensions: Self.d, seed: 4), width: Self.width,
            height: Self.height, dimensions: Self.d)
    }

    private func options(_ lambda: Double) -> NPadOptions {
        var options = NPadOptions()
        options.lambda = lambda
        options.score = .mapMaximum
        return options
    }

    /// Mean and largest relative difference of distances from fits that really lack each part.
    private func bias(_ count: Int, lambda: Double, epsilon: Double) throws -> (mean: Double, worst: Double) {
        let all = rows(count)
        let fitted = try NPadModel.fit(
            all, options: options(lambda), regularisation: (.constant(epsilon), .constant(epsilon)), precision: .f32,
            leaveOneOut: true)
        #expect(fitted.leftOut.count == count)
        var differences: [Double] = []
        for part in 0..<min(count, 8) {
            let model = try NPadModel.fit(
                all.leavingOut(part), options: options(lambda),
                regularisation: (.constant(epsilon), .constant(epsilon)), precision: .f32
            ).model
            let really = model.map(of: model.distances(of: [all[part]])[0])
            let claimed = model.map(of: fitted.leftOut[part])
            differences += zip(claimed, really).map { Double(($0 - $1) / $1) }
        }
        return (differences.reduce(0, +) / Double(differences.count), differences.map(abs).max() ?? 0)
    }

    /// Exact but for ε where neighbours have no say.
    @Test func exactWithoutNeighbours() throws {
        let (mean, worst) = try bias(30, lambda: 1e-9, epsilon: 1e-6)
        #expect(abs(mean) <= 1e-4 && worst <= 1e-3)
    }

    /// Weights are not estimated again, which is seen; scores are right to some per cent and not biased by more.
    @Test(arguments: [(12, 0.25), (30, 0.25), (30, 4.0)]) func nearWithNeighbours(_ parts: Int, _ lambda: Double) throws
    {
        let (mean, worst) = try bias(parts, lambda: lambda, epsilon: 0.01)
        #expect(abs(mean) <= 0.1 && worst <= 0.6, "mean \(mean), worst \(worst)")
    }

    /// In the sample distances are far too small: that is what leaving out mends.
    @Test func mendsWhatTheSampleHides() throws {
        let all = rows(12)
        let fitted = try NPadModel.fit(
            all, options: options(0.25), regularisation: (.constant(0.01), .constant(0.01)), precision: .f32,
            leaveOneOut: true)
        let own = fitted.model.distances(of: (0..<12).map { all[$0] })
        for (inside, left) in zip(own, fitted.leftOut) {
            let pairs = zip(fitted.model.map(of: inside), fitted.model.map(of: left))
            #expect(pairs.allSatisfy { $0 < $1 })
        }
    }

    /// Centroids without a part's own features are those that its features would find, were assignments kept.
    @Test func centroidsWithoutAPart() throws {
        let all = rows(6)
        var options = NPadOptions.Centroids()
        options.ratio = 0.2
        let fit = try CentroidFit(all, options)
        #expect(fit.centroids.count == 36 && fit.owners.count == 180)
        let left = CentroidsLeftOut(fit, parts: 6)
        for part in 0..<6 {
            var centroids: [Float] = []
            for c in 0..<36 {
                let others = fit.owners.indices.filter {
                    fit.means.assignment[$0] == Int32(c) && fit.owners[$0] != part
                }
                guard !others.isEmpty else { continue }
                for j in 0..<Self.d {
                    centroids.append(
                        Float(
                            others.reduce(0.0) { $0 + Double(fit.vectors.floats[$1 * Self.d + j]) }
                                / Double(others.count)))
                }
            }
            let expected = Centroids(centroids, dimensions: Self.d).distances(all[part])
            let ours = left.distances(all[part], without: part)
            #expect(worst(ours.map(Double.init), expected.map(Double.init)) <= 1e-4)
        }
    }
}
