import Canvas
import Disk

extension Painter {
    /// Text broken at spaces and centred in the box, up and down as well.
    mutating func drawParagraph(_ text: String, in box: Box, style: Style) {
        let lines = Self.wrap(text, columns: box.columns)
        let first = box.row + max(0, box.rows - lines.count) / 2
        for (offset, line) in lines.prefix(max(0, box.rows)).enumerated() {
            frame.write(
                line, column: box.column, row: first + offset, style: style, limit: box.columns, alignment: .centre)
        }
    }

    /// Text broken at spaces into lines of at most `columns`; a longer word is broken where the line ends.
    static func wrap(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = word[...]
            if !line.isEmpty {
                if Columns.count(line) + 1 + Columns.count(String(word)) <= columns {
                    line += " " + word
                    continue
                }
                lines.append(line)
                line = ""
            }
            while Columns.count(String(word)) > columns {
                lines.append(String(word.prefix(columns)))
                word = word.dropFirst(columns)
            }
            line = String(word)
        }
        return line.isEmpty ? lines : lines + [line]
    }

    static func score(_ value: Float) -> String { Columns.fixed(Double(value), decimals: 3) }

    static func percent(_ done: Int, of total: Int) -> String {
        "\(total > 0 ? min(100, max(0, done) * 100 / total) : 0) %"
    }

    /// Blanks a box, for what is laid over a place.
    mutating func clear(_ box: Box) { frame.fill(box, theme.ground) }

    /// A framed box of that size in the middle of `body`.
    /// - Returns: what is inside the frame, a column free at each side.
    mutating func drawSheet(columns: Int, rows: Int, title: String, in body: Box) -> Box {
        let columns = min(columns + 4, body.columns)
        let rows = min(rows + 2, body.rows)
        let box = Box(
            column: body.column + (body.columns - columns) / 2, row: body.row + (body.rows - rows) / 2,
            columns: columns, rows: rows)
        clear(box)
        return frame.border(box, title: title, style: theme[.border], titleStyle: theme[.title]).inset(1, 0)
    }

    /// Messages and errors, on the row above the footer; a long error takes the rows above as well.
    mutating func drawNotice(above footer: Int) {
        let error = state.notices.errors.first
        guard let text = error ?? state.notices.message else { return }
        let more = state.notices.errors.count > 1 ? " (\(state.notices.errors.count - 1) more)" : ""
        let lines = Self.wrap(error == nil ? text : "! \(text)\(more)", columns: frame.size.columns - 2)
        let rows = min(lines.count, 4)
        let first = footer - rows
        clear(Box(column: 0, row: first, columns: frame.size.columns, rows: rows))
        for (offset, line) in lines.prefix(rows).enumerated() {
            frame.write(line, column: 1, row: first + offset, style: theme[error == nil ? .text : .warning])
        }
    }

    /// As many hints as fit, in the order of the keymap; help always, and what is of no use now never.
    mutating func drawFooter(in box: Box) {
        var box = box
        // Digits that wait for what comes behind them.
        if let count = state.count {
            let (rest, end) = box.splitRight(8)
            frame.write("\(count.value)…", column: end.column, row: end.row, style: theme[.accent], limit: 7, alignment: .right)
            box = rest
        }
        let hints = Keymap.hints(in: state.context, unicode: capabilities.unicode)
            .filter { $0.commands.contains(where: state.offers) }
        func width(_ hint: Keymap.Hint) -> Int { Columns.count(hint.keys) + 1 + Columns.count(hint.word) }
        let kept: (Keymap.Hint) -> Bool = { hint in
            hint.commands.contains { [.help, .back, .quit, .stay].contains($0) }
        }
        var room = box.columns - 2
        var shown = Set<Int>()
        for index in hints.indices.filter({ kept(hints[$0]) }) + hints.indices.filter({ !kept(hints[$0]) }) {
            guard room >= width(hints[index]) else { continue }
            room -= width(hints[index]) + 2
            shown.insert(index)
        }
        var column = box.column + 1
        for index in shown.sorted() {
            let start = column
            column = frame.write(hints[index].keys, column: column, row: box.row, style: theme[.key])
            column = frame.write(hints[index].word, column: column + 1, row: box.row, style: theme[.muted]) + 2
            if hints[index].commands.count == 1 {
                let box = Box(column: start, row: box.row, columns: column - 2 - start, rows: 1)
                targets.append((box, .command(hints[index].commands[0])))
            }
        }
    }
}

extension State {
    /// Whether a command could do something now; the footer leaves out those that could not.
    public func offers(_ command: Command) -> Bool {
        switch command {
        case .calibrate: line.map { $0.status != .ready && !$0.isCalibrating } ?? false
        case .calibrateAll: lines?.contains { $0.status != .ready && !$0.isCalibrating } ?? false
        case .inspect: line?.status == .ready
        case .openReview: (line?.count ?? 0) > 0
        case .cancelWork: line.map { $0.isCalibrating || $0.isInspecting } ?? false
        case .openPart: place == .stream ? stream.wanted != nil : ledger.window.item?.verdict != nil
        case .replay, .watch: !stream.isActive && line?.status == .ready
        case .pause: stream.phase == .running
        case .step: stream.phase == .running && stream.isPaused
        case .faster, .slower: stream.phase == .running && stream.request?.isReplay == true
        // Nothing there is narrowed down.
        case .filter: place != .stream
        case .stop: stream.phase == .running || stream.phase == .starting
        case .acknowledge: !stream.alarms.isEmpty
        case .next, .previous: place != .stream || !stream.parts.isEmpty
        case .showThisLine: line != nil
        case .showAuthor: ledger.authors.count > 1
        case .verify: ledger.chain != .running
        case .undo: history.canUndo
        case .redo: history.canRedo
        case .raise, .lower, .raiseTen, .lowerTen, .typeNumber, .switchSlider: line?.live != nil
        case .snap, .snapBack: line?.live != nil
        case .nextCategory, .previousCategory: (lines?.count ?? 0) > 1
        case .writeThreshold, .discardDraft: place == .tune ? tunedDraft != nil : line?.draft != nil
        case .export: lines?.isEmpty == false
        case .note: shownOpinion != nil || review.justJudged != nil
        case .zoomOut: review.viewport.zoom > 1
        case .nextRegion, .previousRegion: shownRegions?.regions.isEmpty == false
        case .nextMarked: line?.marks.isEmpty == false
        default: true
        }
    }
}
