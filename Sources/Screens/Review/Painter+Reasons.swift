import Canvas
import Disk

/// What a digit says right after a verdict.
extension State {
    private static let name = 14

    private func words(for category: String) -> [String] {
        reasons(for: category).prefix(9).enumerated().map { "\($0 + 1) \($1.printable)" }
    }

    /// Rows that the reasons take at most: known before there is anything to ask, so that nothing moves.
    func reasonRows(columns: Int) -> Int {
        guard let line else { return 1 }
        return reasonLines(words(for: line.name), columns: columns - 2).count
    }

    /// Indices of the reasons, row by row.
    func reasonLines(_ words: [String], columns: Int) -> [[Int]] {
        var lines: [[Int]] = [[]]
        var room = columns - Self.name - 13
        for (index, word) in words.enumerated() {
            let width = Columns.count(word) + 2
            if width > room, !(lines.last?.isEmpty ?? true), lines.count < 2 {
                lines.append([])
                room = columns
            }
            lines[lines.count - 1].append(index)
            room -= width
        }
        return lines
    }

    func reasonHead(_ judged: JustJudged) -> String {
        let name = name(of: judged)
        let glyphs = Columns.truncated(name, to: Self.name, keeping: .finish)
        var text = ""
        text.unicodeScalars.append(contentsOf: glyphs)
        return "reason for \(text)"
    }
}

extension Painter {
    mutating func drawReasons(in box: Box) {
        guard let judged = state.review.justJudged, let opinion = state.standing(of: judged), !box.isEmpty else {
            return
        }
        clear(box)
        let reasons = state.reasons(for: judged.category)
        let words = reasons.prefix(9).map(\.printable)
        let start = box.column + 11 + 14 + 2
        frame.write(state.reasonHead(judged), column: box.column, row: box.row, style: theme[.accent], limit: 25)
        let rows = state.reasonLines(words.enumerated().map { "\($0 + 1) \($1)" }, columns: box.columns)
        for (offset, row) in rows.prefix(box.rows).enumerated() {
            var column = offset == 0 ? start : box.column
            for index in row where column < box.endColumn {
                let isGiven = opinion.reason == reasons[index]
                column = frame.write(
                    "\(index + 1)", column: column, row: box.row + offset, style: theme[.key],
                    limit: box.endColumn - column)
                column = frame.write(
                    " \(words[index])", column: column, row: box.row + offset, style: theme[isGiven ? .title : .muted],
                    limit: max(0, box.endColumn - column))
                if isGiven {
                    frame.restyle(
                        Box(
                            column: column - Columns.count(words[index]) - 2, row: box.row + offset,
                            columns: Columns.count(words[index]) + 2, rows: 1)
                    ) { $0.reverse = true }
                }
                column += 2
            }
        }
    }
}
