import CKernels

/// A linear map along one axis whose rows hold a few weights side by side: upsampling, blurring, resizing. Two of them,
/// one for each axis, make an operator on a plane: A_y · plane · A_xᵀ.
struct BandedMatrix: Sendable {
    /// One output: the first input that it draws on, and its weights.
    typealias Band = (start: Int, weights: [Double])

    let inputs: Int
    let outputs: Int
    /// For each output the first input that it draws on.
    let starts: [Int32]
    /// Weights kept for each output: the same number for all, so that loops have one length.
    let taps: Int
    /// `outputs · taps` weights, zero where fewer are needed.
    let weights: [Float]

    /// - Precondition: bands are not empty and lie within `0..<inputs`.
    init(inputs: Int, bands: [Band]) {
        let taps = bands.map(\.weights.count).max() ?? 1
        var starts: [Int32] = []
        var weights = [Float](repeating: 0, count: bands.count * taps)
        for (row, band) in bands.enumerated() {
            precondition(band.start >= 0 && band.start + band.weights.count <= inputs)
            // A band that would run over the edge begins earlier, with zeros.
            let start = min(band.start, inputs - taps)
            for (k, weight) in band.weights.enumerated() {
                weights[row * taps + band.start - start + k] = Float(weight)
            }
            starts.append(Int32(start))
        }
        (self.inputs, outputs, self.starts, self.taps, self.weights) = (inputs, bands.count, starts, taps, weights)
    }

    /// Every row of a plane through this matrix, given as columns: `rows × inputs` in, `rows × outputs` out.
    func across(
        _ source: UnsafePointer<Float>, rows: Int, into target: UnsafeMutablePointer<Float>
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * (inputs + outputs)) { scratch in
            // Columns become rows, so that vectors go over the rows of the plane.
            guard let columns = scratch.baseAddress else { return }
            let products = columns + rows * inputs
            transpose_f32(source, Int64(rows), Int64(inputs), columns)
            down(columns, columns: rows, into: products)
            transpose_f32(products, Int64(outputs), Int64(rows), target)
        }
    }

    /// `inputs × columns` in, `outputs × columns` out.
    func down(_ source: UnsafePointer<Float>, columns: Int, into target: UnsafeMutablePointer<Float>) {
        withMatrix { banded_product($0, source, Int64(columns), target) }
    }

    /// The largest value that `down` would give, none being NaN.
    func peakDown(_ source: UnsafePointer<Float>, columns: Int) -> Float {
        withMatrix { banded_product_peak($0, source, Int64(columns)) }
    }

    private func withMatrix<Result>(_ body: (UnsafePointer<banded_matrix>) -> Result) -> Result {
        starts.withUnsafeBufferPointer { starts in
            weights.withUnsafeBufferPointer { weights in
                var matrix = banded_matrix(
                    starts: starts.baseAddress, weights: weights.baseAddress, outputs: Int32(outputs), taps: Int32(taps)
                )
                return body(&matrix)
            }
        }
    }
}
