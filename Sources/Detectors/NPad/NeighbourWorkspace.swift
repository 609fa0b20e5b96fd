import COpenBLAS
import Foundation

/// What one worker of a fit of neighbourhoods computes in. Belongs to one thread at a time.
final class NeighbourWorkspace {
    let fit: NeighbourFit
    let d: Int
    private let parts: Int
    private let centred: AlignedBytes
    let square: AlignedBytes
    private let triangle: AlignedBytes
    private let vectors: AlignedBytes
    private let own: AlignedBytes
    private let narrow: AlignedBytes
    let probing: ProbeWorkspace?

    init(_ fit: NeighbourFit, probes: Probes?) {
        self.fit = fit
        (d, parts) = (fit.rows.dimensions, fit.rows.parts)
        centred = AlignedBytes(count: parts * d * 8)
        square = AlignedBytes(count: d * d * 8)
        triangle = AlignedBytes(count: Whitening.packed(d) * 8)
        vectors = AlignedBytes(count: max(1, fit.window.offsets.count) * d * 8)
        own = AlignedBytes(count: 2 * d * 8)
        narrow = AlignedBytes(count: Whitening.packed(d) * 4)
        probing = probes.map { ProbeWorkspace($0, parts: fit.rows.parts, dimensions: fit.rows.dimensions, fit.window) }
    }

    /// The last estimate's mean.
    var mean: UnsafeMutablePointer<Double> { own.doubles }
    /// Room for a triangle in single precision.
    var packed: UnsafeMutablePointer<Float> { narrow.floats.baseAddress! }

    /// Mean and scatter of all parts at one position.
    func gather(_ features: UnsafePointer<Float>, x: Int, into row: RowStatistics) throws {
        let (mean, scatter, stride) = (row.mean(x), row.scatter(x), fit.rows.width * d)
        for j in 0..<d { mean[j] = 0 }
        for part in 0..<parts {
            let vector = features + part * stride + x * d
            for j in 0..<d { mean[j] += Double(vector[j]) }
        }
        for j in 0..<d { mean[j] /= Double(parts) }
        let centred = centred.doubles
        for part in 0..<parts {
            let vector = features + part * stride + x * d
            let target = centred + part * d
            for j in 0..<d { target[j] = Double(vector[j]) - mean[j] }
        }
        let side = Int32(d)
        cblas_dsyrk(
            CblasColMajor, CblasLower, CblasNoTrans, side, Int32(parts), 1, centred, side, 0, square.doubles, side)
        var at = 0
        for column in 0..<d {
            (scatter + at).update(from: square.doubles + column * d + column, count: d - column)
            at += d - column
        }
        if fit.isShrunk { fourthMoments(into: row.fourth(x)) }
        guard fit.similarity == .full, fit.window.offsets.count > 1 else { return }
        unpack(scatter, scatter, half: 1)
        guard factored() else { throw GaussianFit.singular(row.y * fit.rows.width + x) }
        row.logDeterminant(x).pointee = logDeterminant()
    }

    private func fourthMoments(into fourth: UnsafeMutablePointer<Double>) {
        for j in 0...d { fourth[j] = 0 }
        for part in 0..<parts {
            let vector = centred.doubles + part * d
            let squared = cblas_ddot(Int32(d), vector, 1, vector, 1)
            cblas_daxpy(Int32(d), squared, vector, 1, fourth, 1)
            fourth[d] += squared * squared
        }
    }

    /// Bhattacharyya distances between a position and its neighbours before it.
    func compare(x: Int, of row: RowStatistics, with known: [RowStatistics], _ neighbours: Neighbours) throws {
        let all = neighbours.distances(x: x, y: row.y)
        for pair in neighbours.backward {
            let offset = fit.window.offsets[pair.index]
            let (otherX, otherY) = (x + offset.right, row.y + offset.down)
            guard neighbours.contains(x: otherX, y: otherY), let other = known.first(where: { $0.y == otherY }) else {
                continue
            }
            unpack(row.scatter(x), other.scatter(otherX), half: 0.5)
            guard factored() else { throw GaussianFit.singular(row.y * neighbours.width + x) }
            let delta = vectors.doubles
            for j in 0..<d { delta[j] = row.mean(x)[j] - other.mean(otherX)[j] }
            let side = Int32(d)
            cblas_dtrsv(
                CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, side, square.doubles, side, delta, 1)
            var distance = cblas_ddot(side, delta, 1, delta, 1) / 8
            if fit.similarity == .full {
                let both = row.logDeterminant(x).pointee + other.logDeterminant(otherX).pointee
                distance += (logDeterminant() - both / 2) / 2
            }
            all[pair.index] = distance
            neighbours.distances(x: otherX, y: otherY)[pair.opposite] = distance
        }
    }

    /// The covariance of one or two scatters into `square`: (a + b) · half / (N − 1) + εI, lower triangle.
    private func unpack(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, half: Double) {
        let share = half / Double(parts - 1) * (a == b ? 0.5 : 1)
        var at = 0
        for column in 0..<d {
            let target = square.doubles + column * d + column
            for i in 0..<(d - column) { target[i] = (a[at + i] + b[at + i]) * share }
            target[0] += fit.constant
            at += d - column
        }
    }

    private func factored() -> Bool {
        var info = Int32(0)
        dpotrf_("L", [Int32(d)], square.doubles, [Int32(d)], &info, 1)
        return info == 0
    }

    private func logDeterminant() -> Double {
        (0..<d).reduce(0) { $0 + 2 * log(square.doubles[$1 * d + $1]) }
    }

    /// What a position's Gaussian is made from.
    struct Weights {
        /// For each offset of the window; 0 outside the grid.
        let weights: [Double]
        let distances: [Double]
        /// n = N Σ w.
        let samples: Double
        /// What the covariance has of the scatter: 1 / (n − 1), or less where it is shrunk.
        var factor: Double
        /// The same by what it would be without a part.
        var rest: Double
    }

    /// Below this a neighbour changes nothing that double precision holds.
    private static let least = 1e-18

    /// The weighted Gaussian of a position: its mean into `mean`, its covariance's lower triangle into `square`.
    func estimate(x: Int, y: Int, _ known: [RowStatistics], _ neighbours: Neighbours) throws -> Weights {
        let distances = (0..<fit.window.offsets.count).map { neighbours.distances(x: x, y: y)[$0] }
        let weights = distances.map { $0 < 0 ? 0 : exp(-$0 / fit.lambda) }
        let total = weights.reduce(0, +)
        let samples = Double(parts) * total
        let packed = Whitening.packed(d)
        let sum = triangle.doubles
        for i in 0..<packed { sum[i] = 0 }
        for j in 0..<d { mean[j] = 0 }
        var taken: [(mean: UnsafeMutablePointer<Double>, weight: Double)] = []
        for (offset, weight) in zip(fit.window.offsets, weights) where weight > Self.least {
            guard let row = known.first(where: { $0.y == y + offset.down }) else { continue }
            cblas_daxpy(Int32(packed), weight, row.scatter(x + offset.right), 1, sum, 1)
            taken.append((row.mean(x + offset.right), weight))
        }
        for (own, weight) in taken { for j in 0..<d { mean[j] += weight / total * own[j] } }
        var at = 0
        for column in 0..<d {
            (square.doubles + column * d + column).update(from: sum + at, count: d - column)
            at += d - column
        }
        // Σ (x − μ)(x − μ)ᵀ of a neighbour is its own scatter and N times that of its mean.
        for (i, neighbour) in taken.enumerated() {
            let factor = (neighbour.weight * Double(parts)).squareRoot()
            for j in 0..<d { vectors.doubles[i * d + j] = factor * (neighbour.mean[j] - mean[j]) }
        }
        let side = Int32(d)
        cblas_dsyrk(
            CblasColMajor, CblasLower, CblasNoTrans, side, Int32(taken.count), 1 / (samples - 1), vectors.doubles, side,
            1 / (samples - 1), square.doubles, side)
        var estimate = Weights(
            weights: weights, distances: distances, samples: samples, factor: 1 / (samples - 1),
            rest: (samples - total - 1) / (samples - 1))
        var fourth = 0.0
        switch fit.regularisation {
        case .constant: break
        case .ledoitWolf:
            fourth = weightedFourth(x: x, y: y, weights, known) / samples
            // As `apply` finds it.
            let share = (samples - 1) / samples
            var (trace, squares) = (0.0, 0.0)
            for column in 0..<d {
                trace += square.doubles[column * d + column] * share
                for row in column..<d {
                    let value = square.doubles[column * d + row] * share
                    squares += value * value * (row == column ? 1 : 2)
                }
            }
            let shrinkage = Shrinkage(
                samples: samples, dimensions: d, trace: trace, squares: squares, fourth: fourth)
            estimate.factor = (1 - shrinkage.share) / samples
            estimate.rest = (samples - total) / samples
        // Its leading directions are not those of the scatter without a part: only the mean is taken without it.
        case .lowRank: estimate.factor = 0
        }
        guard fit.regularisation.apply(to: square.doubles, dimensions: d, samples: samples, fourth: fourth) else {
            throw GaussianFit.singular(y * fit.rows.width + x)
        }
        return estimate
    }

    /// Σ w Σ |x − μ|⁴ around the neighbourhood's mean, from what is known around each position's own: with y = x − m and
    /// δ = m − μ, |y + δ|⁴ = |y|⁴ + 4 |y|² y·δ + 2 |y|²|δ|² + 4 (y·δ)² + 4 |δ|² y·δ + |δ|⁴, and Σ y = 0.
    private func weightedFourth(x: Int, y: Int, _ weights: [Double], _ known: [RowStatistics]) -> Double {
        let side = Int32(d)
        let (delta, product) = (vectors.doubles, own.doubles + d)
        var sum = 0.0
        for (offset, weight) in zip(fit.window.offsets, weights) where weight > Self.least {
            guard let row = known.first(where: { $0.y == y + offset.down }) else { continue }
            let at = x + offset.right
            for j in 0..<d { delta[j] = row.mean(at)[j] - mean[j] }
            cblas_dspmv(CblasColMajor, CblasLower, side, 1, row.scatter(at), delta, 1, 0, product, 1)
            let squared = cblas_ddot(side, delta, 1, delta, 1)
            var (trace, diagonal) = (0.0, 0)
            for column in 0..<d {
                trace += row.scatter(at)[diagonal]
                diagonal += d - column
            }
            let own = row.fourth(at)[d] + 4 * cblas_ddot(side, row.fourth(at), 1, delta, 1) + 2 * squared * trace
            sum += weight * (own + 4 * cblas_ddot(side, delta, 1, product, 1) + Double(parts) * squared * squared)
        }
        return sum
    }

    /// L⁻¹ of the covariance in `square`, in its place.
    func factor(
        _ position: Int, _ observe: (@Sendable (Int, NeighbourFit.Estimate) -> Void)?, _ estimate: Weights
    ) throws -> UnsafePointer<Double> {
        if let observe {
            let covariance = (0..<(d * d)).map { square.doubles[min($0 / d, $0 % d) * d + max($0 / d, $0 % d)] }
            observe(
                position,
                NeighbourFit.Estimate(
                    distances: estimate.distances, weights: estimate.weights, mean: (0..<d).map { mean[$0] },
                    covariance: covariance))
        }
        guard factored() else { throw GaussianFit.singular(position) }
        var info = Int32(0)
        dtrtri_("L", "N", [Int32(d)], square.doubles, [Int32(d)], &info, 1, 1)
        guard info == 0 else { throw GaussianFit.singular(position) }
        return UnsafePointer(square.doubles)
    }
}
