import Glibc

/// From a colour that a screen asks for down to one that a terminal has.
///
/// Nearness is the Euclidean distance in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020):
/// equal distances look about equally different, and greys stay grey.
public enum ColourLadder {
    /// The nearest of the 240 fixed colours: 16 … 231 a 6×6×6 cube, 232 … 255 greys. Never 0 … 15, which belong to
    /// the user's theme.
    public static func indexed240(_ colour: RGB) -> UInt8 {
        UInt8(16 + nearest(to: colour, in: fixedLab))
    }

    /// The nearest of the 16 ANSI colours as xterm shows them by default.
    public static func ansi16(_ colour: RGB) -> UInt8 { UInt8(nearest(to: colour, in: ansiLab)) }

    /// The nearest of the first 8 ANSI colours, for terminals that have no bright ones.
    public static func ansi8(_ colour: RGB) -> UInt8 { UInt8(nearest(to: colour, in: Array(ansiLab[..<8]))) }

    /// What an index of the 256 looks like; 0 … 15 as xterm shows them by default.
    public static func colour(ofIndex index: UInt8) -> RGB {
        index < 16 ? ansi[Int(index)] : fixed[Int(index) - 16]
    }

    /// The 16 ANSI colours as xterm shows them by default.
    public static let ansi: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205),
        RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
        RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]

    /// Colours 16 … 255, the same on every terminal that has 256.
    public static let fixed: [RGB] = {
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        let cube: [RGB] = (0..<216).map { RGB(levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]) }
        let greys: [RGB] = (0..<24).map { step in
            let level = UInt8(8 + 10 * step)
            return RGB(level, level, level)
        }
        return cube + greys
    }()

    /// OKLab of a colour given as light: lightness 0 … 1, then green–red and blue–yellow.
    static func oklab(_ light: LinearLight.Value) -> SIMD3<Float> {
        let l = cbrtf(0.4122214708 * light.x + 0.5363325363 * light.y + 0.0514459929 * light.z)
        let m = cbrtf(0.2119034982 * light.x + 0.6806995451 * light.y + 0.1073969566 * light.z)
        let s = cbrtf(0.0883024619 * light.x + 0.2817188376 * light.y + 0.6299787005 * light.z)
        return SIMD3(
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
    }

    static let ansiLab = ansi.map { oklab(LinearLight.decode($0)) }
    private static let fixedLab = fixed.map { oklab(LinearLight.decode($0)) }

    private static func nearest(to colour: RGB, in palette: [SIMD3<Float>]) -> Int {
        nearest(to: oklab(LinearLight.decode(colour)), in: palette)
    }

    /// The first of the nearest, so that equal distances always give the same answer.
    static func nearest(to lab: SIMD3<Float>, in palette: [SIMD3<Float>]) -> Int {
        var best = 0
        var least = Float.infinity
        for (index, candidate) in palette.enumerated() {
            let difference = candidate - lab
            let distance = (difference * difference).sum()
            if distance < least { (best, least) = (index, distance) }
        }
        return best
    }
}
