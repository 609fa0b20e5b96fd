import Canvas
import Disk
import Inspection

/// What is known of the part under review: beside its picture, or under it.
extension Painter {
    mutating func drawPanel(of line: Line, in box: Box, showsMap: Bool) {
        var row = box.row + 1
        let (column, width) = (box.column, box.columns)
        func next(_ rows: Int = 1) -> Int {
            defer { row += rows }
            return row
        }
        frame.write(
            partName(of: line), column: column, row: next(), style: theme[.title], limit: width, keeping: .finish)
        frame.write(origin(of: line), column: column, row: next(2), style: theme[.muted], limit: width)
        drawMachine(of: line, column: column, row: next(), limit: width, labelled: true)
        drawPerson(of: line, column: column, row: next(2), limit: width, labelled: true)
        let scoreRow = next()
        frame.write("Score", column: column, row: scoreRow, style: theme[.muted])
        drawScore(of: line, column: column + 6, row: scoreRow, width: 11)
        drawGauge(of: line, column: column, row: next(2), columns: width)
        drawThreshold("Live", line.live?.value, line, column: column, row: next(), role: .text, limit: width)
        if line.draft != nil {
            drawThreshold("Draft", line.draft, line, column: column, row: next(), role: .accent, limit: width)
            frame.write(draftEffect(on: line), column: column, row: next(), style: theme[.muted], limit: width)
        }
        if showsMap, let threshold = line.shownThreshold, box.endRow - row >= 3 {
            HeatMap.drawLegend(
                threshold: threshold, decimals: 3, into: &frame,
                box: Box(column: column, row: box.endRow - 2, columns: min(width, 32), rows: 2),
                capabilities: capabilities, style: theme[.muted])
        }
    }

    mutating func drawStrip(of line: Line, in box: Box, showsMap: Bool) {
        let (left, width) = (box.column, box.columns)
        let end = frame.write(
            partName(of: line), column: left, row: box.row, style: theme[.title], limit: width * 2 / 3,
            keeping: .finish)
        frame.write(
            origin(of: line), column: end + 2, row: box.row, style: theme[.muted], limit: box.endColumn - end - 2)
        let second = left + max(30, min(44, width / 4))
        drawMachine(of: line, column: left, row: box.row + 1, limit: second - left - 1, labelled: true)
        drawPerson(of: line, column: second, row: box.row + 1, limit: 26, labelled: true)
        frame.write("Score", column: box.endColumn - 20, row: box.row + 1, style: theme[.muted])
        drawScore(of: line, column: box.endColumn - 12, row: box.row + 1, width: 12)
        drawGauge(of: line, column: left, row: box.row + 2, columns: width)
        drawThreshold("Live", line.live?.value, line, column: left, row: box.row + 3, role: .text, limit: 44)
        if line.draft != nil {
            drawThreshold("Draft", line.draft, line, column: left, row: box.row + 4, role: .accent, limit: 44)
            frame.write(
                draftEffect(on: line), column: left + 44, row: box.row + 4, style: theme[.muted],
                limit: max(0, width - 44 - 34))
        }
        if showsMap, let threshold = line.shownThreshold {
            HeatMap.drawLegend(
                threshold: threshold, decimals: 3, into: &frame,
                box: Box(column: box.endColumn - 32, row: box.row + 3, columns: 32, rows: 2),
                capabilities: capabilities, style: theme[.muted])
        }
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
                    style: theme[.accent], limit: width) + 2
        }
        frame.write(
            "live \(Self.score(live.value)) \(flagged)\(line.draft == nil ? " of \(line.count)" : "") flagged",
            column: column, row: box.row + 3, style: theme[.text], limit: max(0, box.endColumn - column))
    }

    private func partName(of line: Line) -> String { line.category.parts[line.cursor].name.printable }

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
        let badge = line.verdict(line.cursor).map { VerdictBadge($0) }
        frame.write(
            badge?.text ?? "– not judged", column: start, row: row, style: theme[badge?.role ?? .muted],
            limit: limit - (start - column))
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
