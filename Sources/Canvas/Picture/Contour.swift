/// The line around everything a map has at or over a threshold, to the cell: it runs through the cells beside the
/// flagged ones and so hides none of them. Where they reach the edge of the view it is open.
public enum Contour {
    /// - Parameters:
    ///   - peaks: a map, or a mask with a threshold of 0.5.
    ///   - threshold: in the units of the map; what is no number is inside.
    public static func draw(
        _ peaks: PeakMosaic, from threshold: Float, line: OutlineLine = .solid, style: Style, into frame: inout Frame,
        capabilities: Capabilities
    ) {
        let fit = peaks.fit
        let (columns, rows) = (fit.box.columns, fit.box.rows)
        let inside = CellReduction(fit: fit, glyphs: .ascii).peaks(peaks.values).map { !($0 < threshold) }
        func isInside(_ column: Int, _ row: Int) -> Bool {
            column >= 0 && row >= 0 && column < columns && row < rows && inside[row * columns + column]
        }
        func isLine(_ column: Int, _ row: Int) -> Bool {
            guard column >= 0, row >= 0, column < columns, row < rows, !isInside(column, row) else { return false }
            for y in row - 1...row + 1 {
                for x in column - 1...column + 1 where isInside(x, y) { return true }
            }
            return false
        }
        let shown = line.style(style, capabilities: capabilities)
        for row in 0..<rows {
            for column in 0..<columns where isLine(column, row) {
                let glyph = line.glyph(
                    up: isLine(column, row - 1), down: isLine(column, row + 1), left: isLine(column - 1, row),
                    right: isLine(column + 1, row), unicode: capabilities.unicode)
                frame.putOver(glyph, column: fit.box.column + column, row: fit.box.row + row, style: shown)
            }
        }
    }
}
