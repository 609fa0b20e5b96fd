/// Lines and letters over a picture.
extension Frame {
    /// Puts a glyph over a cell of a picture and leaves the picture behind it: a cell has one background, so it becomes
    /// the mean of the two colours that were there, by the room each took.
    mutating func putOver(_ glyph: Unicode.Scalar, column: Int, row: Int, style: Style) {
        let cell = self[column, row]
        var style = style
        if style.background == nil { style.background = Frame.ground(of: cell) }
        if let background = style.background, let foreground = style.foreground,
            foreground.contrast(with: background) < Frame.leastContrast
        {
            // A red line on a red spot would be lost; its shape says what it is.
            let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
            style.foreground = black.contrast(with: background) > white.contrast(with: background) ? black : white
        }
        put(glyph, column: column, row: row, style: style)
    }

    /// Contrast (WCAG 2) under which a line is not told from what is behind it.
    private static let leastContrast = 1.8

    private static func ground(of cell: Cell) -> RGB? {
        guard let foreground = cell.style.foreground, let background = cell.style.background,
            let coverage = BlockGlyphs.coverage(cell.glyph)
        else { return cell.style.background }
        return background.mixed(with: foreground, share: coverage)
    }
}
