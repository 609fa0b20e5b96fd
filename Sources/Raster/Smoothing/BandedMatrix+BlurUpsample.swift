#if canImport(Glibc)
    import Glibc
#endif

extension BandedMatrix {
    /// Along one axis, bilinear upsampling (g patches to S pixels) followed by a Gaussian blur, as one matrix. Both are
    /// linear, so their product is too: blurring a map of S² pixels with 33 taps becomes a product with an S × g matrix
    /// whose rows hold a few values.
    /// - Parameters:
    ///   - sigma: of the Gaussian, in output pixels; cut off at `radius(sigma)`; 0 for no blur.
    /// - Precondition: sizes positive, sigma finite and not negative.
    init(blurring sigma: Double, from inputs: Int, to outputs: Int) {
        precondition(inputs > 0 && outputs > 0 && sigma >= 0 && sigma.isFinite)
        let kernel = Self.gaussian(sigma: sigma)
        let radius = kernel.count / 2
        var bands: [Band] = []
        var row = [Double](repeating: 0, count: inputs)
        for y in 0..<outputs {
            for i in 0..<inputs { row[i] = 0 }
            for (k, weight) in kernel.enumerated() {
                let pixel = Self.reflected(y + k - radius, outputs)
                let (low, high, fraction) = Self.neighbours(of: pixel, from: inputs, to: outputs)
                row[low] += weight * (1 - fraction)
                row[high] += weight * fraction
            }
            let first = row.firstIndex { $0 != 0 } ?? 0
            let last = row.lastIndex { $0 != 0 } ?? 0
            bands.append((first, Array(row[first...last])))
        }
        self.init(inputs: inputs, bands: bands)
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
