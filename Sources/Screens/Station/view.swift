import Canvas

/// Draws the state on a screen of any size. Pure: the same arguments give the same frame.
///
/// From 80×24 on every place has its full layout; below that one useful pane is left, and below 40×12 one sentence.
public func view(_ state: State, size: Size, capabilities: Capabilities, theme: Theme) -> Frame {
    let size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    let theme = theme.adapted(to: capabilities)
    var painter = Painter(
        frame: Frame(size: size, fill: theme.ground), state: state, capabilities: capabilities, theme: theme)
    painter.draw()
    return painter.frame
}

/// A frame being drawn, with what every part of the drawing asks for.
struct Painter {
    static let smallest = Size(columns: 40, rows: 12)
    static let full = Size(columns: 80, rows: 24)

    var frame: Frame
    let state: State
    let capabilities: Capabilities
    let theme: Theme
    /// What a press of the mouse lands on; later ones lie over earlier ones.
    var targets: [(box: Box, target: Target)] = []

    var isCompact: Bool { frame.size.columns < Self.full.columns || frame.size.rows < Self.full.rows }

    mutating func draw() {
        let size = frame.size
        guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
            return drawTooSmall()
        }
        let (top, rest) = frame.box.splitTop(1)
        let (body, bottom) = rest.splitBottom(2)
        drawTitle(in: top)
        switch state.place {
        case .lines: drawLines(in: body)
        case .review: drawReview(in: body)
        case .tune: drawTune(in: body)
        case .stream: drawStream(in: body)
        case .ledger: drawLedger(in: body)
        }
        switch state.sheet {
        case .help(let firstRow): drawHelp(in: body, from: firstRow)
        case .quitQuestion: drawQuitQuestion(in: body)
        case .palette(let palette): drawPalette(palette, in: body)
        case .themes(let chooser): drawThemes(chooser, in: body)
        case .prompt, nil: break
        }
        drawNotice(above: bottom.endRow - 1)
        if case .prompt(let prompt) = state.sheet { drawPrompt(prompt, in: bottom.splitTop(1).top) }
        drawFooter(in: bottom.splitTop(1).rest)
        if !capabilities.unicode { spellInASCII() }
    }

    private mutating func drawTooSmall() {
        let needed = "\(Self.smallest.columns)×\(Self.smallest.rows)"
        let text = "Touchstone needs at least \(needed); this terminal is \(frame.size.columns)×\(frame.size.rows)"
        drawParagraph(text, in: frame.box, style: theme[.text])
        if !capabilities.unicode { spellInASCII() }
    }

    private mutating func spellInASCII() {
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let glyph = frame[column, row].glyph
                if !glyph.isASCII { frame[column, row].glyph = AsciiGlyph.standIn(for: glyph) }
            }
        }
    }

    private mutating func drawTitle(in box: Box) {
        var column = frame.write("Touchstone", column: box.column + 1, row: box.row, style: theme[.title]) + 1
        // Names where there is room for them; else numbers, and the name of where one is.
        let isWide = frame.size.columns >= 112
        for place in Place.allCases {
            let isHere = place == state.place
            let start = column + 1
            column = frame.write(
                isWide || isHere ? "\(place.number) \(place.title)" : "\(place.number)",
                column: column + (isWide ? 2 : 1), row: box.row, style: theme[isHere ? .accent : .muted])
            targets.append((Box(column: start, row: box.row, columns: column - start, rows: 1), .place(place)))
        }
        column = drawAlarmTag(column: column + 2, row: box.row)
        let right: String
        switch state.place {
        case .stream where state.stream.phase != .none:
            right = state.stream.request?.category.printable ?? ""
        case .lines, .stream, .ledger:
            let work = workText
            right = work.isEmpty ? state.root.printable : work
        case .review, .tune:
            let name = state.line?.name.printable ?? ""
            let room = max(8, box.columns - column - 36)
            column = frame.write(name, column: column + 2, row: box.row, style: theme[.text], limit: room)
            right = state.queueText(isWide: frame.size.columns >= Layer.columnsForBoth)
        }
        let room = box.endColumn - 1 - (column + 2)
        frame.write(
            right, column: column + 2, row: box.row, style: theme[.muted], limit: max(0, room), alignment: .right,
            keeping: .finish)
    }
}
