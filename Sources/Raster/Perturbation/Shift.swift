extension Image {
    /// The content moved by whole pixels, to the right and down; what comes in is the edge repeated.
    public func shifted(right: Int, down: Int) -> Image {
        Image(width: width, height: height, pixels: moved(pixels, 3, width, height, right, down))
    }
}

extension Mask {
    /// As `Image.shifted`.
    public func shifted(right: Int, down: Int) -> Mask {
        Mask(width: width, height: height, values: moved(values, 1, width, height, right, down))
    }
}

extension Plane {
    /// As `Image.shifted`.
    public func shifted(right: Int, down: Int) -> Plane {
        Plane(width: width, height: height, values: moved(values, 1, width, height, right, down))
    }
}

private func moved<Value>(
    _ source: [Value], _ channels: Int, _ width: Int, _ height: Int, _ right: Int, _ down: Int
) -> [Value] {
    // Further than the picture is wide is no further: only the edge is left.
    let right = min(max(right, -width), width)
    let down = min(max(down, -height), height)
    if right == 0 && down == 0 { return source }
    var out: [Value] = []
    out.reserveCapacity(source.count)
    let kept = max(0, -right)..<min(width, width - right)
    for y in 0..<height {
        let row = min(max(y - down, 0), height - 1) * width
        let first = channels * row
        let last = channels * (row + width - 1)
        for _ in 0..<max(0, right) { out += source[first..<first + channels] }
        out += source[channels * (row + kept.lowerBound)..<channels * (row + kept.upperBound)]
        for _ in 0..<max(0, -right) { out += source[last..<last + channels] }
    }
    return out
}
