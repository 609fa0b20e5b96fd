import Canvas
import Disk

/// The lines of the afternoon: which are tuned, and which have a draft that waits for its reason.
extension Painter {
    mutating func drawTunedCategories(in box: Box) {
        guard !box.isEmpty else { return }
        let shown = state.tunedCategories
        frame.write("Categories", column: box.column, row: box.row, style: theme[.title], limit: box.columns)
        let rows = box.rows - 1
        let here = shown.firstIndex(of: state.selected) ?? 0
        // The list stays where it is until its end is reached: nothing moves that need not.
        let first = min(max(0, here - rows + 1), max(0, shown.count - rows))
        for (offset, index) in shown[first...].prefix(rows).enumerated() {
            guard let line = state.lines?[index] else { continue }
            let row = box.row + 1 + offset
            if index == state.selected, let fill = theme[.selection].background {
                frame.fill(
                    Box(column: box.column, row: row, columns: box.columns, rows: 1),
                    Cell(" ", Style(foreground: theme[.text].foreground, background: fill)))
            }
            let (sign, word, role) = standing(of: line)
            frame.write(
                index == state.selected ? "▸" : " ", column: box.column, row: row, style: theme[.accent])
            let nameRoom = max(0, box.columns - 16)
            frame.write(
                line.name.printable, column: box.column + 1, row: row, style: theme[.text], limit: nameRoom)
            frame.write(
                "\(sign) \(word)", column: box.column + nameRoom + 2, row: row, style: theme[role],
                limit: max(0, box.columns - nameRoom - 2))
        }
    }

    private func standing(of line: Line) -> (String, String, Theme.Role) {
        if line.draft != nil || line.pixelDraft != nil { return ("△", "draft", .draft) }
        if isTunedToday(line) { return ("✓", "tuned today", .good) }
        return line.live == nil ? ("·", "not ready", .muted) : ("▲", "live", .muted)
    }
}
