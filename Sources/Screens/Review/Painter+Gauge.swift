import Canvas

extension Painter {
    /// The score as a line on a scale from 0 to the highest score or a fifth over the threshold, with a mark at the
    /// live threshold and another at the draft.
    mutating func drawGauge(of line: Line, column: Int, row: Int, columns: Int) {
        guard columns > 0 else { return }
        frame.rule(column: column, row: row, columns: columns, style: theme[.border])
        let marks = [line.live?.value, line.draft, line.pixelLive?.value].compactMap { $0 }.filter(\.isFinite)
        let top = max(line.queue.range?.upperBound ?? 0, (marks.max() ?? 0) * 1.2)
        guard top > 0, top.isFinite else { return }
        if let score = line.finding(line.cursor)?.score, score > 0 {
            let isFlagged = line.machine(line.cursor) == .reject
            let width = max(1, place(of: score, top, columns) + 1)
            // A thin line: a filled bar would outshine the part.
            for offset in 0..<width {
                frame.put("━", column: column + offset, row: row, style: theme[isFlagged ? .reject : .good])
            }
        }
        if let pixels = line.pixelLive?.value {
            frame.put("╷", column: column + place(of: pixels, top, columns), row: row, style: theme[.muted])
        }
        if let draft = line.draft {
            let mark: Unicode.Scalar = capabilities.unicode ? "┆" : ":"
            frame.put(mark, column: column + place(of: draft, top, columns), row: row, style: theme[.draft])
        }
        if let live = line.live?.value {
            frame.put("┃", column: column + place(of: live, top, columns), row: row, style: theme[.live])
        }
    }

    private func place(of value: Float, _ top: Float, _ columns: Int) -> Int {
        guard value.isFinite else { return value > 0 ? columns - 1 : 0 }
        return min(max(Int(value / top * Float(columns - 1)), 0), columns - 1)
    }
}
