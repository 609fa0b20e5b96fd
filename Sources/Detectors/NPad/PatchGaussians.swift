import CKernels

/// One Gaussian for each position, ready for distances.
package struct PatchGaussians: Sendable {
    /// `positions × dimensions`.
    package let mean: [Float]
    package let whitening: Whitening

    package init(mean: [Float], whitening: Whitening) {
        self.mean = mean
        self.whitening = whitening
    }
}

/// Room for the factors of all positions, filled in any order.
final class FactorRoom {
    let dimensions: Int
    let precision: Recipe.StoredPrecision
    private let positions: Int
    private let stride: Int
    private let factors: AlignedBytes
    private let mean: AlignedBytes
    private let scale: AlignedBytes

    init(positions: Int, dimensions: Int, precision: Recipe.StoredPrecision) {
        self.positions = positions
        self.dimensions = dimensions
        self.precision = precision
        stride = Whitening.stride(dimensions: dimensions, precision: precision, form: .triangular)
        factors = AlignedBytes(count: positions * stride + Factors.slack)
        mean = AlignedBytes(count: positions * dimensions * 4)
        scale = AlignedBytes(count: positions * 4)
    }

    /// Keeps the factor L⁻¹ of a position, `dimensions × dimensions` column by column, in the order that the kernels
    /// read.
    /// - Parameter packed: room for the triangle in single precision.
    /// - Returns: whether its values are within the range of single precision.
    func keep(
        _ position: Int, mean centre: UnsafePointer<Double>, inverse: UnsafePointer<Double>,
        packed: UnsafeMutablePointer<Float>
    ) -> Bool {
        let d = dimensions
        let ownMean = mean.floats.baseAddress! + position * d
        for j in 0..<d { ownMean[j] = Float(centre[j]) }
        var at = 0
        var largest: Float = 0
        var isFinite = true
        // Blocks of rows from the top, the first one of d mod 32 where that is not zero; in each column by column.
        var first = 0
        while first < d {
            let end = first == 0 && d % 32 != 0 ? d % 32 : first + 32
            for column in 0..<end {
                for row in max(first, column)..<end {
                    let value = Float(inverse[column * d + row])
                    largest = max(largest, abs(value))
                    isFinite = isFinite && value.isFinite
                    packed[at] = value
                    at += 1
                }
            }
            first = end
        }
        guard isFinite, largest >= .leastNormalMagnitude else { return false }
        let target = factors.mutable.baseAddress! + position * stride
        switch precision {
        case .f32:
            target.copyMemory(from: packed, byteCount: at * 4)
            scale.floats[position] = 1
        case .f16:
            for i in 0..<at { packed[i] /= largest }
            narrow_to_f16(packed, Int64(at), target.bindMemory(to: UInt16.self, capacity: at))
            scale.floats[position] = largest
        }
        return true
    }

    /// What has been kept; nothing may be kept afterwards.
    func gaussians() -> PatchGaussians {
        PatchGaussians(
            mean: Array(mean.floats[..<(positions * dimensions)]),
            whitening: Whitening(
                positions: positions, dimensions: dimensions, precision: precision, form: .triangular,
                factors: Factors(factors, count: positions * stride), scale: Array(scale.floats[..<positions]),
                weights: []))
    }
}
