import Canvas
import Disk
import Inspection

/// The place where all categories are.
extension Painter {
    mutating func drawLines(in body: Box) {
        guard let lines = state.lines else {
            return drawParagraph("Looking for parts in \(state.root.printable)", in: body, style: theme[.muted])
        }
        guard !lines.isEmpty else { return drawNothingToInspect(in: body) }
        let (table, details) = body.splitBottom(isCompact ? 2 : 5)
        var (heading, rest) = table.splitTop(1)
        if !isCompact { (heading, rest) = rest.splitTop(1) }
        let shown = state.shownLines
        // The sums stand under the last line, a row apart where there is room.
        let rows = rest.splitTop(min(shown.count, rest.rows - 1)).top
        let total = min(rows.endRow + 1, rest.endRow - 1)
        guard !shown.isEmpty else {
            let text = "No line's name has “\((state.filters[.lines] ?? "").printable)” in it. / and Esc show all."
            return drawParagraph(text, in: table, style: theme[.muted])
        }
        let columns = LineColumn.choose(for: body.columns)
        let widths = LineColumn.widths(columns, in: body.columns - 2)
        var column = body.column + 1
        for (kind, width) in zip(columns, widths) {
            frame.write(
                kind.title, column: column, row: heading.row, style: theme[.muted], limit: width,
                alignment: kind.alignment)
            frame.write(
                kind.total(shown.map { lines[$0] }), column: column, row: total, style: theme[.muted],
                limit: width, alignment: kind.alignment)
            column += width
        }
        // The row under the cursor stays in the middle as far as the ends allow.
        let cursor = shown.firstIndex(of: state.selected) ?? 0
        let first = max(0, min(cursor - rows.rows / 2, shown.count - rows.rows))
        for (offset, index) in shown.dropFirst(first).prefix(max(0, rows.rows)).enumerated() {
            drawRow(lines[index], columns, widths, at: rows.row + offset, isSelected: index == state.selected)
            let strip = Box(column: 0, row: rows.row + offset, columns: frame.size.columns, rows: 1)
            targets.append((strip, .row(index)))
        }
        if let line = state.line { drawDetails(of: line, in: details) }
    }

    private mutating func drawRow(
        _ line: Line, _ columns: [LineColumn], _ widths: [Int], at row: Int, isSelected: Bool
    ) {
        let strip = Box(column: 0, row: row, columns: frame.size.columns, rows: 1)
        if isSelected { frame.fill(strip, Cell(" ", theme[.selection])) }
        var column = 1
        for (kind, width) in zip(columns, widths) {
            switch kind {
            case .recent: drawRecent(of: line, column: column + 2, row: row, columns: width - 2)
            case .distribution: drawDistribution(of: line, column: column + 2, row: row, columns: width - 2)
            default:
                let (text, role) = kind.text(line, state.ledger.agreement[line.name])
                let marker = kind == .name ? (isSelected ? "▸ " : "  ") : ""
                frame.write(
                    marker + text, column: column, row: row, style: theme[role],
                    limit: kind.alignment == .left ? width - 1 : width,
                    alignment: kind.alignment)
            }
            column += width
        }
        if isSelected, capabilities.isMonochrome {
            frame.restyle(strip) {
                $0.reverse = true
                $0.dim = false
            }
        }
    }

    private mutating func drawNothingToInspect(in body: Box) {
        let lines = [
            "No parts in \(state.root.printable)", "",
            "A category is a folder with photographs of good parts in train/good",
            "and of the parts to inspect in test/<label>.", "",
            "Start with such a folder, or a folder of them: touchstone DIR",
        ]
        let first = body.row + max(0, body.rows - lines.count) / 2
        for (offset, line) in lines.enumerated() {
            frame.write(
                line, column: body.column + 1, row: first + offset, style: theme[offset == 0 ? .text : .muted],
                limit: body.columns - 2, alignment: .centre)
        }
    }
}
