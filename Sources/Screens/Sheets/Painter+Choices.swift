import Canvas

/// What is typed into and chosen from.
extension Painter {
    /// One row: the question, the answer so far, and the cursor in it.
    mutating func drawPrompt(_ prompt: Prompt, in row: Box) {
        clear(row)
        let start = frame.write(
            "\(prompt.title): ", column: row.column + 1, row: row.row, style: theme[.accent], limit: row.columns / 2)
        drawLine(prompt.line, column: start, row: row.row, columns: row.endColumn - 1 - start)
    }

    /// The end that holds the cursor is what shows of a long line.
    private mutating func drawLine(_ line: LineEditor, column: Int, row: Int, columns: Int) {
        guard columns > 1 else { return }
        let scalars = Array(line.text.unicodeScalars)
        let first = max(0, line.cursor - columns + 1)
        for offset in 0..<columns {
            let index = first + offset
            let glyph = index < scalars.count ? scalars[index] : " "
            var style = theme[.text]
            if index == line.cursor { style.reverse.toggle() }
            frame.put(glyph, column: column + offset, row: row, style: style)
        }
    }

    mutating func drawPalette(_ palette: Palette, in body: Box) {
        let offers = state.offers(for: palette.line.text)
        let room = min(offers.count, max(1, body.rows - 5), 16)
        let inside = drawSheet(columns: min(76, body.columns - 6), rows: max(1, room) + 2, title: "Commands", in: body)
        guard inside.rows > 2 else { return }
        frame.put(":", column: inside.column, row: inside.row, style: theme[.accent])
        drawLine(palette.line, column: inside.column + 1, row: inside.row, columns: inside.columns - 1)
        guard !offers.isEmpty else {
            frame.write(
                "nothing of that name here", column: inside.column, row: inside.row + 2, style: theme[.muted],
                limit: inside.columns)
            return
        }
        let chosen = min(palette.chosen, offers.count - 1)
        let first = max(0, min(chosen - room / 2, offers.count - room))
        for (offset, offer) in offers.dropFirst(first).prefix(min(room, inside.rows - 2)).enumerated() {
            let row = inside.row + 2 + offset
            drawChoice(
                offer.line, offer.meaning, isChosen: first + offset == chosen,
                in: Box(column: inside.column, row: row, columns: inside.columns, rows: 1))
        }
    }

    mutating func drawThemes(_ chooser: ThemeChooser, in body: Box) {
        let shelf = state.themeShelf
        let width = min(max(24, (shelf.map { Columns.count($0.name) }.max() ?? 0) + 8), body.columns - 6)
        let inside = drawSheet(columns: width, rows: shelf.count, title: "Theme", in: body)
        let first = max(0, min(chooser.chosen - inside.rows / 2, shelf.count - inside.rows))
        for (offset, theme) in shelf.dropFirst(first).prefix(max(0, inside.rows)).enumerated() {
            drawChoice(
                theme.name, "", isChosen: first + offset == chooser.chosen,
                in: Box(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1))
        }
    }

    /// One row of a list: what is chosen shows by a mark as well as by its ground.
    private mutating func drawChoice(_ name: String, _ meaning: String, isChosen: Bool, in row: Box) {
        if isChosen { frame.fill(row, Cell(" ", theme[.selection])) }
        let end = frame.write(
            (isChosen ? "▸ " : "  ") + name, column: row.column, row: row.row,
            style: theme[isChosen ? .title : .text], limit: row.columns)
        let start = max(end + 2, row.column + 28)
        if !meaning.isEmpty, start < row.endColumn {
            frame.write(meaning, column: start, row: row.row, style: theme[.muted], limit: row.endColumn - start)
        }
        if isChosen, capabilities.isMonochrome { frame.restyle(row) { $0.reverse = true } }
    }
}
