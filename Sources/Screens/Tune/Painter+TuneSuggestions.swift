import Canvas

/// What speaks for which threshold.
extension Painter {
    private static let nameColumns = 24

    /// Rows that those for scores take with their sentences. Those for pixels have the same room, so that the histogram
    /// stays where it is when the slider is switched.
    func suggestionRows(_ facts: TuneFacts?, columns: Int) -> Int {
        // Sentences of about two lines on a narrow screen; rows that stay empty would be missing in the histogram.
        (facts?.suggestions.count ?? 0) * (columns >= 150 ? 2 : 3)
    }

    mutating func drawSuggestions(_ suggestions: [TuneSuggestion], in box: Box) {
        guard !box.isEmpty, let shown = state.shownSuggestion else { return }
        let current = state.tunedThreshold
        let isOn = { (index: Int) in suggestions[index].threshold == current }
        // All with their sentences, or all names with the sentence of the shown one, or the shown one alone.
        let lines = suggestions.map { Self.wrap($0.sentence, columns: box.columns - 4) }
        let shownLines = Self.wrap(suggestions[shown].sentence, columns: box.columns - 4)
        if lines.reduce(0, { $0 + 1 + $1.count }) <= box.rows {
            var row = box.row
            for index in suggestions.indices {
                row = draw(suggestions[index], lines[index], isShown: index == shown, isOn: isOn(index), box, row)
            }
        } else if suggestions.count + shownLines.count <= box.rows {
            var row = box.row
            for index in suggestions.indices {
                let next = draw(
                    suggestions[index], index == shown ? shownLines : [], isShown: index == shown, isOn: isOn(index),
                    box, row)
                if index != shown {
                    let left = box.column + Self.nameColumns + 11
                    frame.write(
                        suggestions[index].sentence, column: left, row: row, style: theme[.muted],
                        limit: max(0, box.endColumn - left))
                }
                row = next
            }
        } else {
            drawOne(suggestions[shown], isOn: isOn(shown), place: shown + 1, of: suggestions.count, in: box)
        }
    }

    private mutating func draw(
        _ suggestion: TuneSuggestion, _ lines: [String], isShown: Bool, isOn: Bool, _ box: Box, _ row: Int
    ) -> Int {
        frame.write(
            "\(isShown ? "s" : " ") \(isOn ? "▸" : " ")\(suggestion.name)", column: box.column, row: row,
            style: theme[isShown ? .key : .text], limit: Self.nameColumns)
        frame.write(
            suggestion.threshold.map(Self.score) ?? "–", column: box.column + Self.nameColumns, row: row,
            style: theme[suggestion.threshold == nil ? .muted : .text], limit: 9, alignment: .right)
        for (offset, text) in lines.enumerated() {
            frame.write(text, column: box.column + 3, row: row + 1 + offset, style: theme[.muted])
        }
        return row + 1 + lines.count
    }

    /// Name, value and sentence in running text.
    private mutating func drawOne(_ suggestion: TuneSuggestion, isOn: Bool, place: Int, of count: Int, in box: Box) {
        let value = suggestion.threshold.map(Self.score) ?? "–"
        let head = "s \(place)/\(count) \(isOn ? "▸" : "")\(suggestion.name) \(value)"
        for (offset, text) in Self.wrap("\(head): \(suggestion.sentence)", columns: box.columns).prefix(box.rows)
            .enumerated()
        {
            frame.write(
                text, column: box.column, row: box.row + offset, style: theme[.muted], limit: box.columns)
        }
        frame.write(head, column: box.column, row: box.row, style: theme[.text], limit: box.columns)
    }
}
