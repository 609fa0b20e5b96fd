/// The two banded products of `SmoothUpsampling`.
enum SmoothKernels {
    /// rows × inputs to rows × outputs. Small: the grid has few rows.
    static func across(
        _ source: UnsafeBufferPointer<Float>, rows: Int, _ axis: BlurUpsample,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        axis.weights.withUnsafeBufferPointer { weights in
            axis.starts.withUnsafeBufferPointer { starts in
                for y in 0..<rows {
                    for x in 0..<axis.outputs {
                        var sum: Float = 0
                        let from = y * axis.inputs + starts[x]
                        let first = x * axis.taps
                        for t in 0..<axis.taps { sum += weights[first + t] * source[from + t] }
                        target[y * axis.outputs + x] = sum
                    }
                }
            }
        }
    }

    /// inputs × columns to outputs × columns: whole rows are scaled and added, so columns go side by side.
    static func down(
        _ source: UnsafeBufferPointer<Float>, columns: Int, _ axis: BlurUpsample,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        for y in 0..<axis.outputs {
            let out = UnsafeMutableBufferPointer(rebasing: target[y * columns..<(y + 1) * columns])
            out.initialize(repeating: 0)
            for t in 0..<axis.taps {
                let weight = axis.weights[y * axis.taps + t]
                let from = (axis.starts[y] + t) * columns
                let row = UnsafeBufferPointer(rebasing: source[from..<from + columns])
                for x in 0..<columns { out[x] += weight * row[x] }
            }
        }
    }
}
