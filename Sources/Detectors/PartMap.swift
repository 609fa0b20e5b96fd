import Raster

extension Recipe.InputProtocol {
    /// The share of a part that the network sees, in the part's own pixels.
    public func shownShare(width: Int, height: Int) -> (x: Int, y: Int, width: Int, height: Int) {
        guard self == .paper else { return (0, 0, width, height) }
        let (wide, high) = (max(1, width * 7 / 8), max(1, height * 7 / 8))
        return ((width - wide) / 2, (height - high) / 2, wide, high)
    }

    /// A map of the network's input in the part's own pixels, bilinear between its values. What the network did not see
    /// is NaN: nothing was measured there.
    /// - Parameters: `width` and `height` of the part, upright.
    public func partMap(_ map: Plane, width: Int, height: Int) -> Plane {
        let shown = shownShare(width: width, height: height)
        let inner = map.resized(width: shown.width, height: shown.height)
        if shown.width == width && shown.height == height { return inner }
        var values = [Float](repeating: .nan, count: width * height)
        for row in 0..<shown.height {
            let start = (shown.y + row) * width + shown.x
            values.replaceSubrange(
                start..<(start + shown.width), with: inner.values[(row * shown.width)..<((row + 1) * shown.width)])
        }
        return Plane(width: width, height: height, values: values)
    }
}
