#if canImport(Glibc)
    import Glibc
#endif

/// A scale from 0 to 1 as colours whose lightness rises evenly, so that a larger value looks larger to everyone,
/// on a grey print too. Computed from a path through hue and chroma, not from a table.
public struct ColourMap: Sendable {
    public let name: String
    private let levels: [(UInt8, UInt8, UInt8)]

    /// Violet, blue, green, yellow.
    public static let viridis = ColourMap(
        "viridis", lightness: 14...91, hues: [318, 286, 194, 140, 98], chromas: [48, 36, 33, 60, 84])
    /// Black, violet, red, orange, pale yellow.
    public static let inferno = ColourMap(
        "inferno", lightness: 0...97, hues: [300, 314, 372, 426, 466], chromas: [0, 50, 60, 76, 44])
    /// Blue through grey to yellow: no red and no green to confuse, so people who see these alike see the same scale.
    /// Negative chroma is the opposite hue.
    public static let cividis = ColourMap(
        "cividis", lightness: 13...92, hues: [98, 96, 92, 94, 98], chromas: [-38, -22, 4, 34, 74])
    /// Black to white.
    public static let grey = ColourMap("grey", lightness: 0...100, hues: [0, 0], chromas: [0, 0])

    public static let all = [viridis, inferno, cividis, grey]

    /// The colour of `value`: below 0 as 0, above 1 as 1, NaN as 0.
    public func colour(at value: Double) -> (UInt8, UInt8, UInt8) {
        let last = Double(levels.count - 1)
        return levels[value > 0 ? Int((min(value, 1) * last).rounded()) : 0]
    }

    /// Hues in degrees and chromas are those at equal steps along the scale; between them runs a smooth curve.
    private init(_ name: String, lightness: ClosedRange<Double>, hues: [Double], chromas: [Double]) {
        self.name = name
        // The curve may fall a little below its points; only a scale with two opposite hues may pass through grey.
        let lowest = min(0, chromas.min() ?? 0)
        levels = (0..<256).map { level in
            let t = Double(level) / 255
            let chroma = max(lowest, Self.curve(chromas, at: t))
            return Self.nearest(
                lightness: lightness.lowerBound + t * (lightness.upperBound - lightness.lowerBound),
                chroma: abs(chroma), hue: Self.curve(hues, at: t) + (chroma < 0 ? 180 : 0))
        }
    }

    /// A Catmull-Rom spline through equally spaced values.
    private static func curve(_ values: [Double], at t: Double) -> Double {
        let position = t * Double(values.count - 1)
        let i = min(Int(position), values.count - 2)
        let u = position - Double(i)
        let (p1, p2) = (values[i], values[i + 1])
        let p0 = i > 0 ? values[i - 1] : 2 * p1 - p2
        let p3 = i + 2 < values.count ? values[i + 2] : 2 * p2 - p1
        return p1 + 0.5 * u * (p2 - p0 + u * (2 * p0 - 5 * p1 + 4 * p2 - p3 + u * (3 * (p1 - p2) + p3 - p0)))
    }

    /// The screen's colour of exactly that hue and nearly that lightness, as colourful as the screen can be up to
    /// `chroma`. Of the eight ways to round three channels the one that keeps the lightness best: plain rounding would
    /// let it fall between neighbours on the scale.
    private static func nearest(lightness: Double, chroma: Double, hue: Double) -> (UInt8, UInt8, UInt8) {
        var (inside, outside) = (0.0, chroma)
        if isShowable(Lab(lightness: lightness, chroma: chroma, hue: hue)) { inside = chroma }
        while outside - inside > 0.01 {
            let middle = (inside + outside) / 2
            if isShowable(Lab(lightness: lightness, chroma: middle, hue: hue)) {
                inside = middle
            } else {
                outside = middle
            }
        }
        let exact = Lab(lightness: lightness, chroma: inside, hue: hue).screen
        func rounded(_ value: Double, up: Bool) -> UInt8 {
            UInt8(min(max(up ? value.rounded(.up) : value.rounded(.down), 0), 255))
        }
        let candidates = (0..<8).map { way in
            (
                rounded(exact.red, up: way & 1 != 0), rounded(exact.green, up: way & 2 != 0),
                rounded(exact.blue, up: way & 4 != 0)
            )
        }
        func error(_ c: (UInt8, UInt8, UInt8)) -> Double {
            abs(Lab(red: c.0, green: c.1, blue: c.2).lightness - lightness)
        }
        return candidates.min { error($0) < error($1) } ?? (0, 0, 0)
    }

    private static func isShowable(_ colour: Lab) -> Bool {
        let (r, g, b) = colour.screen
        return [r, g, b].allSatisfy { $0 > -0.5 && $0 < 255.5 }
    }
}
