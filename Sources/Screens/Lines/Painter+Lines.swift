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
        let columns = LineColumn.choose(for: body.columns)
        let (table, details) = body.splitBottom(isCompact ? 2 : 4)
        var (heading, rest) = table.splitTop(1)
        if !isCompact { (heading, rest) = rest.splitTop(1) }
        let (rows, total) = rest.splitBottom(1)

        let widths = LineColumn.widths(columns, in: body.columns - 2)
        var column = body.column + 1
        for (kind, width) in zip(columns, widths) {
            frame.write(
                kind.title, column: column, row: heading.row, style: theme[.muted], limit: width,
                alignment: kind.alignment)
            frame.write(
                kind.total(lines), column: column, row: total.row, style: theme[.muted], limit: width,
                alignment: kind.alignment)
            column += width
        }
        // The row under the cursor stays in the middle as far as the ends allow.
        let first = max(0, min(state.selected - rows.rows / 2, lines.count - rows.rows))
        for (offset, line) in lines.dropFirst(first).prefix(max(0, rows.rows)).enumerated() {
            drawRow(line, columns, widths, at: rows.row + offset, isSelected: first + offset == state.selected)
            let strip = Box(column: 0, row: rows.row + offset, columns: frame.size.columns, rows: 1)
            targets.append((strip, .row(first + offset)))
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
            if kind == .distribution {
                drawDistribution(of: line, column: column + 2, row: row, columns: width - 2)
            } else {
                let (text, role) = kind.text(line)
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

    /// How many parts score low, middling and high: a histogram by bisection of the sorted scores.
    private mutating func drawDistribution(of line: Line, column: Int, row: Int, columns: Int) {
        guard let range = line.queue.range, range.upperBound > range.lowerBound, columns > 0 else { return }
        let step = (range.upperBound - range.lowerBound) / Float(columns)
        let edges = (0..<columns).map { range.lowerBound + step * Float($0) }
        let above = edges.map { line.queue.flagged(at: $0) } + [0]
        let counts = zip(above, above.dropFirst()).map { $0 - $1 }
        let highest = Double(counts.max() ?? 1).squareRoot()
        for (offset, count) in counts.enumerated() where count > 0 {
            let isFlagged = line.live.map { edges[offset] >= $0.value } ?? false
            // Square root: one bad part among a thousand good ones can still be seen.
            frame.sparkline(
                [Double(count).squareRoot()], in: 0...highest, column: column + offset, row: row, columns: 1,
                style: theme[isFlagged ? .reject : .muted])
        }
    }

    private mutating func drawDetails(of line: Line, in box: Box) {
        let first: (String, Theme.Role) =
            switch line.status {
            case .missing where line.category.calibrationParts.isEmpty:
                ("No good parts to learn from: put photographs of them into train/good.", .warning)
            case .missing:
                ("Not calibrated: c learns from its \(line.category.calibrationParts.count) good parts.", .text)
            case .running(let done, let total):
                ("Learning from good parts: \(done) of \(total).", .text)
            case .failed(let reason):
                ("Failed: \(reason)", .warning)
            case .ready:
                line.count == 0
                    ? ("Calibrated; there are no parts to inspect in test/<label>.", .text)
                    : (summary(of: line), .text)
            }
        frame.rule(column: box.column + 1, row: box.row, columns: box.columns - 2, style: theme[.border])
        let room = box.rows - 1
        let lines = Self.wrap(first.0, columns: box.columns - 2).prefix(max(1, room - 1))
        for (offset, text) in lines.enumerated() {
            frame.write(text, column: box.column + 1, row: box.row + 1 + offset, style: theme[first.1])
        }
        guard room > lines.count else { return }
        let row = box.row + 1 + lines.count
        let counts = "\(line.category.calibrationParts.count) to learn from, \(line.count) to inspect"
        let end = frame.write(counts, column: box.column + 1, row: row, style: theme[.muted], limit: box.columns - 2)
        frame.write(
            line.category.folder.printable, column: end + 2, row: row, style: theme[.muted],
            limit: max(0, box.endColumn - 1 - end - 2), alignment: .right, keeping: .finish)
    }

    private func summary(of line: Line) -> String {
        guard let live = line.live, let good = line.goodLive, let flagged = line.flaggedLive else {
            return "Calibrated; no threshold yet."
        }
        var words = ["\(good) good", "\(flagged) flagged"]
        if line.queue.failedCount > 0 { words.append("\(line.queue.failedCount) not inspected") }
        if line.queue.waitingCount > 0 { words.append("\(line.queue.waitingCount) waiting") }
        let source = "by \(live.author.printable), \(live.reason.printable)"
        let counts = words.joined(separator: ", ") + "."
        return isCompact ? counts : "\(counts) Threshold \(Self.score(live.value)) \(source)."
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
