import Detectors
import TestSupport
import Testing

/// Covariances that are estimated at each position, against their definitions.
struct PatchRegularisationTests {
    private static let floor = 1e-4

    private func tolerance(_ precision: Recipe.StoredPrecision) -> Double { precision == .f32 ? 5e-5 : 4e-3 }

    private func expect(
        _ fit: Fit, _ precision: Recipe.StoredPrecision, level: Int32, _ definition: ([[Double]]) -> [[Double]]
    ) {
        let (d, positions) = (fit.dimensions, fit.positions)
        let probe = Fit.sample(1, positions: positions, dimensions: d, seed: 3)
        let found = fit.distances([probe], level: level)[0]
        for p in [0, positions / 2, positions - 1] {
            let samples = fit.samples(at: p)
            let v = zip(0..<d, Definition.mean(samples)).map { Double(probe[p * d + $0]) - $1 }
            let expected = Fit.mahalanobis(v, definition(samples), 0)
            #expect(
                abs(Double(found[p]) - expected) / expected < tolerance(precision),
                "d \(d), position \(p), level \(level)")
        }
    }

    @Test(arguments: [(3, 6), (30, 1), (12, 17), (30, 33), (70, 20)], [Recipe.StoredPrecision.f32, .f16])
    func ledoitWolf(size: (parts: Int, dimensions: Int), precision: Recipe.StoredPrecision) throws {
        let values = Fit.sample(size.parts, positions: 11, dimensions: size.dimensions, seed: 2)
        for level in 0...Whitening.bestLevel {
            let fit = try Fit(
                values, count: size.parts, positions: 11, dimensions: size.dimensions,
                regularisation: .ledoitWolf(floor: Self.floor), precision: precision, level: level)
            // With one dimension everything is a multiple of the identity.
            expect(fit, precision, level: level) { samples in
                let shrunk = Definition.ledoitWolf(samples, floor: Self.floor)
                guard size.dimensions == 1 else { return shrunk }
                let mean = Definition.mean(samples)[0]
                let variance = samples.reduce(0) { $0 + ($1[0] - mean) * ($1[0] - mean) } / Double(samples.count)
                return [[variance + Self.floor]]
            }
        }
    }

    @Test(
        arguments: [(5, 16, 3), (12, 17, 4), (12, 17, 40), (30, 12, 3), (4, 9, 1)], [Recipe.StoredPrecision.f32, .f16])
    func lowRank(size: (parts: Int, dimensions: Int, rank: Int), precision: Recipe.StoredPrecision) throws {
        let kept = PatchRegularisation.kept(size.rank, parts: size.parts, dimensions: size.dimensions)
        #expect(kept <= size.dimensions / 2 && kept <= size.parts - 2 && kept <= size.rank)
        let values = Fit.sample(size.parts, positions: 11, dimensions: size.dimensions, seed: 2)
        for level in 0...Whitening.bestLevel {
            let fit = try Fit(
                values, count: size.parts, positions: 11, dimensions: size.dimensions,
                regularisation: .lowRank(size.rank, floor: Self.floor), precision: precision,
                form: .residual(rank: kept), level: level)
            expect(fit, precision, level: level) { Definition.lowRank($0, rank: kept, floor: Self.floor) }
        }
    }

    /// Against a fit of all the others, in which everything is estimated anew.
    @Test(arguments: [(4, 9), (12, 14), (40, 9), (14, 14)], [Recipe.StoredPrecision.f32, .f16])
    func leaveOneOutIsARefit(size: (parts: Int, dimensions: Int), precision: Recipe.StoredPrecision) throws {
        let (n, d) = size
        let values = Fit.sample(n, positions: 3, dimensions: d, seed: 5)
        let kept = PatchRegularisation.kept(3, parts: n, dimensions: d)
        let keptWithout = PatchRegularisation.kept(3, parts: n - 1, dimensions: d)
        let shrunk = try Fit(
            values, count: n, positions: 3, dimensions: d, regularisation: .ledoitWolf(floor: Self.floor),
            precision: precision)
        let reduced = try Fit(
            values, count: n, positions: 3, dimensions: d, regularisation: .lowRank(3, floor: Self.floor),
            precision: precision, form: .residual(rank: kept))
        #expect(shrunk.outcome.areLeftOut && reduced.outcome.areLeftOut)
        for left in 0..<n {
            for p in 0..<3 {
                let others = shrunk.samples(at: p, leavingOut: left)
                let v = zip(shrunk.samples(at: p)[left], Definition.mean(others)).map { $0 - $1 }
                let a = Fit.mahalanobis(v, Definition.ledoitWolf(others, floor: Self.floor), 0)
                #expect(abs(Double(shrunk.outcome.leftOut(left)[p]) - a) / a < 1e-5)
                let b = Fit.mahalanobis(v, Definition.lowRank(others, rank: keptWithout, floor: Self.floor), 0)
                #expect(abs(Double(reduced.outcome.leftOut(left)[p]) - b) / b < 1e-5)
            }
        }
    }

    /// A constant is left out in closed form, not anew.
    @Test func constantsKeepTheirClosedForm() throws {
        let values = Fit.sample(8, positions: 2, dimensions: 5, seed: 6)
        let fit = try Fit(values, count: 8, positions: 2, dimensions: 5, epsilon: 0.1, precision: .f32)
        #expect(!fit.outcome.areLeftOut)
        #expect(fit.outcome.leftOut(3) == fit.outcome.distances[3].map { LeaveOneOut.distance($0, count: 8) })
    }

    /// Where no part ever varied, as on a black background, and where all vary along one line.
    @Test(arguments: [PatchRegularisation.ledoitWolf(floor: 0.01), .lowRank(2, floor: 0.01)])
    func whatNeverVariedCanBeInverted(regularisation: PatchRegularisation) throws {
        let (n, d) = (6, 8)
        var values: [Float] = []
        for part in 0..<n {
            for step in [0, Float(part)] { for j in 0..<d { values.append(Float(j) + step) } }
        }
        let form = Whitening.Form.chosen(
            positions: 2, dimensions: d, parts: n, precision: .f16, regularisation: regularisation, largestTrace: 1)
        let fit = try Fit(
            values, count: n, positions: 2, dimensions: d, regularisation: regularisation, precision: .f16, form: form)
        let patch: [Float] = (0..<d).map { Float(max(1, $0)) }
        let probe = patch + patch
        let found = fit.distances([probe])[0]
        // √(1 / 0.01), by the floor alone.
        #expect(abs(found[0] - 10) < 0.05)
        #expect(found[1].isFinite && found[1] > 0)
        for part in 0..<n {
            #expect(fit.outcome.leftOut(part)[0] == 0)
            #expect(fit.outcome.leftOut(part)[1].isFinite)
        }
    }

    @Test func withoutAFloorItIsNamed() throws {
        let values = [Float](repeating: 1, count: 6 * 8)
        for regularisation in [PatchRegularisation.ledoitWolf(floor: 0), .lowRank(2, floor: 0)] {
            let form = Whitening.Form.chosen(
                positions: 1, dimensions: 8, parts: 6, precision: .f16, regularisation: regularisation, largestTrace: 1)
            let error = #expect(throws: DetectorError.self) {
                try Fit(
                    values, count: 6, positions: 1, dimensions: 8, regularisation: regularisation, precision: .f16,
                    form: form)
            }
            #expect(error?.code == .singular && error?.subject == "patch 0")
        }
    }

    @Test(arguments: [PatchRegularisation.ledoitWolf(floor: 0.01), .lowRank(3, floor: 0.01)])
    func neitherWorkersNorTheDiskChangeABit(regularisation: PatchRegularisation) throws {
        let (n, positions, d) = (9, 300, 24)
        let values = Fit.sample(n, positions: positions, dimensions: d, seed: 6)
        let form = Whitening.Form.chosen(
            positions: positions, dimensions: d, parts: n, precision: .f16, regularisation: regularisation,
            largestTrace: 1)
        func fit(_ workers: Int, _ budget: Int) throws -> Fit {
            try Fit(
                values, count: n, positions: positions, dimensions: d, regularisation: regularisation, precision: .f16,
                form: form, budget: budget, workers: workers)
        }
        let first = try fit(1, .max)
        for (workers, budget) in [(2, Int.max), (3, 0)] {
            let other = try fit(workers, budget)
            #expect(other.whitening.factors.bytes.elementsEqual(first.whitening.factors.bytes))
            #expect(other.outcome.scale == first.outcome.scale && other.outcome.weights == first.outcome.weights)
            #expect(other.outcome.distances == first.outcome.distances)
        }
    }

    /// For detectors that bring a covariance of their own.
    @Test(arguments: [(30, 8), (6, 10)])
    func appliedToACovariance(parts: Int, dimensions d: Int) throws {
        let values = Fit.sample(parts, positions: 1, dimensions: d, seed: 7)
        let fit = try Fit(values, count: parts, positions: 1, dimensions: d, epsilon: 1, precision: .f32)
        let samples = fit.samples(at: 0)
        let (mean, covariance) = fit.direct(at: 0)
        let fourth = samples.reduce(0.0) { sum, x in
            let squared = zip(x, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return sum + squared * squared
        }
        let kept = PatchRegularisation.kept(3, parts: parts, dimensions: d)
        let cases: [(PatchRegularisation, [[Double]])] = [
            (.constant(0.3), (0..<d).map { i in (0..<d).map { covariance[i][$0] + (i == $0 ? 0.3 : 0) } }),
            (.ledoitWolf(floor: 0.02), Definition.ledoitWolf(samples, floor: 0.02)),
            (.lowRank(3, floor: 0.02), Definition.lowRank(samples, rank: kept, floor: 0.02)),
        ]
        for (regularisation, expected) in cases {
            var matrix = covariance.flatMap { $0 }
            let isDone = matrix.withUnsafeMutableBufferPointer {
                regularisation.apply(
                    to: $0.baseAddress!, dimensions: d, samples: Double(parts), fourth: fourth / Double(parts))
            }
            #expect(isDone)
            for column in 0..<d {
                for row in column..<d { #expect(abs(matrix[column * d + row] - expected[row][column]) < 1e-9) }
            }
        }
    }
}
