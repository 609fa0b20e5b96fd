import Canvas
import Disk
import Inspection

/// Everything that the ledger knows of the row under the cursor.
extension Painter {
    mutating func drawLedgerDetails(of item: LedgerItem, in box: Box) {
        guard box.rows > 1 else { return }
        frame.rule(column: box.column + 1, row: box.row, columns: box.columns - 2, style: theme[.border])
        let entry = item.entry
        let place = entry.category.isEmpty ? "several lines" : entry.category.printable
        let title = "Row \(Self.grouped(Int(entry.row)))  \(item.time.full)  \(entry.author.printable)  \(place)"
        var row = box.row + 1
        frame.write(title, column: box.column + 1, row: row, style: theme[.title], limit: box.columns - 2)
        row += 1
        if let verdict = item.verdict, row < box.endRow {
            drawVerdictDetails(verdict, item, column: box.column + 1, row: row, limit: box.columns - 2)
            row += 1
        }
        let label = 13
        for (name, value, keeping) in ledgerFacts(of: item) where row < box.endRow {
            frame.write(name, column: box.column + 1, row: row, style: theme[.muted], limit: label - 1)
            let room = box.columns - 2 - label
            // A note may be long: it takes what rows there are, and leaves two for the hashes.
            let isText = keeping == .start
            let lines = isText ? Self.wrap(value, columns: room) : [value]
            for line in lines.prefix(max(1, box.endRow - row - 2)) {
                frame.write(
                    line, column: box.column + 1 + label, row: row, style: theme[.text], limit: room, keeping: keeping)
                row += 1
            }
        }
    }

    private mutating func drawVerdictDetails(
        _ verdict: GivenVerdict, _ item: LedgerItem, column: Int, row: Int, limit: Int
    ) {
        let (machine, human) = (VerdictBadge(verdict.machine), VerdictBadge(verdict.human))
        var end = frame.write(machine.text, column: column, row: row, style: theme[machine.role])
        end = frame.write(" → ", column: end, row: row, style: theme[.muted])
        end = frame.write(human.text, column: end, row: row, style: theme[human.role])
        var words: [String] = []
        if case .withdrawal = item.entry.event { words.append("taken back") }
        if verdict.isRecheck { words.append("blind re-check") }
        if let score = verdict.score {
            let sign = verdict.threshold.map { score >= $0 ? "≥" : "<" } ?? "at"
            words.append("score \(Self.score(score)) \(sign) threshold \(verdict.threshold.map(Self.score) ?? "–")")
        }
        if let seconds = verdict.seconds { words.append("looked for \(Columns.fixed(seconds, decimals: 1)) s") }
        frame.write(
            words.joined(separator: ", "), column: end + 2, row: row, style: theme[.text],
            limit: max(0, column + limit - end - 2))
    }

    /// Labelled values, most important first; of a text the start matters, of a path and a hash the end.
    private func ledgerFacts(of item: LedgerItem) -> [(String, String, Columns.End)] {
        var facts: [(String, String, Columns.End)] = []
        var calibration: SHA256Digest?
        if let verdict = item.verdict {
            facts.append(("part", verdict.path.printable, .finish))
            if let reason = verdict.reason { facts.append(("reason", reason.printable, .start)) }
            if let note = verdict.note { facts.append(("note", note.printable, .start)) }
            facts.append(("sha256", verdict.part.description, .finish))
            calibration = verdict.calibration
        } else {
            let words = LedgerWords(item)
            facts.append((words.kind, words.about, words.keeping))
            if !words.why.isEmpty { facts.append(("why", words.why, .start)) }
        }
        if case .threshold(let entry) = item.entry.event { calibration = entry.calibration }
        facts.append(("row's hash", item.entry.hash.description, .finish))
        if let calibration { facts.append(("calibration", calibration.description, .finish)) }
        return facts
    }
}
