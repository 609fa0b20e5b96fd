import Glibc

/// Between sRGB's coded values and light that can be added: averages and blends are taken in light, or edges darken
/// and fine texture loses its brightness. Source: IEC 61966-2-1.
public enum LinearLight {
    /// One colour as light: red, green, blue in 0 … 1.
    public typealias Value = SIMD3<Float>

    public static func decode(_ colour: RGB) -> Value {
        Value(decoded[Int(colour.red)], decoded[Int(colour.green)], decoded[Int(colour.blue)])
    }

    public static func encode(_ light: Value) -> RGB {
        RGB(encode(light.x), encode(light.y), encode(light.z))
    }

    /// Relative luminance, 0 … 1 (WCAG 2, ITU-R BT.709 primaries).
    public static func luminance(_ light: Value) -> Float {
        0.2126 * light.x + 0.7152 * light.y + 0.0722 * light.z
    }

    /// CIE lightness over 100, 0 … 1: equal steps look equal.
    public static func lightness(luminance: Float) -> Float {
        luminance > 0.008856 ? 1.16 * cbrtf(luminance) - 0.16 : 9.033 * max(0, luminance)
    }

    /// Light of each coded value.
    static let decoded: [Float] = (0..<256).map { code in
        let coded = Float(code) / 255
        return coded <= 0.04045 ? coded / 12.92 : powf((coded + 0.055) / 1.055, 2.4)
    }

    private static func encode(_ light: Float) -> UInt8 {
        // 4,096 steps are finer than half a coded step everywhere above the darkest three codes.
        coded[Int(min(max(light, 0), 1) * 4095 + 0.5)]
    }

    private static let coded: [UInt8] = (0..<4096).map { step in
        let light = Float(step) / 4095
        let value = light <= 0.0031308 ? light * 12.92 : 1.055 * powf(light, 1 / 2.4) - 0.055
        return UInt8(min(max(value * 255 + 0.5, 0), 255))
    }
}

extension RGB {
    /// WCAG 2 contrast ratio, 1 … 21, the same both ways round.
    public func contrast(with other: RGB) -> Double {
        let mine = Double(LinearLight.luminance(LinearLight.decode(self)))
        let theirs = Double(LinearLight.luminance(LinearLight.decode(other)))
        return (max(mine, theirs) + 0.05) / (min(mine, theirs) + 0.05)
    }

    /// A mixture in light: `share` of `other`, the rest of this one.
    public func mixed(with other: RGB, share: Float) -> RGB {
        let part = min(max(share, 0), 1)
        return LinearLight.encode(LinearLight.decode(self) * (1 - part) + LinearLight.decode(other) * part)
    }
}
