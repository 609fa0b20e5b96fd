extension Image {
    /// The rectangle whose top-left pixel is (x, y).
    /// - Precondition: it is not empty and lies within the picture.
    public func cropped(x: Int, y: Int, width wide: Int, height high: Int) -> Image {
        Image(width: wide, height: high, pixels: rectangle(pixels, 3, width, height, x, y, wide, high))
    }
}

extension Mask {
    /// The rectangle whose top-left pixel is (x, y).
    /// - Precondition: it is not empty and lies within the mask.
    public func cropped(x: Int, y: Int, width wide: Int, height high: Int) -> Mask {
        Mask(width: wide, height: high, values: rectangle(values, 1, width, height, x, y, wide, high))
    }
}

private func rectangle(
    _ source: [UInt8], _ channels: Int, _ width: Int, _ height: Int, _ x: Int, _ y: Int, _ wide: Int, _ high: Int
) -> [UInt8] {
    precondition(x >= 0 && y >= 0 && wide > 0 && high > 0 && x + wide <= width && y + high <= height)
    var out: [UInt8] = []
    out.reserveCapacity(channels * wide * high)
    for row in y..<y + high {
        let start = channels * (row * width + x)
        out += source[start..<start + channels * wide]
    }
    return out
}
