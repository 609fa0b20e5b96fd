import Detectors
import SystemPackage
import TestSupport

/// Embeddings of parts that the network never saw, and their fit.
struct Fit {
    let values: [Float]
    let count: Int
    let positions: Int
    let dimensions: Int
    let moments: ChannelMoments
    let outcome: GaussianFit.Outcome
    let whitening: Whitening
    let mean: [Float]

    init(
        _ values: [Float], count: Int, positions: Int, dimensions: Int, epsilon: Double,
        precision: Recipe.StoredPrecision, form: Whitening.Form = .triangular, budget: Int = .max, workers: Int = 2,
        level: Int32 = Whitening.bestLevel
    ) throws {
        try self.init(
            values, count: count, positions: positions, dimensions: dimensions, regularisation: .constant(epsilon),
            precision: precision, form: form, budget: budget, workers: workers, level: level)
    }

    init(
        _ values: [Float], count: Int, positions: Int, dimensions: Int, regularisation: PatchRegularisation,
        precision: Recipe.StoredPrecision, form: Whitening.Form = .triangular, budget: Int = .max, workers: Int = 2,
        level: Int32 = Whitening.bestLevel
    ) throws {
        let length = positions * dimensions
        let moments = ChannelMoments(positions: positions, dimensions: dimensions)
        let kept = KeptEmbeddings(length: length, budget: budget, folder: FilePath("/tmp"))
        for n in 0..<count {
            let part = AlignedBytes(count: length * 4)
            for i in 0..<length { part.floats[i] = values[n * length + i] }
            withExtendedLifetime(part) { moments.add([UnsafePointer(part.floats.baseAddress!)]) }
            try kept.add(part)
        }
        let fit = GaussianFit(
            kept: kept, mean: moments.mean(), positions: positions, dimensions: dimensions,
            regularisation: regularisation, precision: precision, form: form)
        var bytes: [UInt8] = []
        outcome = try fit.run(scored: count, workers: workers, level: level) { bytes.append(contentsOf: $0) }
        let memory = AlignedBytes(count: bytes.count + Factors.slack)
        memory.mutable.copyBytes(from: bytes)
        mean = moments.mean().map(Float.init)
        whitening = Whitening(
            positions: positions, dimensions: dimensions, precision: precision, form: form,
            factors: Factors(memory, count: bytes.count), scale: outcome.scale, weights: outcome.weights)
        (self.values, self.count, self.positions, self.dimensions) = (values, count, positions, dimensions)
        self.moments = moments
    }

    /// Distances of probes, each `positions × dimensions`, asked for together.
    func distances(_ probes: [[Float]], level: Int32 = Whitening.bestLevel) -> [[Float]] {
        var out = probes.map { _ in [Float](repeating: -1, count: positions) }
        let embeddings = probes.map { values in
            let memory = AlignedBytes(count: values.count * 4)
            for i in values.indices { memory.floats[i] = values[i] }
            return memory
        }
        let results = probes.map { _ in AlignedBytes(count: positions * 4) }
        withExtendedLifetime((embeddings, results)) {
            mean.withUnsafeBufferPointer {
                whitening.distances(
                    0..<positions, mean: $0.baseAddress!,
                    parts: embeddings.map { UnsafePointer($0.floats.baseAddress!) },
                    into: results.map { $0.floats.baseAddress! }, level: level)
            }
            for i in probes.indices { out[i] = Array(results[i].floats[..<positions]) }
        }
        return out
    }

    /// Mean and covariance (divisor N − 1) of position `p` by definition, without one part where that is asked.
    func direct(at p: Int, leavingOut left: Int? = nil) -> (mean: [Double], covariance: [[Double]]) {
        let d = dimensions
        let parts = (0..<count).filter { $0 != left }
        func x(_ n: Int, _ j: Int) -> Double { Double(values[(n * positions + p) * d + j]) }
        let mean = (0..<d).map { j in parts.reduce(0) { $0 + x($1, j) } / Double(parts.count) }
        let covariance = (0..<d).map { i in
            (0..<d).map { j in
                parts.reduce(0) { $0 + (x($1, i) - mean[i]) * (x($1, j) - mean[j]) } / Double(parts.count - 1)
            }
        }
        return (mean, covariance)
    }

    /// √(vᵀ (C + εI)⁻¹ v) by Gaussian elimination.
    static func mahalanobis(_ v: [Double], _ covariance: [[Double]], _ epsilon: Double) -> Double {
        var a = covariance
        var b = v
        let d = v.count
        for i in 0..<d { a[i][i] += epsilon }
        for i in 0..<d {
            for k in (i + 1)..<max(i + 1, d) {
                let factor = a[k][i] / a[i][i]
                for j in i..<d { a[k][j] -= factor * a[i][j] }
                b[k] -= factor * b[i]
            }
        }
        var x = b
        for i in (0..<d).reversed() {
            for j in (i + 1)..<max(i + 1, d) { x[i] -= a[i][j] * x[j] }
            x[i] /= a[i][i]
        }
        return zip(v, x).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
    }

    /// `count` parts of `positions × dimensions` with correlated values.
    static func sample(_ count: Int, positions: Int, dimensions: Int, seed: Int) -> [Float] {
        var random = Random(seed: seed)
        return (0..<count).flatMap { _ in
            (0..<positions).flatMap { p in
                let common = random.next()
                return (0..<dimensions).map { Float($0 % 50 + p % 7) + common * Float($0 % 3) + random.next() }
            }
        }
    }
}
