#if canImport(Glibc)
    import Glibc
#endif

/// Along one axis, bilinear upsampling followed by a Gaussian blur, as one matrix. Both are linear, so their product is
/// too: blurring a map of S² pixels with 33 taps becomes a product with an S × g matrix whose rows hold a few values.
struct BlurUpsample: Sendable {
    /// Patches along the axis, g.
    let inputs: Int
    /// Pixels along the axis, S.
    let outputs: Int
    /// For each output the first input that it draws on.
    let starts: [Int]
    /// Weights kept for each output: the same number for all, so that loops have one length.
    let taps: Int
    /// `outputs · taps` weights, zero where fewer are needed.
    let weights: [Float]

    /// - Parameters:
    ///   - sigma: of the Gaussian, in output pixels; cut off at `radius(sigma)`; 0 for no blur.
    /// - Precondition: sizes positive, sigma finite and not negative.
    init(from inputs: Int, to outputs: Int, sigma: Double) {
        precondition(inputs > 0 && outputs > 0 && sigma >= 0 && sigma.isFinite)
        self.inputs = inputs
        self.outputs = outputs
        let kernel = Self.gaussian(sigma: sigma)
        let radius = kernel.count / 2
        var dense = [Double](repeating: 0, count: outputs * inputs)
        for y in 0..<outputs {
            for (k, weight) in kernel.enumerated() {
                let pixel = Self.reflected(y + k - radius, outputs)
                let (low, high, fraction) = Self.neighbours(of: pixel, from: inputs, to: outputs)
                dense[y * inputs + low] += weight * (1 - fraction)
                dense[y * inputs + high] += weight * fraction
            }
        }
        // The band of each row that is not zero.
        var bands: [Range<Int>] = []
        for y in 0..<outputs {
            let row = dense[y * inputs..<(y + 1) * inputs]
            let first = row.firstIndex { $0 != 0 } ?? row.startIndex
            let last = row.lastIndex { $0 != 0 } ?? row.startIndex
            bands.append(first - row.startIndex..<last - row.startIndex + 1)
        }
        let taps = bands.map(\.count).max() ?? 1
        // A band that would run over the edge begins earlier, with zeros.
        let starts = bands.map { min($0.lowerBound, inputs - taps) }
        self.taps = taps
        self.starts = starts
        weights = (0..<outputs).flatMap { y in (0..<taps).map { Float(dense[y * inputs + starts[y] + $0]) } }
    }

    /// The Gaussian is cut off four sigmas out, as scipy does by default.
    static func radius(sigma: Double) -> Int { Int(4 * sigma + 0.5) }

    /// 2 · radius + 1 weights that sum to 1.
    static func gaussian(sigma: Double) -> [Double] {
        let radius = radius(sigma: sigma)
        if radius == 0 { return [1] }
        let raw = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    /// `d c b a | a b c d | d c b a`: scipy's "reflect", each edge pixel seen twice.
    static func reflected(_ index: Int, _ count: Int) -> Int {
        let wrapped = ((index % (2 * count)) + 2 * count) % (2 * count)
        return wrapped < count ? wrapped : 2 * count - 1 - wrapped
    }

    /// Bilinear, align_corners false: pixel centres lie at half-integers, and the edge patch is continued outwards.
    static func neighbours(
        of pixel: Int, from inputs: Int, to outputs: Int
    ) -> (low: Int, high: Int, fraction: Double) {
        let at = max(0, (Double(pixel) + 0.5) * Double(inputs) / Double(outputs) - 0.5)
        let low = min(Int(at), inputs - 1)
        return (low, min(low + 1, inputs - 1), at - Double(low))
    }
}
