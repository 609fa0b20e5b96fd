import CKernels
import COpenBLAS
import Dispatch
import Synchronization

/// For every position the factor L⁻¹ of its regularised covariance Σ + diag(ε) = L Lᵀ, so that the Mahalanobis distance
/// is ‖L⁻¹(x − μ)‖: half the work of a dense inverse, and no worse conditioned than it must be. Read-only once made.
package struct Whitening: Sendable {
    let positions: Int
    let dimensions: Int
    let precision: Recipe.StoredPrecision
    /// `positions × dimensions (dimensions + 1) / 2` values in `precision`, columns of the lower triangle packed, each
    /// position divided by its scale so that halves neither overflow nor lose their range.
    package let factors: AlignedBytes
    /// `positions`: what each position's factors must be multiplied by.
    let scale: [Float]

    init(positions: Int, dimensions: Int, precision: Recipe.StoredPrecision, factors: AlignedBytes, scale: [Float]) {
        self.positions = positions
        self.dimensions = dimensions
        self.precision = precision
        self.factors = factors
        self.scale = scale
    }

    static func byteCount(positions: Int, dimensions: Int, precision: Recipe.StoredPrecision) -> Int {
        positions * StreamingMoments.packed(dimensions) * (precision == .f16 ? 2 : 4)
    }

    /// - Parameter epsilon: what is added to each channel's variance, in squared feature units.
    /// - Throws: `DetectorError.singular` naming the first position that cannot be factored.
    package init(_ moments: StreamingMoments, epsilon: [Double], precision: Recipe.StoredPrecision)
        throws(DetectorError)
    {
        let (d, positions) = (moments.dimensions, moments.positions)
        let packed = StreamingMoments.packed(d)
        let factors = AlignedBytes(
            count: Self.byteCount(positions: positions, dimensions: d, precision: precision))
        var scale = [Float](repeating: 1, count: positions)
        let singular = Mutex<Int?>(nil)
        let blocks = 64
        let divisor = Double(moments.count - 1)
        moments.scatter.withUnsafeBufferPointer { scatter in
            scale.withUnsafeMutableBufferPointer { scale in
                nonisolated(unsafe) let (scatter, scale) = (scatter, scale)
                nonisolated(unsafe) let target = factors.mutable
                DispatchQueue.concurrentPerform(iterations: blocks) { block in
                    var kernel = FactorKernel(dimensions: d)
                    for p in (block * positions / blocks)..<((block + 1) * positions / blocks) {
                        let source = scatter.baseAddress! + p * packed
                        guard kernel.invertCholesky(source, divisor: divisor, epsilon: epsilon) else {
                            singular.withLock { $0 = min($0 ?? p, p) }
                            return
                        }
                        switch precision {
                        case .f32:
                            let out = target.baseAddress!.assumingMemoryBound(to: Float.self) + p * packed
                            for i in 0..<packed { out[i] = kernel.packed[i] }
                        case .f16:
                            let largest = kernel.packed.reduce(0) { max($0, abs($1)) }
                            scale[p] = largest
                            for i in 0..<packed { kernel.packed[i] /= largest }
                            let out = target.baseAddress!.assumingMemoryBound(to: UInt16.self) + p * packed
                            narrow_to_f16(kernel.packed, Int64(packed), out)
                        }
                    }
                }
            }
        }
        if let position = singular.withLock({ $0 }) {
            throw DetectorError(
                .singular, "patch \(position)",
                "its covariance cannot be factored; use more good parts or a larger --epsilon")
        }
        self.init(positions: positions, dimensions: d, precision: precision, factors: factors, scale: scale)
    }

    /// One position's covariance on its way to L⁻¹.
    private struct FactorKernel {
        let d: Int
        var matrix: [Double]
        var packed: [Float]

        init(dimensions: Int) {
            d = dimensions
            matrix = Array(repeating: 0, count: dimensions * dimensions)
            packed = Array(repeating: 0, count: StreamingMoments.packed(dimensions))
        }

        /// False where the matrix is not positive definite.
        mutating func invertCholesky(_ scatter: UnsafePointer<Double>, divisor: Double, epsilon: [Double]) -> Bool {
            var column = scatter
            for j in 0..<d {
                for i in j..<d { matrix[j * d + i] = column[i - j] / divisor }
                matrix[j * d + j] += epsilon[j]
                column += d - j
            }
            let order = [Int32(d)]
            var info = Int32(0)
            dpotrf_("L", order, &matrix, order, &info, 1)
            guard info == 0 else { return false }
            dtrtri_("L", "N", order, &matrix, order, &info, 1, 1)
            guard info == 0 else { return false }
            var next = 0
            for j in 0..<d {
                for i in j..<d {
                    packed[next] = Float(matrix[j * d + i])
                    next += 1
                }
            }
            return packed.allSatisfy(\.isFinite)
        }
    }

    /// Distances of one part's embeddings (`positions × dimensions`) from `mean`, into `positions` floats.
    package func distances(
        _ embedding: UnsafeBufferPointer<Float>, mean: UnsafeBufferPointer<Float>,
        into out: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(embedding.count == positions * dimensions && mean.count == embedding.count)
        precondition(out.count == positions)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * dimensions) { scratch in
            let (d, count) = (Int32(dimensions), Int32(positions))
            switch precision {
            case .f32:
                mahalanobis_f32(
                    factors.bytes.baseAddress!.assumingMemoryBound(to: Float.self), scale, mean.baseAddress,
                    embedding.baseAddress, d, count, scratch.baseAddress, out.baseAddress)
            case .f16:
                mahalanobis_f16(
                    factors.bytes.baseAddress!.assumingMemoryBound(to: UInt16.self), scale, mean.baseAddress,
                    embedding.baseAddress, d, count, scratch.baseAddress, out.baseAddress)
            }
        }
    }
}
