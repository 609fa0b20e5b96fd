import Canvas
import Disk

/// What asks for a person, until one has seen it.
extension Painter {
    static func mostAlarms(isCompact: Bool) -> Int { isCompact ? 1 : 3 }

    /// `! DRIFT bracket` in the title of every place.
    /// - Returns: where the title goes on.
    mutating func drawAlarmTag(column: Int, row: Int) -> Int {
        let alarms = state.stream.alarms
        guard let alarm = alarms.last else { return column - 2 }
        let words = alarms.reduce(into: [String]()) { if !$0.contains($1.word) { $0.append($1.word) } }
        var text = " ! \(words.joined(separator: " + ")) "
        if frame.size.columns >= 80 { text += "\(alarm.category.printable) " }
        var style = theme[.warning]
        style.reverse = true
        style.bold = true
        let end = frame.write(text, column: column, row: row, style: style, limit: 40)
        targets.append((Box(column: column, row: row, columns: end - column, rows: 1), .place(.stream)))
        return end
    }

    /// The newest at the top; each says what it is, which part raised it, and what to press.
    mutating func drawAlarms(in box: Box) {
        guard !box.isEmpty else { return }
        let alarms = state.stream.alarms.reversed()
        for (offset, alarm) in alarms.prefix(box.rows).enumerated() {
            let row = box.row + offset
            let isOnItsWay = state.stream.acknowledging.contains(alarm)
            let key = isOnItsWay ? " being written " : " A acknowledges "
            let room = box.columns - 2 - Columns.count(key)
            var style = theme[.warning]
            style.reverse = true
            frame.fill(Box(column: box.column + 1, row: row, columns: box.columns - 2, rows: 1), Cell(" ", style))
            frame.write(
                key, column: box.endColumn - 1 - Columns.count(key), row: row, style: style, limit: box.columns - 2)
            style.bold = true
            let column = frame.write(
                " ! \(alarm.word) \(alarm.category.printable)", column: box.column + 1, row: row, style: style,
                limit: room)
            style.bold = false
            let more = alarms.count > box.rows && offset == box.rows - 1 ? " (and \(alarms.count - box.rows) more)" : ""
            frame.write(
                ": \(alarm.sentence) part \(alarm.index + 1)\(more), \(alarm.name.printable)", column: column,
                row: row, style: style, limit: max(0, box.column + 1 + room - column))
        }
    }
}
