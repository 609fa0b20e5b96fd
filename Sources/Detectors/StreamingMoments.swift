import COpenBLAS
import Dispatch
import Network

/// Mean and scatter of an embedding at every position, gathered batch by batch, so that memory does not grow with the
/// number of parts. Batches merge exactly (Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm for
/// computing sample variances"):
///
///     μ = μ_A + δ n_B / n,   S = S_A + S_B + δ δᵀ n_A n_B / n,   δ = μ_B − μ_A
///
/// Everything is in double precision: the covariance of few parts is nearly singular, and a fit in single precision
/// was measured to move scores by a thousandth.
public final class StreamingMoments {
    public let positions: Int
    public let dimensions: Int
    public private(set) var count = 0
    /// `positions × dimensions`.
    package private(set) var mean: [Double]
    /// `positions × dimensions (dimensions + 1) / 2`: the lower triangle of Σ (x − μ)(x − μ)ᵀ, packed by columns.
    package private(set) var scatter: [Double]

    public init(positions: Int, dimensions: Int) {
        self.positions = positions
        self.dimensions = dimensions
        mean = Array(repeating: 0, count: positions * dimensions)
        scatter = Array(repeating: 0, count: positions * Self.packed(dimensions))
        ComputeThreads.limitLinearAlgebra
    }

    package static func packed(_ dimensions: Int) -> Int { dimensions * (dimensions + 1) / 2 }

    /// Adds `batch` parts; `embeddings` holds them one after another, each `positions × dimensions`.
    public func add(_ embeddings: UnsafeBufferPointer<Float>, batch: Int) {
        precondition(embeddings.count >= batch * positions * dimensions)
        guard batch > 0 else { return }
        let total = count + batch
        let shift = Double(batch) / Double(total)
        let weight = Double(count) * shift
        let (d, positions) = (dimensions, positions)
        // Blocks of positions are independent and each is computed in one fixed order, so the number of cores does not
        // change a bit of the result.
        let blocks = 64
        mean.withUnsafeMutableBufferPointer { mean in
            scatter.withUnsafeMutableBufferPointer { scatter in
                nonisolated(unsafe) let (mean, scatter, embeddings) = (mean, scatter, embeddings)
                DispatchQueue.concurrentPerform(iterations: blocks) { block in
                    var kernel = BatchKernel(dimensions: d, batch: batch)
                    for p in (block * positions / blocks)..<((block + 1) * positions / blocks) {
                        kernel.merge(
                            embeddings.baseAddress! + p * d, stride: positions * d,
                            mean: mean.baseAddress! + p * d, scatter: scatter.baseAddress! + p * Self.packed(d),
                            shift: shift, weight: weight)
                    }
                }
            }
        }
        count = total
    }

    /// One position's share of a batch.
    private struct BatchKernel {
        let d: Int
        let batch: Int
        var centred: [Double]
        var batchMean: [Double]
        var product: [Double]

        init(dimensions: Int, batch: Int) {
            d = dimensions
            self.batch = batch
            centred = Array(repeating: 0, count: batch * dimensions)
            batchMean = Array(repeating: 0, count: dimensions)
            product = Array(repeating: 0, count: dimensions * dimensions)
        }

        mutating func merge(
            _ x: UnsafePointer<Float>, stride: Int, mean: UnsafeMutablePointer<Double>,
            scatter: UnsafeMutablePointer<Double>, shift: Double, weight: Double
        ) {
            for j in 0..<d { batchMean[j] = 0 }
            for n in 0..<batch {
                for j in 0..<d { batchMean[j] += Double(x[n * stride + j]) }
            }
            for j in 0..<d { batchMean[j] /= Double(batch) }
            for n in 0..<batch {
                for j in 0..<d { centred[n * d + j] = Double(x[n * stride + j]) - batchMean[j] }
            }
            cblas_dsyrk(
                CblasColMajor, CblasLower, CblasNoTrans, Int32(d), Int32(batch), 1, centred, Int32(d), 0, &product,
                Int32(d))
            for j in 0..<d { batchMean[j] -= mean[j] }
            var column = scatter
            for j in 0..<d {
                let scaled = batchMean[j] * weight
                for i in j..<d { column[i - j] += product[j * d + i] + batchMean[i] * scaled }
                column += d - j
            }
            for j in 0..<d { mean[j] += batchMean[j] * shift }
        }
    }

    /// Median over positions of each channel's variance (divisor N − 1).
    public func medianVariances() -> [Double] {
        (0..<dimensions).map { j in
            // Column j of the packed triangle starts with its diagonal element.
            let diagonal = j * dimensions - j * (j - 1) / 2
            let packed = Self.packed(dimensions)
            let variances = (0..<positions).map { scatter[$0 * packed + diagonal] / Double(count - 1) }.sorted()
            return variances[positions / 2]
        }
    }
}
