import Canvas
import Disk
import Inspection

/// What there is to know, and to do next, about the line under the cursor.
extension Painter {
    mutating func drawDetails(of line: Line, in box: Box) {
        let (sentence, role) = nextStep(for: line)
        frame.rule(column: box.column + 1, row: box.row, columns: box.columns - 2, style: theme[.border])
        if let progress = line.progress {
            // The rule itself is the bar: nothing else moves when work begins or ends.
            frame.bar(
                progress, column: box.column + 1, row: box.row, columns: box.columns - 2, style: theme[.accent])
        }
        let room = box.rows - 1
        let lines = Self.wrap(sentence, columns: box.columns - 2).prefix(max(1, room - 1))
        for (offset, text) in lines.enumerated() {
            frame.write(text, column: box.column + 1, row: box.row + 1 + offset, style: theme[role])
        }
        guard room > lines.count else { return }
        let row = box.row + room
        let counts = "\(line.category.calibrationParts.count) to learn from, \(line.count) to inspect"
        let end = frame.write(counts, column: box.column + 1, row: row, style: theme[.muted], limit: box.columns - 2)
        frame.write(
            line.category.folder.printable, column: end + 2, row: row, style: theme[.muted],
            limit: max(0, box.endColumn - 1 - end - 2), alignment: .right, keeping: .finish)
    }

    private func nextStep(for line: Line) -> (String, Theme.Role) {
        let good = line.category.calibrationParts.count
        switch line.status {
        case .missing where good == 0:
            return ("No good parts to learn from: put photographs of them into train/good and start again.", .warning)
        case .missing: return ("Not calibrated: c learns from its \(good) good \(good == 1 ? "part" : "parts").", .text)
        case .running(0, let total):
            return ("Waits for its turn to learn from \(total) good parts. X takes it out.", .text)
        case .running(let done, let total): return ("Learning from good parts: \(done) of \(total). X stops it.", .text)
        case .failed(let reason): return ("Failed: \(reason) — c tries again.", .warning)
        case .ready where line.count == 0:
            return ("Calibrated; there are no parts to inspect: put photographs into test/<label>.", .text)
        case .ready: return (summary(of: line), .text)
        }
    }

    private func summary(of line: Line) -> String {
        guard let live = line.live, let good = line.goodLive, let flagged = line.flaggedLive else {
            return "Calibrated; no threshold yet."
        }
        var words = ["\(line.queue.scoredCount)/\(line.count) scored: \(good) good", "\(flagged) flagged"]
        if let waiting = line.waiting, waiting > 0 { words[1] += " (\(waiting) waiting for a verdict)" }
        if line.queue.failedCount > 0 { words.append("\(line.queue.failedCount) not inspected") }
        if line.queue.waitingCount > 0 {
            words.append("\(line.queue.waitingCount) not scored yet\(line.isInspecting ? "" : " (i inspects all)")")
        }
        let counts = words.joined(separator: ", ") + "."
        if isCompact { return counts }
        let draft = line.draft.map { " A draft of \(Self.score($0)) waits in Tune." } ?? ""
        let source = "by \(live.author.printable), \(live.reason.printable)"
        return "\(counts)\(draft) Threshold \(Self.score(live.value)) \(source)."
    }
}
