#if canImport(Glibc)
    import Glibc
#endif

/// CIE 1976 L*a*b* under D65, and its way to and from 8-bit sRGB (IEC 61966-2-1; CIE 15:2004, 8.2.1).
public struct Lab: Equatable, Sendable {
    /// 0 black ... 100 white.
    public let lightness: Double
    public let a: Double
    public let b: Double

    public init(lightness: Double, a: Double, b: Double) {
        (self.lightness, self.a, self.b) = (lightness, a, b)
    }

    /// - Parameter hue: degrees.
    public init(lightness: Double, chroma: Double, hue: Double) {
        let angle = hue * .pi / 180
        self.init(lightness: lightness, a: chroma * cos(angle), b: chroma * sin(angle))
    }

    private static let white = (x: 0.95047, y: 1.0, z: 1.08883)
    /// Where the cube root gives way to a line: (6/29)³ and the line's slope.
    private static let bend = 216.0 / 24389
    private static let slope = 24389.0 / 27

    /// The colour of 8-bit sRGB values.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        let (r, g, b) = (Self.linear(red), Self.linear(green), Self.linear(blue))
        let x = 0.4124564 * r + 0.3575761 * g + 0.1804375 * b
        let y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
        let z = 0.0193339 * r + 0.1191920 * g + 0.9503041 * b
        func f(_ t: Double) -> Double { t > Self.bend ? cbrt(t) : (Self.slope * t + 16) / 116 }
        let (fx, fy, fz) = (f(x / Self.white.x), f(y / Self.white.y), f(z / Self.white.z))
        self.init(lightness: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz))
    }

    /// sRGB in units of 1/255, not rounded; outside 0...255 where the screen has no such colour.
    var screen: (red: Double, green: Double, blue: Double) {
        let fy = (lightness + 16) / 116
        func cubed(_ f: Double) -> Double {
            let cube = f * f * f
            return cube > Self.bend ? cube : (116 * f - 16) / Self.slope
        }
        let x = Self.white.x * cubed(fy + a / 500)
        let y = Self.white.y * cubed(fy)
        let z = Self.white.z * cubed(fy - b / 200)
        return (
            Self.encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
            Self.encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
            Self.encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)
        )
    }

    private static func linear(_ value: UInt8) -> Double {
        let v = Double(value) / 255
        return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }

    private static func encoded(_ light: Double) -> Double {
        255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }
}
