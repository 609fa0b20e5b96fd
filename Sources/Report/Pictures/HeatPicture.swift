import Raster

/// A map in colours on a scale that is fixed and anchored at the threshold: dark below it, a jump, and bright from it
/// on to twice the threshold. A good part stays calm, and two parts can be compared.
struct HeatPicture {
    /// The multiple of the threshold where the scale ends; values above look the same.
    static let end: Float = 2
    private static let steps = 48
    /// What was not seen.
    private static let unseen: (UInt8, UInt8, UInt8) = (128, 128, 128)

    /// `threshold` nil or not above 0 (a detector whose threshold was not set): there is nothing to anchor at, so the
    /// map's own largest value takes the end of the scale, and the page says so.
    static func image(of map: Plane, threshold: Float?) -> Image {
        let anchor = anchor(of: map, threshold: threshold)
        let palette = (0...2 * steps).map { colour(at: Float($0) / Float(steps)) }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * map.values.count)
        for value in map.values {
            let (red, green, blue) = value.isNaN ? unseen : palette[step(value, anchor)]
            pixels.append(red)
            pixels.append(green)
            pixels.append(blue)
        }
        return Image(width: map.width, height: map.height, pixels: pixels)
    }

    /// 0 … 1 below the threshold, 1 … `end` from it on.
    static func colour(at position: Float) -> (UInt8, UInt8, UInt8) {
        let value = position < 1 ? 0.03 + 0.17 * max(0, position) : 0.5 + 0.5 * min((position - 1) / (end - 1), 1)
        return ColourMap.inferno.colour(at: Double(value))
    }

    private static func anchor(of map: Plane, threshold: Float?) -> Float {
        if let threshold, threshold > 0, threshold.isFinite { return threshold }
        let largest = map.values.filter(\.isFinite).max() ?? 1
        return max(largest / end, .leastNormalMagnitude)
    }

    /// A value below the threshold never takes the threshold's own step.
    private static func step(_ value: Float, _ anchor: Float) -> Int {
        let position = min(max(value / anchor, 0), end)
        return value < anchor ? min(Int(position * Float(steps)), steps - 1) : Int(position * Float(steps))
    }
}
