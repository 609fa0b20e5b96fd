/// Cutting a screen into places. Every cut stays inside the box it is taken from, so a small terminal gives
/// small or empty boxes and never a negative one.
extension Box {
    public var isEmpty: Bool { columns <= 0 || rows <= 0 }
    /// The first column to the right of the box.
    public var endColumn: Int { column + columns }
    /// The first row below the box.
    public var endRow: Int { row + rows }

    /// The box without `horizontal` columns at either side and `vertical` rows at top and bottom.
    public func inset(_ horizontal: Int = 1, _ vertical: Int = 1) -> Box {
        Box(
            column: column + horizontal, row: row + vertical, columns: max(0, columns - 2 * horizontal),
            rows: max(0, rows - 2 * vertical))
    }

    /// The top `count` rows and what is left below them.
    public func splitTop(_ count: Int) -> (top: Box, rest: Box) {
        let taken = min(max(0, count), rows)
        return (
            Box(column: column, row: row, columns: columns, rows: taken),
            Box(column: column, row: row + taken, columns: columns, rows: rows - taken)
        )
    }

    /// The bottom `count` rows and what is left above them.
    public func splitBottom(_ count: Int) -> (rest: Box, bottom: Box) {
        let (rest, bottom) = splitTop(rows - min(max(0, count), rows))
        return (rest, bottom)
    }

    /// The left `count` columns and what is left beside them.
    public func splitLeft(_ count: Int) -> (left: Box, rest: Box) {
        let taken = min(max(0, count), columns)
        return (
            Box(column: column, row: row, columns: taken, rows: rows),
            Box(column: column + taken, row: row, columns: columns - taken, rows: rows)
        )
    }

    /// The right `count` columns and what is left beside them.
    public func splitRight(_ count: Int) -> (rest: Box, right: Box) {
        let (rest, right) = splitLeft(columns - min(max(0, count), columns))
        return (rest, right)
    }

    /// What both boxes cover; empty where they do not meet.
    public func intersection(_ other: Box) -> Box {
        let left = max(column, other.column)
        let top = max(row, other.row)
        return Box(
            column: left, row: top, columns: max(0, min(endColumn, other.endColumn) - left),
            rows: max(0, min(endRow, other.endRow) - top))
    }
}

extension Frame {
    /// The whole frame.
    public var box: Box { Box(column: 0, row: 0, columns: size.columns, rows: size.rows) }
}
