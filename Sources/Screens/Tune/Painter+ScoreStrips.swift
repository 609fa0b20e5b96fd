import Canvas

/// Where the thresholds and the pictured part stand on the scale of scores.
struct StripCursors {
    let live: Float
    /// The draft, or the live one where there is none.
    let draft: Float
    let hasDraft: Bool
    let part: Part?

    struct Part {
        let score: Float
        let kind: ScoreClass
    }
}

/// The histogram: a strip for each class of scores over one axis, so that classes are told apart by where they stand
/// and by their names, never by colour alone.
extension Painter {
    private static let labelColumns = 19

    mutating func drawStrips(_ facts: TuneFacts, _ cursors: StripCursors, in box: Box) {
        guard box.rows >= 2, let span = facts.span else {
            if !box.isEmpty { drawParagraph("No part has a score yet.", in: box, style: theme[.muted]) }
            return
        }
        let (_, plot) = box.splitLeft(min(Self.labelColumns, box.columns / 3))
        guard plot.columns > 1 else { return }
        let marks = [cursors.live, cursors.draft].filter(\.isFinite)
        let axis = ScoreAxis(
            span: min(span.lowerBound, marks.min() ?? .infinity)...max(span.upperBound, marks.max() ?? -.infinity),
            columns: plot.columns)
        // Where not all have a strip, those that hold nothing go first.
        let room = box.rows - 1
        var classes = ScoreClass.allCases
        while classes.count > room, let empty = classes.firstIndex(where: { facts.scores[$0.rawValue].isEmpty }) {
            classes.remove(at: empty)
        }
        classes = Array(classes.suffix(room))
        guard !classes.isEmpty else { return }
        // What holds nothing needs no height.
        let filled = classes.count { !facts.scores[$0.rawValue].isEmpty }
        let height = filled > 0 ? (room - (classes.count - filled)) / filled : 1
        var row = box.row
        for kind in classes {
            let scores = facts.scores[kind.rawValue]
            let rows = scores.isEmpty ? 1 : height
            drawStrip(
                scores, kind, axis, cursors, label: box,
                plot: Box(column: plot.column, row: row, columns: plot.columns, rows: rows))
            row += rows
        }
        drawAxis(axis, cursors, label: box, plot: plot, row: row)
    }

    private mutating func drawStrip(
        _ scores: [Float], _ kind: ScoreClass, _ axis: ScoreAxis, _ cursors: StripCursors, label: Box, plot: Box
    ) {
        let (name, role) = Self.looks(kind)
        let end = frame.write(
            name, column: label.column, row: plot.endRow - 1, style: theme[role],
            limit: plot.column - label.column - 1)
        frame.write(
            "\(scores.count)", column: end + 1, row: plot.endRow - 1, style: theme[.text],
            limit: max(0, plot.column - 2 - end), alignment: .right)
        let counts = axis.counts(scores)
        let most = counts.max() ?? 0
        for column in 0..<plot.columns {
            // A single part is seen beside a thousand: what is there has an eighth at least.
            let share = most > 0 ? Double(counts[column]) / Double(most) : 0
            let eighths = counts[column] == 0 ? 0 : max(1, Int((share * Double(plot.rows * 8)).rounded()))
            drawBar(eighths, column: plot.column + column, in: plot, style: theme[role])
        }
        drawCursor(cursors.live, "│", .live, axis, in: plot)
        if cursors.hasDraft { drawCursor(cursors.draft, capabilities.unicode ? "┆" : ":", .draft, axis, in: plot) }
        guard let part = cursors.part, part.kind == kind else { return }
        // On top of its bin, or in it where that fills the strip.
        let column = axis.column(part.score)
        let height = plot.rows * 8
        let level = Int((Double(counts[column]) / Double(max(1, most)) * Double(height)).rounded())
        let row = max(0, plot.rows - 1 - (max(1, level) + 7) / 8)
        frame.put(Self.partSign, column: plot.column + column, row: plot.row + row, style: theme[.accent])
    }

    private static let partSign: Unicode.Scalar = "◆"

    private mutating func drawBar(_ eighths: Int, column: Int, in plot: Box, style: Style) {
        let blocks: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        for row in 0..<plot.rows {
            let filled = min(max(eighths - (plot.rows - 1 - row) * 8, 0), 8)
            if filled > 0 { frame.put(blocks[filled], column: column, row: plot.row + row, style: style) }
        }
    }

    /// A line through the strip; in a bar it is cut out of the bar.
    private mutating func drawCursor(
        _ value: Float, _ line: Unicode.Scalar, _ role: Theme.Role, _ axis: ScoreAxis, in plot: Box
    ) {
        let column = plot.column + axis.column(value)
        for row in plot.row..<plot.endRow {
            let bar = frame[column, row]
            var style = theme[role]
            if bar.glyph == "█" {
                if capabilities.isMonochrome {
                    style.reverse = true
                } else {
                    style.foreground = theme.background ?? RGB(0, 0, 0)
                    style.background = bar.style.foreground
                }
            } else if bar.glyph != " " {
                continue
            }
            frame.put(line, column: column, row: row, style: style)
        }
    }

    private mutating func drawAxis(_ axis: ScoreAxis, _ cursors: StripCursors, label: Box, plot: Box, row: Int) {
        let (low, high) = (Self.score(axis.span.lowerBound), Self.score(axis.span.upperBound))
        frame.write(
            "\(low)…\(high)", column: label.column, row: row, style: theme[.muted],
            limit: plot.column - label.column - 1)
        frame.rule(column: plot.column, row: row, columns: plot.columns, style: theme[.border])
        // Letters where triangles would both become the same ASCII sign.
        let signs: (live: Unicode.Scalar, draft: Unicode.Scalar) = capabilities.unicode ? ("▲", "△") : ("L", "D")
        if let part = cursors.part {
            frame.put(Self.partSign, column: plot.column + axis.column(part.score), row: row, style: theme[.accent])
        }
        frame.put(signs.live, column: plot.column + axis.column(cursors.live), row: row, style: theme[.live])
        if cursors.hasDraft {
            frame.put(signs.draft, column: plot.column + axis.column(cursors.draft), row: row, style: theme[.draft])
        }
    }

    private static func looks(_ kind: ScoreClass) -> (String, Theme.Role) {
        switch kind {
        case .calibration: ("calibration", .muted)
        case .judgedGood: ("judged good", .good)
        case .judgedBad: ("judged bad", .reject)
        case .unjudged: ("unjudged", .text)
        }
    }
}

/// The columns of a histogram: equal bins over a span, the outermost open to what lies beyond.
struct ScoreAxis {
    let span: ClosedRange<Float>
    let columns: Int

    /// The bin that a score falls into.
    func column(_ score: Float) -> Int {
        guard score.isFinite else { return score > 0 ? columns - 1 : 0 }
        let width = Double(span.upperBound) - Double(span.lowerBound)
        guard width > 0 else { return columns / 2 }
        let place = (Double(score) - Double(span.lowerBound)) / width * Double(columns)
        // Clamped before it is made whole: a score that lies far out may be more than an Int holds.
        return Int(min(max(place, 0), Double(columns - 1)))
    }

    /// How many of the ascending scores fall into each bin: a bisection for each, so it costs the same for any number.
    func counts(_ ascending: [Float]) -> [Int] {
        var counts = [Int](repeating: 0, count: columns)
        var rest = ascending[...]
        for column in 0..<columns where !rest.isEmpty {
            let end = rest.partitioningIndex { self.column($0) > column }
            counts[column] = end - rest.startIndex
            rest = rest[end...]
        }
        return counts
    }
}
