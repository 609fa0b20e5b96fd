/// The colours of the cells along a row of a picture. A cell that needs nearly the two colours of the one before it
/// takes exactly those: then only its glyph is sent, one to four bytes instead of forty, and a terminal at the end of a
/// slow line shows the next part in half the time.
///
/// Every cell is held against what was really drawn before it, so errors do not add up along the row.
struct RowColours {
    private var last = Style.plain
    /// Coded steps of 255 in each channel: less than is seen beside another colour. Two steps of `coarsened` where it is
    /// bright, which takes a third off a photograph of rough metal, and one where it is dark: there two show as stripes.
    private static func tolerance(_ level: UInt8) -> Int { level < 96 ? 4 : 8 }

    /// One colour all over.
    mutating func cell(_ colour: RGB) -> Cell {
        if !RowColours.isNear(colour, last.background) { last = Style(background: colour) }
        return Cell(" ", last)
    }

    /// A glyph in its foreground on its background, or its opposite in the same colours the other way round.
    mutating func cell(
        _ glyph: Unicode.Scalar, opposite: Unicode.Scalar, _ foreground: RGB, _ background: RGB
    ) -> Cell {
        // One colour needs no glyph, and a terminal without that glyph still shows it.
        if RowColours.isNear(foreground, background) { return cell(background) }
        if RowColours.isNear(foreground, last.foreground), RowColours.isNear(background, last.background) {
            return Cell(glyph, last)
        }
        if RowColours.isNear(foreground, last.background), RowColours.isNear(background, last.foreground) {
            return Cell(opposite, last)
        }
        last = Style(foreground: foreground, background: background)
        return Cell(glyph, last)
    }

    private static func isNear(_ colour: RGB, _ other: RGB?) -> Bool {
        guard let other else { return false }
        func isNear(_ a: UInt8, _ b: UInt8) -> Bool { abs(Int(a) - Int(b)) <= tolerance(min(a, b)) }
        return isNear(colour.red, other.red) && isNear(colour.green, other.green) && isNear(colour.blue, other.blue)
    }
}

extension RGB {
    /// The nearest of the colours that photographs are drawn in: 64 steps of brightness and half as many of each hue
    /// axis (Y, Co, Cg), finer than the eye separates on parts. A terminal has room for 65,536 pairs of colours, and
    /// filling it costs a repaint of the whole screen; 40 colour photographs need 70,000 pairs as they are and 11,000
    /// so. Greys stay grey, black stays black and white stays white.
    var coarsened: RGB {
        let (r, g, b) = (Int(red), Int(green), Int(blue))
        let y = (r + 2 * g + b + 8) & ~15
        let orange = (r - b + 4) & ~7
        let verdant = (2 * g - r - b + 8) & ~15
        func byte(_ value: Int) -> UInt8 { UInt8(min(max(value, 0), 255)) }
        return RGB(
            byte((y - verdant) / 4 + orange / 2), byte((y + verdant) / 4), byte((y - verdant) / 4 - orange / 2))
    }
}
