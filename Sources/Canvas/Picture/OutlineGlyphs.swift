/// How a line around a place is drawn: what the machine found and what is known to be true must differ without colour.
public enum OutlineLine: Hashable, Sendable, CaseIterable {
    case solid, dashed

    /// The glyph that joins the sides of a cell at which the line goes on.
    func glyph(up: Bool, down: Bool, left: Bool, right: Bool, unicode: Bool) -> Unicode.Scalar {
        let sides = (up ? 1 : 0) | (down ? 2 : 0) | (left ? 4 : 0) | (right ? 8 : 0)
        let upright = sides != 0 && sides & 12 == 0
        let level = sides & 3 == 0
        guard unicode else {
            if upright { return self == .solid ? "|" : ":" }
            if level { return self == .solid ? "-" : "=" }
            return "+"
        }
        if upright { return self == .solid ? "│" : "┆" }
        if level { return self == .solid ? "─" : "┄" }
        let joints: [Unicode.Scalar] = [
            "─", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
        ]
        return joints[sides]
    }

    /// Without colours a picture is a ramp of glyphs that looks like lines, so lines stand out by reverse.
    func style(_ style: Style, capabilities: Capabilities) -> Style {
        guard capabilities.isMonochrome else { return style }
        return Style(bold: self == .solid, reverse: true)
    }
}
