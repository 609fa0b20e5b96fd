/// A BatchNorm at inference: `y = (x − mean) · weight / √(variance + ε) + bias`, for each channel (Ioffe and
/// Szegedy 2015, algorithm 2).
struct BatchNorm {
    let weight: [Float]
    let bias: [Float]
    let mean: [Float]
    let variance: [Float]
    let epsilon: Double

    /// Puts the BatchNorm into the convolution before it, in double precision.
    /// - Parameters:
    ///   - kernel: weights, output channel slowest.
    ///   - offset: the convolution's own bias, where it has one.
    /// - Returns: `nil` where a variance is negative or a result is not finite: such statistics were never measured.
    func folded(into kernel: [Float], offset: [Float]?) -> (weight: [Float], bias: [Float])? {
        let channels = weight.count
        let perChannel = channels == 0 ? 0 : kernel.count / channels
        var folded = kernel
        var shifts: [Float] = []
        for channel in 0..<channels {
            guard variance[channel] >= 0 else { return nil }
            let scale = Double(weight[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
            for i in channel * perChannel..<(channel + 1) * perChannel { folded[i] = Float(Double(kernel[i]) * scale) }
            let shift = Double(offset?[channel] ?? 0) - Double(mean[channel])
            shifts.append(Float(Double(bias[channel]) + shift * scale))
        }
        return folded.allSatisfy(\.isFinite) && shifts.allSatisfy(\.isFinite) ? (folded, shifts) : nil
    }
}
