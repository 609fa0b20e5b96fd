import Foundation

extension Image {
    /// Convolved with a Gaussian of standard deviation `sigma` pixels, cut at four of them; edges repeated. Worked in
    /// single precision along both axes and rounded once. Zero leaves the picture as it is.
    public func blurred(sigma: Double) -> Image {
        let kernel = Self.gaussian(sigma)
        guard kernel.count > 1 else { return self }
        let stride = 3 * width
        let along = [Float](unsafeUninitializedCapacity: pixels.count) { out, count in
            for y in 0..<height { blurRow(y, kernel, out.extracting(y * stride..<(y + 1) * stride)) }
            count = out.count
        }
        let out = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            along.withUnsafeBufferPointer { blurDown($0, kernel, out) }
            count = out.count
        }
        return Image(width: width, height: height, pixels: out)
    }

    /// Weights from −r to r, of sum 1.
    private static func gaussian(_ sigma: Double) -> [Float] {
        let radius = sigma > 0 ? Int(4 * sigma + 0.5) : 0
        let weights = (-radius...radius).map { radius == 0 ? 1 : exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = weights.reduce(0, +)
        return weights.map { Float($0 / sum) }
    }

    private func blurRow(_ y: Int, _ kernel: [Float], _ out: UnsafeMutableBufferPointer<Float>) {
        let radius = kernel.count / 2
        let first = 3 * width * y
        // The row with its edges repeated, so that every tap is one pass over neighbours.
        var row = [Float](repeating: 0, count: 3 * (width + 2 * radius))
        for x in 0..<width + 2 * radius {
            let from = first + 3 * min(max(x - radius, 0), width - 1)
            for c in 0..<3 { row[3 * x + c] = Float(pixels[from + c]) }
        }
        out.initialize(repeating: 0)
        row.withUnsafeBufferPointer { row in
            for (tap, weight) in kernel.enumerated() {
                for i in 0..<out.count { out[i] += weight * row[i + 3 * tap] }
            }
        }
    }

    private func blurDown(
        _ source: UnsafeBufferPointer<Float>, _ kernel: [Float], _ out: UnsafeMutableBufferPointer<UInt8>
    ) {
        let (radius, stride) = (kernel.count / 2, 3 * width)
        var sums = [Float](repeating: 0, count: stride)
        sums.withUnsafeMutableBufferPointer { sums in
            for y in 0..<height {
                sums.update(repeating: 0.5)
                for (tap, weight) in kernel.enumerated() {
                    let from = min(max(y + tap - radius, 0), height - 1) * stride
                    for i in 0..<stride { sums[i] += weight * source[from + i] }
                }
                for i in 0..<stride { out[y * stride + i] = UInt8(min(max(sums[i], 0), 255)) }
            }
        }
    }
}
