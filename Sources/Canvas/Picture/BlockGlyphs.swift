/// The glyphs that light some of a cell's pixels, by pattern. Bits go along the rows from the top left: in a quadrant 1
/// and 2 are the upper pixels, 4 and 8 the lower ones.
enum BlockGlyphs {
    /// 16 patterns of 2×2.
    static let quadrants: [Unicode.Scalar] = gated(
        [" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"])

    /// 64 patterns of 2×3: U+1FB00 … 1FB3B in their order, without the four that were in Unicode before.
    static let sextants: [Unicode.Scalar] = gated(
        (0..<64).map { pattern -> Unicode.Scalar in
            switch pattern {
            case 0: " "
            case 21: "▌"
            case 42: "▐"
            case 63: "█"
            default:
                Unicode.Scalar(UInt32(0x1FB00 + pattern - 1 - (pattern > 21 ? 1 : 0) - (pattern > 42 ? 1 : 0))) ?? "?"
            }
        })

    /// How much of its cell a glyph of a picture lights, 0 … 1; nil for any other glyph.
    static func coverage(_ glyph: Unicode.Scalar) -> Float? { coverages[glyph] }

    /// What does not take exactly one column must never reach a cell.
    private static func gated(_ glyphs: [Unicode.Scalar]) -> [Unicode.Scalar] {
        glyphs.map { GlyphWidth($0) == .one ? $0 : "?" }
    }

    private static let coverages: [Unicode.Scalar: Float] = {
        var known: [Unicode.Scalar: Float] = [:]
        for (pattern, glyph) in sextants.enumerated() { known[glyph] = Float(pattern.nonzeroBitCount) / 6 }
        for (pattern, glyph) in quadrants.enumerated() { known[glyph] = Float(pattern.nonzeroBitCount) / 4 }
        return known
    }()
}
