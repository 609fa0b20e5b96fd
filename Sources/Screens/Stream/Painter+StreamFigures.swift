import Canvas
import Disk
import Inspection

/// The part that is shown, and the stream in numbers.
extension Painter {
    /// A number and what it counts.
    private struct Figure {
        let value: String
        let word: String
        var role = Theme.Role.text
    }

    mutating func drawStreamPanel(of request: StreamRequest, in box: Box) {
        drawStreamedPart(in: box.splitTop(3).top)
        let rows = streamFigures(of: request)
        let (figures, rest) = box.splitTop(3).rest.splitTop(rows.count)
        draw(rows, in: figures)
        drawLastParts(in: rest.splitTop(1).rest)
    }

    /// One part in one to three rows: verdict and score, name, place.
    mutating func drawStreamedPart(in box: Box) {
        guard box.rows > 0, let part = state.shownStreamPart else { return }
        let badge = VerdictBadge(part.verdict)
        let end = frame.write(
            badge.text, column: box.column, row: box.row, style: theme[badge.role], limit: box.columns)
        let score = "\(part.score.map(Self.score) ?? "–") of \(Self.score(part.threshold))"
        frame.write(
            score, column: end + 2, row: box.row, style: theme[badge.role],
            limit: max(0, box.endColumn - end - 2), alignment: .right)
        guard box.rows > 1 else { return }
        frame.write(
            part.part.name.printable, column: box.column, row: box.row + 1, style: theme[.text], limit: box.columns,
            keeping: .finish)
        guard box.rows > 2 else { return }
        frame.write(place(of: part), column: box.column, row: box.row + 2, style: theme[.muted], limit: box.columns)
    }

    private func place(of part: StreamPart) -> String {
        let behind = (state.stream.parts.last?.index ?? part.index) - part.index
        let place = "part \(part.index + 1)"
        if state.stream.cursor == nil { return "\(place), \(state.stream.isActive ? "following" : "the last")" }
        return behind == 0 ? "\(place), the last" : "\(place), \(behind) before the newest; G follows"
    }

    private func streamFigures(of request: StreamRequest) -> [[Figure]] {
        let figures = state.stream.figures
        let asked = request.rate.map { Self.rate($0 * state.stream.speed) } ?? "–"
        func milliseconds(_ seconds: Double?) -> String {
            seconds.map { "\(Columns.fixed(min($0, 9_999) * 1000, decimals: 0)) ms" } ?? "–"
        }
        func count(_ value: Int, _ word: String, _ role: Theme.Role = .text) -> Figure {
            Figure(value: "\(value)", word: word, role: value > 0 ? role : .muted)
        }
        let waiting = figures.inFlight + figures.backlog.inMemory
        // Only one of the two can happen: a line that is simulated waits, a real one is written down.
        let behind =
            request.isReplay
            ? Figure(
                value: "\(Columns.fixed(figures.heldSeconds, decimals: 1)) s", word: "line held",
                role: figures.holds > 0 ? .unsure : .muted)
            : count(figures.backlog.spilled, "on disk", .unsure)
        let rows = [
            [
                Figure(value: asked, word: "asked", role: .muted),
                Figure(value: Self.rate(figures.rate), word: "achieved"),
            ],
            [count(waiting, "in queue"), behind],
            [
                Figure(value: milliseconds(figures.latency50), word: "p50"),
                Figure(value: milliseconds(figures.latency95), word: "p95"),
            ],
            [count(figures.parts, "parts"), count(figures.flagged, "flagged", .reject)],
            [
                count(figures.dropped, "dropped", .warning),
                count(figures.notInspected, "not inspected", .notInspected),
            ],
        ]
        guard figures.duplicates > 0 else { return rows }
        return rows + [[count(figures.alarms, "alarms"), count(figures.duplicates, "seen twice")]]
    }

    /// Two to a row, numbers and words under each other.
    private mutating func draw(_ rows: [[Figure]], in box: Box) {
        let half = min(24, box.columns / 2)
        for (offset, figures) in rows.prefix(max(0, box.rows)).enumerated() {
            for (place, figure) in figures.enumerated() {
                let column = box.column + place * half
                let end = frame.write(
                    Self.padded(figure.value, to: 8), column: column, row: box.row + offset,
                    style: theme[figure.role], limit: half)
                frame.write(
                    figure.word, column: end + 1, row: box.row + offset, style: theme[.muted],
                    limit: max(0, column + half - end - 1))
            }
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - Columns.count(text))) + text
    }

    /// On a small screen: the part in two rows, the figures that matter in two.
    mutating func drawCompactStream(in box: Box) {
        let (part, figures) = box.splitTop(min(2, box.rows))
        drawStreamedPart(in: part)
        guard let request = state.stream.request else { return }
        let all = streamFigures(of: request)
        draw([[all[0][1], all[1][0]], all[3]], in: figures)
    }

    // MARK: The last ones

    /// The parts around the one that is shown, newest at the end; `count` at most.
    func streamWindow(_ count: Int) -> ArraySlice<StreamPart> {
        let parts = state.stream.parts
        guard count > 0, let first = parts.first?.index else { return [] }
        let place = state.stream.cursor.map { min(parts.count - 1, max(0, $0 - first)) } ?? parts.count - 1
        let end = min(parts.count, max(count, place + count / 2 + 1))
        // With the stream the newest stands at the end; who walks back sees it stand still until they near the edge.
        let last = parts.count - place <= count ? parts.count : end
        return parts[max(0, last - count)..<last]
    }

    private func isMarked(_ part: StreamPart) -> Bool { part.index == state.shownStreamPart?.index }

    private mutating func mark(_ box: Box) {
        frame.restyle(box) {
            if capabilities.isMonochrome {
                $0.reverse = true
                $0.dim = false
            } else {
                $0.background = theme[.selection].background
            }
        }
    }

    /// Score and verdict of the last parts in one row, the newest at the right.
    mutating func drawStrip(in box: Box) {
        guard !box.isEmpty else { return }
        let width = 11
        let shown = streamWindow(box.columns / width)
        var column = box.endColumn - shown.count * width
        for part in shown {
            let badge = VerdictBadge(part.verdict)
            let cell = Box(column: column + 1, row: box.row, columns: width - 1, rows: 1)
            frame.write("\(badge.letter)\(badge.shape)", column: cell.column, row: box.row, style: theme[badge.role])
            frame.write(
                part.score.map { Self.shortScore($0) } ?? "–", column: cell.column + 2, row: box.row,
                style: theme[badge.role], limit: cell.columns - 2, alignment: .right)
            if isMarked(part) { mark(cell) }
            targets.append((cell, .row(part.index)))
            column += width
        }
    }

    private static func shortScore(_ score: Float) -> String {
        Columns.fixed(Double(score), decimals: abs(score) < 1000 ? 3 : 0)
    }

    /// The last parts with their names, the newest at the top.
    private mutating func drawLastParts(in box: Box) {
        guard box.rows >= 4, box.columns >= 24 else { return }
        for (offset, part) in streamWindow(box.rows).reversed().enumerated() {
            let row = box.row + offset
            let badge = VerdictBadge(part.verdict)
            let strip = Box(column: box.column, row: row, columns: box.columns, rows: 1)
            let end = frame.write(
                "\(badge.letter) \(badge.shape) ", column: box.column, row: row, style: theme[badge.role])
            frame.write(
                part.score.map { Self.shortScore($0) } ?? "–", column: end, row: row, style: theme[badge.role],
                limit: 9, alignment: .right)
            frame.write(
                part.part.name.printable, column: end + 11, row: row, style: theme[.text],
                limit: max(0, box.endColumn - end - 11), keeping: .finish)
            if isMarked(part) { mark(strip) }
            targets.append((strip, .row(part.index)))
        }
    }
}
