import COpenBLAS
import Network

/// What makes a position's covariance one that can be inverted and that holds for parts not seen: a recipe's choice with
/// its constants settled. Σ has the divisor n − 1, S the divisor n.
package enum PatchRegularisation: Equatable, Sendable {
    /// Σ + εI.
    case constant(Double)
    /// (1 − s) S + s m I + floor I, with m the mean variance and s estimated at each position (Ledoit & Wolf 2004,
    /// A well-conditioned estimator for large-dimensional covariance matrices, section 3.2).
    case ledoitWolf(floor: Double)
    /// The `rank` leading directions of Σ with their variances, and one residual variance for all others: their mean
    /// variance (Tipping & Bishop 1999, Probabilistic principal component analysis, equations 7 and 8) + floor. No
    /// residual is below a `Whitening.Form.steepest`th of the largest variance, so that halves hold the directions.
    case lowRank(Int, floor: Double)

    /// Of the typical variance: what a position gets at least, so that one where no part ever varied can be inverted.
    static let floorShare = 1e-6

    /// Directions that a fit of so many parts keeps of `rank`: it leaves at least one for the residual, and never more
    /// than half the dimensions, beyond which nothing is low about it.
    package static func kept(_ rank: Int, parts: Int, dimensions: Int) -> Int {
        max(1, min(rank, parts - 2, dimensions / 2))
    }

    /// Variances along the kept directions and the residual's.
    /// - Parameters:
    ///   - leading: the largest variances, descending.
    ///   - total: the sum of all variances.
    static func residual(leading: some Collection<Double>, total: Double, dimensions: Int, floor: Double) -> Double {
        let others = max(0, total - leading.reduce(0, +)) / Double(max(1, dimensions - leading.count))
        return max(others, (leading.first ?? 0) / Whitening.Form.steepest) + floor
    }

    /// Regularises a covariance in place, for detectors that estimate their own.
    /// - Parameters:
    ///   - covariance: `dimensions × dimensions`, column by column, divisor `samples` − 1; the lower triangle is read
    ///     and written.
    ///   - samples: n; a sum of weights where samples have weights.
    ///   - fourth: the (weighted) mean over the samples of ‖x − μ‖⁴; used by `ledoitWolf` alone.
    /// - Returns: whether eigenvectors could be found, where they are needed.
    package func apply(
        to covariance: UnsafeMutablePointer<Double>, dimensions d: Int, samples: Double, fourth: Double
    ) -> Bool {
        switch self {
        case .constant(let epsilon):
            for j in 0..<d { covariance[j * d + j] += epsilon }
        case .ledoitWolf(let floor):
            let share = (samples - 1) / samples
            var (trace, squares) = (0.0, 0.0)
            for column in 0..<d {
                trace += covariance[column * d + column] * share
                for row in column..<d {
                    let value = covariance[column * d + row] * share
                    squares += value * value * (row == column ? 1 : 2)
                }
            }
            let shrinkage = Shrinkage(
                samples: samples, dimensions: d, trace: trace, squares: squares, fourth: fourth)
            for column in 0..<d {
                for row in column..<d { covariance[column * d + row] *= share * (1 - shrinkage.share) }
                covariance[column * d + column] += shrinkage.constant + floor
            }
        case .lowRank(let rank, let floor):
            return Self.reduce(covariance, d, rank: Self.kept(rank, parts: Int(samples), dimensions: d), floor)
        }
        return true
    }

    private static func reduce(_ matrix: UnsafeMutablePointer<Double>, _ d: Int, rank: Int, _ floor: Double) -> Bool {
        ComputeThreads.limitLinearAlgebra
        var vectors = Array(UnsafeBufferPointer(start: matrix, count: d * d))
        var values = [Double](repeating: 0, count: d)
        guard SymmetricSolver(size: d).solve(&vectors, &values) else { return false }
        let leading = values.suffix(rank).reversed().map { max(0, $0) }
        let residual = residual(leading: leading, total: values.reduce(0, +), dimensions: d, floor: floor)
        for column in 0..<d {
            for row in column..<d { matrix[column * d + row] = row == column ? residual : 0 }
        }
        let side = Int32(d)
        for (k, value) in leading.enumerated() where value > residual {
            let at = (d - 1 - k) * d
            vectors.withUnsafeBufferPointer {
                cblas_dsyr(
                    CblasColMajor, CblasLower, side, value - residual, $0.baseAddress! + at, 1, matrix, side)
            }
        }
        return true
    }
}

/// How far a covariance is shrunk towards a multiple of the identity (Ledoit & Wolf 2004, section 3.2), S of divisor n:
///
///     m = tr S / p,   δ² = ‖S‖² − p m²,   β² = min((Σ ‖xᵢ‖⁴ / n − ‖S‖²) / n, δ²),   s = β² / δ²
struct Shrinkage {
    /// s, 0…1.
    let share: Double
    /// s m.
    let constant: Double

    /// - Parameters:
    ///   - trace: tr S.
    ///   - squares: ‖S‖², the sum of all its entries' squares.
    ///   - fourth: Σ ‖xᵢ‖⁴ / n.
    init(samples n: Double, dimensions p: Int, trace: Double, squares: Double, fourth: Double) {
        let mean = trace / Double(p)
        let distance = squares - Double(p) * mean * mean
        let error = (fourth - squares) / n
        // A multiple of the identity already has nothing to be shrunk to.
        share = distance > 0 ? max(0, min(error, distance) / distance) : 1
        constant = share * mean
    }
}

extension Recipe.Regularisation {
    /// With its constants settled for these features.
    /// - Throws: `DetectorError.invalidRecipe` where there is no number that a fit can be made with.
    package func patch(_ moments: ChannelMoments) throws(DetectorError) -> PatchRegularisation {
        switch self {
        case .absolute, .relative: return .constant(try epsilon(moments))
        case .ledoitWolf: return .ledoitWolf(floor: PatchRegularisation.floorShare * moments.typicalVariance())
        case .lowRank(let rank):
            guard rank > 0 else {
                throw DetectorError(
                    .invalidRecipe, "--regularisation", "low-rank:\(rank) keeps nothing; take 1 or more")
            }
            return .lowRank(rank, floor: PatchRegularisation.floorShare * moments.typicalVariance())
        }
    }
}

extension Whitening.Form {
    /// The form for a fit of `parts` parts: directions for a low rank; else the triangle, unless the directions in which
    /// the parts vary save much.
    package static func chosen(
        positions: Int, dimensions: Int, parts: Int, precision: Recipe.StoredPrecision,
        regularisation: PatchRegularisation, largestTrace: Double
    ) -> Self {
        switch regularisation {
        case .constant(let epsilon):
            .chosen(
                positions: positions, dimensions: dimensions, parts: parts, precision: precision, epsilon: epsilon,
                largestTrace: largestTrace)
        case .ledoitWolf: .triangular
        case .lowRank(let rank, _):
            .residual(rank: PatchRegularisation.kept(rank, parts: parts, dimensions: dimensions))
        }
    }
}
