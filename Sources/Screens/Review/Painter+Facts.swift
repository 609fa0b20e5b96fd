import Canvas
import Disk
import Inspection

/// What is known of the part under review: beside its picture, or under it.
extension Painter {
    mutating func drawPanel(of line: Line, in box: Box, showsMap: Bool) {
        let (column, width) = (box.column, box.columns)
        // Where rows are few the gaps go first.
        let gap = box.rows >= 26 ? 1 : 0
        var row = box.row + gap
        func next(_ rows: Int = 1) -> Int {
            defer { row += rows }
            return row
        }
        frame.write(
            partName(of: line), column: column, row: next(), style: theme[.title], limit: width, keeping: .finish)
        drawOrigin(of: line, column: column, row: next(1 + gap), limit: width)
        drawMachine(of: line, column: column, row: next(), limit: width, labelled: true)
        drawPerson(of: line, column: column, row: next(), limit: width, labelled: true)
        drawNote(column: column, row: next(1 + gap), limit: width)
        let scoreRow = next()
        frame.write("Score", column: column, row: scoreRow, style: theme[.muted])
        drawScore(of: line, column: column + 6, row: scoreRow, width: 11)
        drawGauge(of: line, column: column, row: next(1 + gap), columns: width)
        drawThreshold("Live", line.live?.value, line, column: column, row: next(), role: .text, limit: width)
        // Their rows stay free without a draft, so that nothing moves when one is tried.
        let draftRow = next(2)
        if line.draft != nil {
            drawThreshold("Draft", line.draft, line, column: column, row: draftRow, role: .draft, limit: width)
            frame.write(draftEffect(on: line), column: column, row: draftRow + 1, style: theme[.muted], limit: width)
        }
        row += gap
        let legend = showsMap && box.endRow - row >= 3 ? 2 : 0
        if legend > 0, let threshold = line.shownThreshold {
            drawLegend(
                threshold, in: Box(column: column, row: box.endRow - 2, columns: min(width, 32), rows: 2))
        }
        drawRegions(
            of: line, in: Box(column: column, row: row, columns: width, rows: box.endRow - row - legend - gap))
    }

    /// Facts at the left, what the picture shows at the right.
    mutating func drawStrip(of line: Line, in box: Box, showsMap: Bool) {
        let right = box.columns >= 96 ? min(box.columns < 160 ? 60 : 80, box.columns - 56) : min(34, box.columns / 2)
        let (facts, rest) = box.splitRight(right)
        let (left, width) = (facts.column, facts.columns - 3)
        let isTall = box.rows >= 8
        var row = box.row
        func next(_ rows: Int = 1) -> Int {
            defer { row += rows }
            return row
        }
        let nameRow = next()
        let end = frame.write(
            partName(of: line), column: left, row: nameRow, style: theme[.title], limit: width * 2 / 3,
            keeping: .finish)
        drawOrigin(of: line, column: end + 2, row: nameRow, limit: left + width - end - 2)
        let verdictRow = next()
        drawMachine(of: line, column: left, row: verdictRow, limit: isTall ? width : 26, labelled: true)
        if isTall {
            drawPerson(of: line, column: left, row: next(), limit: width, labelled: true)
            drawNote(column: left + 9, row: next(), limit: width - 9)
        } else {
            drawPerson(of: line, column: left + 28, row: verdictRow, limit: width - 28, labelled: true)
        }
        drawGauge(of: line, column: left, row: next(), columns: width - 14)
        drawScore(of: line, column: left + width - 12, row: row - 1, width: 12)
        if box.rows >= 10 { _ = next() }
        drawThreshold("Live", line.live?.value, line, column: left, row: next(), role: .text, limit: width)
        if line.draft != nil {
            drawThreshold("Draft", line.draft, line, column: left, row: next(), role: .draft, limit: 44)
            if isTall || width >= 70 {
                let (column, row) = isTall ? (left, next()) : (left + 44, row - 1)
                frame.write(
                    draftEffect(on: line), column: column, row: row, style: theme[.muted],
                    limit: left + width - column)
            }
        }
        let legend = showsMap ? 2 : 0
        if showsMap, let threshold = line.shownThreshold {
            drawLegend(
                threshold,
                in: Box(
                    column: rest.endColumn - min(32, rest.columns), row: box.endRow - 2, columns: min(32, rest.columns),
                    rows: 2))
        }
        drawRegions(
            of: line, in: Box(column: rest.column, row: box.row, columns: rest.columns, rows: box.rows - legend))
    }

    private mutating func drawLegend(_ threshold: Float, in box: Box) {
        HeatMap.drawLegend(
            threshold: threshold, decimals: 3, into: &frame, box: box, capabilities: capabilities,
            style: theme[.muted], heat: theme.heat)
    }

    mutating func drawCompactFacts(of line: Line, in box: Box) {
        let (left, width) = (box.column, box.columns)
        frame.write(
            partName(of: line), column: left, row: box.row, style: theme[.title], limit: width, keeping: .finish)
        drawMachine(of: line, column: left, row: box.row + 1, limit: 18, labelled: false)
        drawPerson(of: line, column: left + 18, row: box.row + 1, limit: 12, labelled: false)
        if width >= 42 { drawScore(of: line, column: box.endColumn - 12, row: box.row + 1, width: 12) }
        drawGauge(of: line, column: left, row: box.row + 2, columns: width)
        guard let live = line.live, let flagged = line.flaggedLive else { return }
        var column = left
        if let draft = line.draft, let drafted = line.flaggedDraft {
            column =
                frame.write(
                    "draft \(Self.score(draft)) \(drafted) flagged", column: column, row: box.row + 3,
                    style: theme[.draft], limit: width) + 2
        }
        frame.write(
            "live \(Self.score(live.value)) \(flagged)\(line.draft == nil ? " of \(line.count)" : "") flagged",
            column: column, row: box.row + 3, style: theme[.text], limit: max(0, box.endColumn - column))
    }

    private func partName(of line: Line) -> String { line.category.parts[line.cursor].name.printable }

    private mutating func drawOrigin(of line: Line, column: Int, row: Int, limit: Int) {
        var column = column
        let end = column + limit
        if state.showsMark {
            column = frame.write("marked", column: column, row: row, style: theme[.accent], limit: max(0, limit))
            column = frame.write(" · ", column: column, row: row, style: theme[.muted], limit: max(0, end - column))
        }
        frame.write(origin(of: line), column: column, row: row, style: theme[.muted], limit: max(0, end - column))
    }

    /// What a person wrote down.
    private mutating func drawNote(column: Int, row: Int, limit: Int) {
        guard let note = state.shownOpinion?.note else { return }
        frame.write("“\(note.printable)”", column: column, row: row, style: theme[.text], limit: limit)
    }

    /// The label it came with, its ground truth, its size.
    private func origin(of line: Line) -> String {
        let part = line.category.parts[line.cursor]
        var words = [part.label.map { "label \($0.printable)" } ?? "no label"]
        if part.mask != nil {
            let picture = state.pictures.picture(category: line.name, part: line.cursor)
            words.append(picture?.mask.map { $0.isEmpty ? "mask empty" : "with mask" } ?? "with mask")
        } else if part.isDefective == true {
            words.append("no mask")
        }
        if let pixels = state.pictures.picture(category: line.name, part: line.cursor)?.pixels {
            words.append("\(pixels.width)×\(pixels.height)")
        }
        return words.joined(separator: " · ")
    }

    private mutating func drawMachine(of line: Line, column: Int, row: Int, limit: Int, labelled: Bool) {
        let start = labelled ? frame.write("Machine", column: column, row: row, style: theme[.muted]) + 2 : column
        let room = limit - (start - column)
        if case .waiting = line.queue.standings[line.cursor] {
            frame.write("· waiting", column: start, row: row, style: theme[.muted], limit: room)
        } else {
            let badge = VerdictBadge(line.machine(line.cursor))
            frame.write(badge.text, column: start, row: row, style: theme[badge.role], limit: room)
        }
    }

    private mutating func drawPerson(of line: Line, column: Int, row: Int, limit: Int, labelled: Bool) {
        let start = labelled ? frame.write("Person", column: column, row: row, style: theme[.muted]) + 3 : column
        guard let opinion = state.shownOpinion else {
            frame.write(
                "– not judged", column: start, row: row, style: theme[.muted], limit: limit - (start - column))
            return
        }
        let badge = VerdictBadge(opinion.verdict)
        let end = frame.write(
            badge.text, column: start, row: row, style: theme[badge.role], limit: limit - (start - column))
        var more = opinion.reason.map { " \($0.printable)" } ?? ""
        if opinion.note != nil, !labelled { more += " “…”" }
        frame.write(more, column: end, row: row, style: theme[.text], limit: max(0, column + limit - end))
    }

    private mutating func drawScore(of line: Line, column: Int, row: Int, width: Int) {
        let score = line.finding(line.cursor)?.score
        let role: Theme.Role = score == nil ? .muted : line.machine(line.cursor) == .reject ? .reject : .text
        frame.write(
            score.map(Self.score) ?? "–", column: column, row: row, style: theme[role], limit: width,
            alignment: .right)
    }

    private mutating func drawThreshold(
        _ label: String, _ value: Float?, _ line: Line, column: Int, row: Int, role: Theme.Role, limit: Int
    ) {
        frame.write(label, column: column, row: row, style: theme[.muted])
        frame.write(
            value.map(Self.score) ?? "–", column: column + 6, row: row, style: theme[role], limit: 11,
            alignment: .right)
        guard let value else { return }
        let flagged = String(line.queue.flagged(at: value))
        let digits = String(line.queue.scoredCount).count
        let padded = String(repeating: " ", count: max(0, digits - flagged.count)) + flagged
        frame.write(
            "\(padded)/\(line.queue.scoredCount) flagged", column: column + 19, row: row, style: theme[role],
            limit: max(0, limit - 19))
    }

    /// What writing the draft would change.
    private func draftEffect(on line: Line) -> String {
        guard let live = line.flaggedLive, let draft = line.flaggedDraft, let value = line.draft else { return "" }
        let change = draft - live
        let parts = change == 0 ? "no part changes" : "\(change > 0 ? "+" : "-")\(abs(change)) flagged"
        let now = line.machine(line.cursor)
        let then = line.machine(line.cursor, at: value)
        return now == then ? parts : "\(parts), this one \(VerdictBadge(then).text)"
    }
}
