import Detectors
import TestSupport
import Testing

/// Fit and score, in both forms, on every instruction set of this CPU, against the definition in double precision.
struct WhiteningTests {
    static let levels = Array(0...Whitening.bestLevel)
    static let epsilon = 0.05

    /// Tolerance of a distance, relative.
    private func tolerance(_ precision: Recipe.StoredPrecision) -> Double { precision == .f32 ? 2e-5 : 2e-3 }

    private func check(_ fit: Fit, _ precision: Recipe.StoredPrecision, level: Int32, positions: [Int]) {
        let d = fit.dimensions
        let probe = Fit.sample(1, positions: fit.positions, dimensions: d, seed: 3)
        let found = fit.distances([probe], level: level)[0]
        for p in positions {
            let (mean, covariance) = fit.direct(at: p)
            let v = (0..<d).map { Double(probe[p * d + $0]) - mean[$0] }
            let expected = Fit.mahalanobis(v, covariance, Self.epsilon)
            #expect(
                abs(Double(found[p]) - expected) / expected < tolerance(precision),
                "d \(d), position \(p), level \(level)")
        }
    }

    /// Rows that fill no block, exactly one, two and a bit; positions that fill no vector.
    @Test(
        arguments: [(30, 1), (30, 6), (5, 17), (40, 33), (20, 32), (70, 64), (33, 100), (30, 203)],
        [Recipe.StoredPrecision.f32, .f16])
    func triangularDistancesAreMahalanobis(
        size: (parts: Int, dimensions: Int), precision: Recipe.StoredPrecision
    ) throws {
        let positions = 19
        let values = Fit.sample(size.parts, positions: positions, dimensions: size.dimensions, seed: 2)
        for level in Self.levels {
            let fit = try Fit(
                values, count: size.parts, positions: positions, dimensions: size.dimensions, epsilon: Self.epsilon,
                precision: precision, level: level)
            check(fit, precision, level: level, positions: [0, 8, 18])
        }
    }

    @Test(arguments: [(2, 6), (5, 17), (12, 33), (20, 48), (33, 100), (30, 203)], [Recipe.StoredPrecision.f32, .f16])
    func directionsGiveTheSameDistances(
        size: (parts: Int, dimensions: Int), precision: Recipe.StoredPrecision
    ) throws {
        let positions = 19
        let values = Fit.sample(size.parts, positions: positions, dimensions: size.dimensions, seed: 2)
        let fit = try Fit(
            values, count: size.parts, positions: positions, dimensions: size.dimensions, epsilon: Self.epsilon,
            precision: precision, form: .residual(rank: size.parts - 1))
        for level in Self.levels { check(fit, precision, level: level, positions: [0, 8, 18]) }
    }

    /// The worst that the choice of form lets through: λ at its limit against ε, and a probe along that direction
    /// alone, where nearly all of it is taken out of the residual.
    @Test func directionsAreExactUpToTheSteepestVariation() throws {
        let (n, d) = (9, 64)
        var random = Random(seed: 8)
        let axis = (0..<d).map { _ in Double(random.next()) }
        let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let steps = (0..<n).map { Double(10 * ($0 - 4)) }
        let values = steps.flatMap { step in axis.map { Float($0 / length * step) } }
        let trace: Double = steps.reduce(0) { $0 + $1 * $1 } / Double(n - 1)
        let epsilon = trace / Whitening.Form.steepest
        let probe = axis.map { Float($0 / length * 25) }
        let expected = 25 / (trace + epsilon).squareRoot()
        for form in [Whitening.Form.triangular, .residual(rank: n - 1)] {
            let fit = try Fit(
                values, count: n, positions: 1, dimensions: d, epsilon: epsilon, precision: .f16, form: form)
            let found = Double(fit.distances([probe])[0][0])
            #expect(abs(found - expected) / expected < 2e-3, "\(form)")
        }
    }

    /// A part's distances have the same bits alone and among any others.
    @Test(arguments: [5, 32, 47, 100], [Recipe.StoredPrecision.f32, .f16])
    func companyChangesNoBit(dimensions d: Int, precision: Recipe.StoredPrecision) throws {
        let (n, positions) = (11, 21)
        let values = Fit.sample(n, positions: positions, dimensions: d, seed: 4)
        for form in [Whitening.Form.triangular, .residual(rank: min(d, n - 1))] {
            let fit = try Fit(
                values, count: n, positions: positions, dimensions: d, epsilon: Self.epsilon, precision: precision,
                form: form)
            let length = positions * d
            let probes = (0..<19).map { k in
                k < n
                    ? Array(values[(k * length)..<((k + 1) * length)])
                    : Fit.sample(1, positions: positions, dimensions: d, seed: 100 + k)
            }
            for level in Self.levels {
                let alone = probes.map { fit.distances([$0], level: level)[0] }
                for count in [2, 3, 7, 8, 9, 16, 19] {
                    #expect(fit.distances(Array(probes[..<count]), level: level) == Array(alone[..<count]))
                }
            }
            // What the fit says of its own parts is what scoring says of them: of the first to the bit, of the others but
            // for what keeping halves has rounded.
            #expect(fit.outcome.first == fit.distances([probes[0]])[0])
            for (fitted, scored) in zip(fit.outcome.distances.joined(), fit.distances(Array(probes[..<n])).joined()) {
                #expect(abs(fitted - scored) <= 5e-3 * max(1, scored))
            }
        }
    }

    /// Neither workers, nor where embeddings were kept, change a bit of a fit.
    @Test(arguments: [Whitening.Form.triangular, .residual(rank: 8)])
    func neitherWorkersNorTheDiskChangeABit(form: Whitening.Form) throws {
        let (n, positions, d) = (9, 700, 24)
        let values = Fit.sample(n, positions: positions, dimensions: d, seed: 6)
        func fit(_ workers: Int, _ budget: Int) throws -> Fit {
            try Fit(
                values, count: n, positions: positions, dimensions: d, epsilon: 0.1, precision: .f16, form: form,
                budget: budget, workers: workers)
        }
        let first = try fit(1, .max)
        for (workers, budget) in [(2, Int.max), (3, 0), (1, 4 * positions * d * 4)] {
            let other = try fit(workers, budget)
            #expect(other.whitening.factors.bytes.elementsEqual(first.whitening.factors.bytes))
            #expect(other.outcome.scale == first.outcome.scale && other.outcome.weights == first.outcome.weights)
            #expect(other.outcome.distances == first.outcome.distances)
        }
    }

    /// Also where there are few parts and little regularisation, so that each part all but spans a direction of its own
    /// and a distance lacks next to nothing of the largest possible.
    @Test(
        arguments: [Whitening.Form.triangular, .residual(rank: 11)],
        [(0.3, Recipe.StoredPrecision.f32), (0.3, .f16), (0.003, .f32), (0.003, .f16)])
    func leaveOneOutIsWhatLeavingOutGives(
        form: Whitening.Form, kept: (epsilon: Double, precision: Recipe.StoredPrecision)
    ) throws {
        let (n, d) = (12, 14)
        let (epsilon, precision) = kept
        let values = Fit.sample(n, positions: 1, dimensions: d, seed: 5)
        let fit = try Fit(
            values, count: n, positions: 1, dimensions: d, epsilon: epsilon, precision: precision, form: form)
        for left in 0..<n {
            let without = fit.direct(at: 0, leavingOut: left)
            let v = (0..<d).map { Double(values[left * d + $0]) - without.mean[$0] }
            // The closed form takes ε (n − 1) / (n − 2) times; with that, it is exact.
            let outside = Fit.mahalanobis(v, without.covariance, epsilon * Double(n - 1) / Double(n - 2))
            let found = LeaveOneOut.distance(fit.outcome.distances[left][0], count: n)
            #expect(abs(Double(found) - outside) / outside < (epsilon < 0.1 ? 1e-2 : 1e-4))
        }
    }

    @Test func constantChannelIsSingularWithoutRegularisation() throws {
        let values: [Float] = (0..<8).flatMap { [Float($0), 1] }
        let error = #expect(throws: DetectorError.self) {
            try Fit(values, count: 8, positions: 1, dimensions: 2, epsilon: 0, precision: .f32)
        }
        #expect(error?.code == .singular && error?.subject == "patch 0")
    }

    /// Of several positions that cannot be factored the first is named, whichever worker met it.
    @Test func theFirstSingularPositionIsNamed() throws {
        let (n, positions, d) = (6, 300, 2)
        var random = Random(seed: 9)
        let values = (0..<n).flatMap { _ in
            (0..<positions).flatMap { p in [random.next(), p == 143 || p == 260 ? 1 : random.next()] }
        }
        let error = #expect(throws: DetectorError.self) {
            try Fit(values, count: n, positions: positions, dimensions: d, epsilon: 0, precision: .f32)
        }
        #expect(error?.subject == "patch 143")
    }

    @Test func anUnmeasuredPatchStaysUnmeasured() throws {
        let values = Fit.sample(10, positions: 3, dimensions: 40, seed: 2)
        let fit = try Fit(values, count: 10, positions: 3, dimensions: 40, epsilon: 1, precision: .f16)
        var probe = Fit.sample(1, positions: 3, dimensions: 40, seed: 3)
        probe[40 + 17] = .nan
        for level in Self.levels {
            let found = fit.distances([probe], level: level)[0]
            #expect(!found[0].isNaN && found[1].isNaN && !found[2].isNaN)
        }
    }

    /// Directions only where they save much and are as exact.
    @Test func formFollowsSizeAndVariation() {
        func form(_ d: Int, _ parts: Int, trace: Double = 100, epsilon: Double = 1) -> Whitening.Form {
            .chosen(
                positions: 4096, dimensions: d, parts: parts, precision: .f16, epsilon: epsilon, largestTrace: trace)
        }
        #expect(form(550, 200) == .residual(rank: 199))
        #expect(form(550, 260) == .triangular)
        #expect(form(100, 20) == .triangular)
        #expect(form(448, 1000) == .triangular)
        #expect(form(550, 200, trace: 32_769) == .triangular)
        #expect(form(550, 200, epsilon: 0) == .triangular)
    }
}
