extension Plane {
    /// The plane at another size: bilinear between the centres of its values where it grows (align_corners false, the
    /// edge continued outwards); where it shrinks, the triangle grows with the scale, so that every value counts. As
    /// `Image.resized`, without rounding.
    /// - Precondition: both sides positive. A value that is NaN spoils those that draw on it, and may spoil their
    ///   neighbours.
    public func resized(width newWidth: Int, height newHeight: Int) -> Plane {
        precondition(newWidth > 0 && newHeight > 0)
        if newWidth == width && newHeight == height { return self }
        let across = newWidth == width ? nil : BandedMatrix(resizing: width, to: newWidth)
        let down = newHeight == height ? nil : BandedMatrix(resizing: height, to: newHeight)
        let wide = across.map { across in
            Self.filled(newWidth, height, from: values) { across.across($0, rows: height, into: $1) }
        }
        let high = down.map { down in
            Self.filled(newWidth, newHeight, from: wide ?? values) { down.down($0, columns: newWidth, into: $1) }
        }
        return Plane(width: newWidth, height: newHeight, values: high ?? wide ?? values)
    }

    private static func filled(
        _ width: Int, _ height: Int, from source: [Float],
        _ fill: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: width * height) { out, count in
            source.withUnsafeBufferPointer { source in
                guard let from = source.baseAddress, let into = out.baseAddress else { return }
                fill(from, into)
                count = width * height
            }
        }
    }
}

extension BandedMatrix {
    /// The triangle filter of `Image.resized`, in floating point.
    init(resizing inputs: Int, to outputs: Int) {
        let scale = Double(inputs) / Double(outputs)
        let support = max(scale, 1)
        var bands: [Band] = []
        for i in 0..<outputs {
            let centre = (Double(i) + 0.5) * scale
            var start = max(Int(centre - support + 0.5), 0)
            let end = min(Int(centre + support + 0.5), inputs)
            var weights: [Double] = []
            var sum = 0.0
            for input in start..<end {
                let weight = max(0, 1 - abs((Double(input) + 0.5 - centre) / support))
                if weight == 0 && weights.isEmpty {
                    start += 1
                } else {
                    weights.append(weight)
                    sum += weight
                }
            }
            while weights.count > 1 && weights.last == 0 { weights.removeLast() }
            bands.append((start, weights.map { $0 / sum }))
        }
        self.init(inputs: inputs, bands: bands)
    }
}
