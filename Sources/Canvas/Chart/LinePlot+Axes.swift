/// The axes of a plot and the numbers at their ends.
extension LinePlot {
    /// - Returns: the box inside the axes.
    func drawAxes(into frame: inout Frame, box: Box, style: Style, capabilities: Capabilities) -> Box {
        let ends = [y.lowerBound, y.upperBound].map { Columns.fixed($0, decimals: yDecimals ?? decimals) }
        let margin = (ends.map(Columns.count).max() ?? 0) + 1
        guard box.columns >= margin + 6, box.rows >= 5 else { return box }
        // The name of the upright axis stands over it, where no curve can run through it.
        let (head, lower) = box.splitTop(yName.isEmpty || box.rows < 8 ? 0 : 1)
        let (above, row) = lower.splitBottom(1)
        let (left, rest) = above.splitLeft(margin)
        let plot = Box(column: rest.column, row: rest.row, columns: rest.columns, rows: rest.rows - 1)
        let unicode = capabilities.unicode
        let axis = rest.column - 1
        // The axis itself has the last column of the margin, so numbers end one before it.
        for line in plot.row..<plot.endRow {
            frame.put(unicode ? "│" : "|", column: axis, row: line, style: style)
        }
        for column in plot.column..<plot.endColumn {
            frame.put(unicode ? "─" : "-", column: column, row: plot.endRow, style: style)
        }
        frame.put(unicode ? "└" : "+", column: axis, row: plot.endRow, style: style)
        frame.write(
            ends[1], column: left.column, row: plot.row, style: style, limit: margin - 1, alignment: .right)
        frame.write(
            ends[0], column: left.column, row: plot.endRow - 1, style: style, limit: margin - 1, alignment: .right)
        if !head.isEmpty {
            frame.write(yName, column: axis, row: head.row, style: style, limit: box.endColumn - axis)
        }
        var names = LabelRow(Box(column: axis, row: row.row, columns: box.endColumn - axis, rows: 1))
        let end = Columns.fixed(x.upperBound, decimals: decimals)
        names.write(Columns.fixed(x.lowerBound, decimals: decimals), column: axis, style: style, into: &frame)
        names.write(end, column: box.endColumn - Columns.count(end), style: style, into: &frame)
        names.write(
            xName, column: plot.column + (plot.columns - Columns.count(xName)) / 2, style: style, into: &frame)
        return plot
    }
}
