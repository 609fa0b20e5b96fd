/// Text, fields and lines. Everything clips at the frame's edge. A style without a background keeps the background
/// that is already there, so a selected row is filled once and written over.
extension Frame {
    public enum Alignment: Sendable { case left, right, centre }

    /// Writes one line of text; see `Columns` for what happens to scalars that do not take one column.
    /// - Parameters:
    ///   - limit: the columns it may take, by default all to the right edge; longer text ends in `…`.
    ///   - alignment: where it stands in those columns.
    ///   - end: which end of the text survives truncation.
    /// - Returns: the first column after the text.
    @discardableResult
    public mutating func write(
        _ text: String, column: Int, row: Int, style: Style = .plain, limit: Int? = nil, alignment: Alignment = .left,
        keeping end: Columns.End = .start
    ) -> Int {
        let room = limit ?? (size.columns - column)
        let glyphs = Columns.truncated(text, to: room, keeping: end)
        let start =
            switch alignment {
            case .left: column
            case .right: column + max(0, room - glyphs.count)
            case .centre: column + max(0, room - glyphs.count) / 2
            }
        for (offset, glyph) in glyphs.enumerated() {
            put(glyph, column: start + offset, row: row, style: style)
        }
        return start + glyphs.count
    }

    /// A number with fixed decimals, right-aligned in `width` columns; `#` in every column when it does not fit,
    /// because a number that lost digits is a wrong number.
    public mutating func write(
        number: Double, decimals: Int, column: Int, row: Int, width: Int, style: Style = .plain
    ) {
        let text = Columns.fixed(number, decimals: decimals)
        let fits = Columns.count(text) <= width
        write(
            fits ? text : String(repeating: "#", count: max(0, width)), column: column, row: row, style: style,
            limit: width, alignment: .right)
    }

    /// One glyph; anything that does not take exactly one column becomes `?`.
    public mutating func put(_ glyph: Unicode.Scalar, column: Int, row: Int, style: Style = .plain) {
        var style = style
        if style.background == nil { style.background = self[column, row].style.background }
        self[column, row] = Cell(GlyphWidth(glyph) == .one ? glyph : "?", style)
    }

    public mutating func fill(_ box: Box, _ cell: Cell) {
        let clipped = box.intersection(self.box)
        for row in clipped.row..<clipped.row + clipped.rows {
            for column in clipped.column..<clipped.column + clipped.columns { self[column, row] = cell }
        }
    }

    /// Changes how the cells of a box look and leaves their glyphs.
    public mutating func restyle(_ box: Box, _ change: (inout Style) -> Void) {
        let clipped = box.intersection(self.box)
        for row in clipped.row..<clipped.row + clipped.rows {
            for column in clipped.column..<clipped.column + clipped.columns {
                var cell = self[column, row]
                change(&cell.style)
                self[column, row] = cell
            }
        }
    }

    /// A thin horizontal line.
    public mutating func rule(column: Int, row: Int, columns: Int, style: Style = .plain) {
        for offset in 0..<max(0, columns) { put("─", column: column + offset, row: row, style: style) }
    }

    /// A thin vertical line.
    public mutating func verticalRule(column: Int, row: Int, rows: Int, style: Style = .plain) {
        for offset in 0..<max(0, rows) { put("│", column: column, row: row + offset, style: style) }
    }

    /// A thin border along the inside of the box's edge, with a title in its top line; nothing when the box is
    /// too small to hold anything inside.
    /// - Returns: the box inside the border.
    @discardableResult
    public mutating func border(
        _ box: Box, title: String = "", style: Style = .plain, titleStyle: Style? = nil
    ) -> Box {
        guard box.columns >= 2, box.rows >= 2 else { return box }
        let right = box.endColumn - 1
        let bottom = box.endRow - 1
        rule(column: box.column + 1, row: box.row, columns: box.columns - 2, style: style)
        rule(column: box.column + 1, row: bottom, columns: box.columns - 2, style: style)
        verticalRule(column: box.column, row: box.row + 1, rows: box.rows - 2, style: style)
        verticalRule(column: right, row: box.row + 1, rows: box.rows - 2, style: style)
        put("┌", column: box.column, row: box.row, style: style)
        put("┐", column: right, row: box.row, style: style)
        put("└", column: box.column, row: bottom, style: style)
        put("┘", column: right, row: bottom, style: style)
        if !title.isEmpty, box.columns >= 6 {
            write(
                " \(title) ", column: box.column + 2, row: box.row, style: titleStyle ?? style,
                limit: box.columns - 4)
        }
        return box.inset()
    }

    /// A horizontal bar filled to `fraction` (0 … 1) in eighths of a column.
    public mutating func bar(_ fraction: Double, column: Int, row: Int, columns: Int, style: Style = .plain) {
        let clamped = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        let eighths = Int((clamped * Double(columns * 8)).rounded())
        let partial: [Unicode.Scalar] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
        for offset in 0..<max(0, columns) {
            put(partial[min(max(eighths - offset * 8, 0), 8)], column: column + offset, row: row, style: style)
        }
    }

    /// The latest values as columns of eighths, right-aligned; `range` gives bottom and top.
    public mutating func sparkline(
        _ values: [Double], in range: ClosedRange<Double>, column: Int, row: Int, columns: Int, style: Style = .plain
    ) {
        let shown = values.suffix(max(0, columns))
        let heights: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let span = range.upperBound - range.lowerBound
        for (offset, value) in shown.enumerated() {
            let fraction = span > 0 && value.isFinite ? (value - range.lowerBound) / span : 0
            let level = min(max(Int(fraction * 8), 0), 7)
            put(heights[level], column: column + columns - shown.count + offset, row: row, style: style)
        }
    }
}
