import Canvas

/// Narrowing the list of the place one is in.
extension State {
    /// The place's filter has changed.
    mutating func filterChanged() -> [Effect] { [] }

    /// What the palette offers in this place beyond the keys' commands.
    var placeOffers: [PaletteOffer] {
        GlyphMode.allCases.map { PaletteOffer(line: "glyphs \($0.rawValue)", meaning: "how fine pictures are drawn") }
    }

    /// A line of the palette that the place understands itself.
    /// - Returns: `nil` where it is none.
    mutating func runPlaceCommand(_ typed: String) -> [Effect]? {
        if let mode = typed.argument(of: "glyphs").flatMap(GlyphMode.init) {
            glyphs = mode
            return []
        }
        return nil
    }
}
