import CKernels

/// For each output pixel of one axis: the first input pixel that it draws on and its weights, in fixed point. The
/// triangle filter of Pillow's `Image.resize(..., BILINEAR)`: when shrinking its support grows with the scale, so that
/// every input pixel counts.
struct ResampleCoefficients {
    /// Fraction bits: 32 for the accumulator less 8 of the pixel less 2 of headroom.
    static let precision = Int32(RESAMPLE_PRECISION)

    let starts: [Int32]
    let counts: [Int32]
    /// `taps` weights for each output, zero after `counts`.
    let weights: [Int32]
    let taps: Int

    /// - Parameter extent: how much of the input the output covers, from its beginning: less than all of it where the
    ///   last pixel stands for a part of one.
    init(from input: Int, to output: Int, extent: Double? = nil) {
        let scale = (extent ?? Double(input)) / Double(output)
        let support = max(scale, 1)
        taps = Int(support.rounded(.up)) * 2 + 1
        var starts: [Int32] = []
        var counts: [Int32] = []
        var weights = [Int32](repeating: 0, count: taps * output)
        var exact = [Double](repeating: 0, count: taps)
        for i in 0..<output {
            let centre = (Double(i) + 0.5) * scale
            let start = max(Int(centre - support + 0.5), 0)
            let count = min(Int(centre + support + 0.5), input) - start
            let inverse = 1 / support
            var sum = 0.0
            for t in 0..<count {
                exact[t] = max(0, 1 - abs((Double(t + start) - centre + 0.5) * inverse))
                sum += exact[t]
            }
            for t in 0..<count {
                let weight = sum == 0 ? exact[t] : exact[t] / sum
                weights[i * taps + t] = Int32(0.5 + weight * Double(1 << Self.precision))
            }
            starts.append(Int32(start))
            counts.append(Int32(count))
        }
        (self.starts, self.counts, self.weights) = (starts, counts, weights)
    }

    /// The axis as the kernels read it, for as long as `body` runs.
    func withAxis<Result>(_ body: (UnsafePointer<resample_axis>) -> Result) -> Result {
        starts.withUnsafeBufferPointer { starts in
            counts.withUnsafeBufferPointer { counts in
                weights.withUnsafeBufferPointer { weights in
                    var axis = resample_axis(
                        starts: starts.baseAddress, counts: counts.baseAddress, weights: weights.baseAddress,
                        outputs: Int32(starts.count), taps: Int32(taps))
                    return body(&axis)
                }
            }
        }
    }
}
