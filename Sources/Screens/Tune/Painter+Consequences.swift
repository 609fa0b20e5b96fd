import Canvas
import Evaluation

/// What each threshold would do: the draft and the live one, between the next tighter and the next looser one that
/// change something.
extension Painter {
    private static let titleColumns = 17

    func wantedTableRows(_ facts: TuneFacts?) -> Int {
        ConsequenceRow.choose(.max, hasVerdicts: facts?.hasVerdicts ?? false, hasLabels: facts?.labelled != nil).count
            + 1
    }

    mutating func drawConsequences(_ facts: TuneFacts, _ cursors: StripCursors, in box: Box) {
        guard box.rows >= 2 else { return }
        let table = ConsequenceTable(facts.index, draft: cursors.draft, live: cursors.live)
        let kinds = ConsequenceRow.choose(
            box.rows - 1, hasVerdicts: facts.hasVerdicts, hasLabels: facts.labelled != nil)
        var columns: [(title: String, role: Theme.Role, consequence: Consequence?)] = [
            ("draft", .draft, table.draft), ("live", .live, table.live),
        ]
        // Where there is no room for four, the two that are compared.
        if box.columns - Self.titleColumns >= 60 {
            columns.insert(("tighter", .muted, table.tighter), at: 0)
            columns.append(("looser", .muted, table.looser))
        }
        let width = min(22, (box.columns - Self.titleColumns) / columns.count)
        for (index, column) in columns.enumerated() {
            let left = box.column + Self.titleColumns + index * width
            func write(_ text: String, _ row: Int, _ role: Theme.Role) {
                frame.write(
                    text, column: left, row: box.row + row, style: theme[role], limit: width - 1, alignment: .right)
            }
            write(column.title, 0, column.role)
            for (offset, kind) in kinds.enumerated() {
                let text =
                    column.consequence.map {
                        kind.text(
                            $0, labelled: facts.labelled?.judged.confusion(at: $0.threshold), facts.goals,
                            width: width - 1)
                    } ?? "–"
                let role: Theme.Role = kind == .threshold ? column.role : kind.isInterval ? .muted : .text
                write(text, 1 + offset, column.role == .muted ? .muted : role)
            }
        }
        for (offset, kind) in kinds.enumerated() {
            frame.write(
                kind.title(facts.goals), column: box.column + 1, row: box.row + 1 + offset, style: theme[.muted],
                limit: Self.titleColumns - 1)
        }
    }
}
