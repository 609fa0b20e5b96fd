extension Mask {
    /// The mask at another size by the nearest pixel: equal to Pillow's `resize((width, height), NEAREST)` of the grey
    /// mask, thresholded before or after alike.
    /// - Precondition: both sides positive.
    public func resizedNearest(width newWidth: Int, height newHeight: Int) -> Mask {
        precondition(newWidth > 0 && newHeight > 0)
        let columns = Self.sources(from: width, to: newWidth)
        let rows = Self.sources(from: height, to: newHeight)
        var out: [UInt8] = []
        out.reserveCapacity(newWidth * newHeight)
        for row in rows {
            for column in columns { out.append(values[row * width + column]) }
        }
        return Mask(width: newWidth, height: newHeight, values: out)
    }

    /// The pixel under each output pixel's centre. Pillow adds the scale up from one pixel to the next in double
    /// precision; so does this, because at sizes such as 49 to 7 rounding decides.
    private static func sources(from input: Int, to output: Int) -> [Int] {
        if input == output { return Array(0..<input) }
        let scale = Double(input) / Double(output)
        var at = scale * 0.5
        return (0..<output).map { _ in
            defer { at += scale }
            return min(Int(at), input - 1)
        }
    }
}
