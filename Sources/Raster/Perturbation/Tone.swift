extension Image {
    /// Each coded value v becomes `factor`·v + `offset`, rounded and clipped to 0...255, as a camera's gain and black
    /// level work after gamma coding; twice the factor is more than twice the light.
    public func brightened(factor: Double, offset: Double = 0) -> Image {
        toned { factor * $0 + offset }
    }

    /// Each coded value's distance from the picture's mean grey times `factor`, rounded and clipped: 0 leaves one grey.
    public func contrasted(factor: Double) -> Image {
        let mean = meanGrey
        return toned { mean + factor * ($0 - mean) }
    }

    /// Mean over the pixels of the coded values weighed as in ITU-R BT.601.
    private var meanGrey: Double {
        var sums = (0, 0, 0)
        pixels.withUnsafeBufferPointer { rgb in
            for i in 0..<width * height {
                sums.0 += Int(rgb[3 * i])
                sums.1 += Int(rgb[3 * i + 1])
                sums.2 += Int(rgb[3 * i + 2])
            }
        }
        return (0.299 * Double(sums.0) + 0.587 * Double(sums.1) + 0.114 * Double(sums.2)) / Double(width * height)
    }

    private func toned(_ curve: (Double) -> Double) -> Image {
        let table = (0...255).map { level in
            let value = curve(Double(level)).rounded()
            return value.isNaN ? UInt8(level) : UInt8(min(max(value, 0), 255))
        }
        return Image(width: width, height: height, pixels: pixels.map { table[Int($0)] })
    }
}
