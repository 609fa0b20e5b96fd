/// Text as the columns of a screen take it.
///
/// The text is expected to be printable already (`String.printable`, Disk); this is the second fence. A scalar that
/// takes no column is dropped (so a decomposed accent loses its mark), a wide, control or unassigned one becomes `?`.
public enum Columns {
    /// The scalars that reach the screen, one a column.
    public static func glyphs(_ text: String) -> [Unicode.Scalar] {
        var glyphs: [Unicode.Scalar] = []
        glyphs.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch GlyphWidth(scalar) {
            case .one: glyphs.append(scalar)
            case .zero: continue
            case .two, .undefined: glyphs.append("?")
            }
        }
        return glyphs
    }

    /// How many columns the text takes.
    public static func count(_ text: String) -> Int { glyphs(text).count }

    /// The glyphs of `text` in at most `limit` columns; what does not fit gives way to `…` in the last one.
    public static func truncated(_ text: String, to limit: Int, keeping end: End = .start) -> [Unicode.Scalar] {
        let all = glyphs(text)
        guard all.count > limit else { return all }
        guard limit > 0 else { return [] }
        switch end {
        case .start: return all.prefix(limit - 1) + ["…"]
        case .finish: return ["…"] + all.suffix(limit - 1)
        }
    }

    /// Which end of a text survives truncation: names are told apart by their start, paths by their finish.
    public enum End: Sendable { case start, finish }

    /// A number with fixed decimals, rounded half away from zero, as in `3.142`; `–` when it is not finite.
    /// - Parameter decimals: 0 … 9.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let places = min(max(0, decimals), 9)
        var unit: Int64 = 1
        for _ in 0..<places { unit *= 10 }
        let scaled = (abs(value) * Double(unit)).rounded()
        guard scaled < 9e18 else { return "–" }
        let whole = Int64(scaled)
        let sign = value < 0 && whole != 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % unit)
        return "\(sign)\(whole / unit).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }
}
