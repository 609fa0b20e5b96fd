import Canvas
import Disk
import Evaluation
import Inspection

/// The place where everything is that was decided.
extension Painter {
    mutating func drawLedger(in body: Box) {
        let window = state.ledger.window
        let (head, rest) = body.splitTop(isCompact ? 1 : 2)
        drawLedgerHead(in: head)
        let (table, details) = rest.splitBottom(isCompact ? 2 : rest.rows >= 30 ? 9 : 7)
        guard let item = window.item else {
            return drawParagraph(emptyLedger, in: table, style: theme[.muted])
        }
        let (heading, rows) = table.splitTop(1)
        let columns = LedgerColumn.choose(for: body.columns, withLine: !state.ledger.isThisLine)
        let widths = LedgerColumn.widths(columns, in: body.columns - 2)
        var column = body.column + 1
        for (kind, width) in zip(columns, widths) {
            frame.write(
                kind.title, column: column, row: heading.row, style: theme[.muted], limit: width,
                alignment: kind.alignment)
            column += width
        }
        // The row under the cursor stays in the middle as far as the ends allow: what is written meanwhile at the top
        // moves nothing that somebody reads further down.
        let first = max(0, min(window.cursor - rows.rows / 2, window.items.count - rows.rows))
        for offset in 0..<max(0, min(rows.rows, window.items.count - first)) {
            drawLedgerRow(
                window.items[first + offset], columns, widths, at: rows.row + offset,
                isSelected: first + offset == window.cursor)
            let strip = Box(column: 0, row: rows.row + offset, columns: frame.size.columns, rows: 1)
            targets.append((strip, .row(first + offset)))
        }
        drawLedgerDetails(of: item, in: details)
    }

    private var emptyLedger: String {
        if state.ledger.window.query == nil {
            return state.ledger.refused == nil ? "Reading the ledger" : "The ledger could not be read: 5 tries again."
        }
        if state.ledgerQuery.isEverything {
            return "Nothing has been decided yet. Verdicts and thresholds will be here."
        }
        return "No row of the ledger fits. f, c, a, d and / change what is shown."
    }

    private mutating func drawLedgerHead(in box: Box) {
        let window = state.ledger.window
        let query = state.ledgerQuery
        var words: [(String, Bool)] = [
            (query.kinds == .all ? "all rows" : query.kinds.rawValue, query.kinds != .all),
            (query.category.map { "only \($0.printable)" } ?? "all lines", query.category != nil),
            (query.author.map { "by \($0.printable)" } ?? "by anybody", query.author != nil),
            (query.isToday ? "today" : "since ever", query.isToday),
        ]
        if !query.text.isEmpty { words.append(("“\(query.text.printable)”", true)) }
        let place =
            window.items.isEmpty
            ? "" : "row \(Self.grouped(window.above + window.cursor + 1)) of \(Self.grouped(window.total))"
        let room = box.columns - 2 - Columns.count(place) - 2
        var column = box.column + 1
        for (index, (word, isChosen)) in words.enumerated() {
            if index > 0 { column = frame.write(" · ", column: column, row: box.row, style: theme[.border]) }
            column = frame.write(
                word, column: column, row: box.row, style: theme[isChosen ? .accent : .muted],
                limit: max(0, box.column + 1 + room - column))
        }
        frame.write(
            place, column: box.column + 1, row: box.row, style: theme[.muted], limit: box.columns - 2,
            alignment: .right)
        guard box.rows > 1 else { return }
        let (text, role) = chainText
        let limit = box.columns - 2 - drawAgreements(column: box.column + 1, row: box.row + 1, limit: box.columns - 2)
        // Whoever has not asked for the chain yet finds V among the keys as well.
        guard state.ledger.chain != nil || Columns.count(text) < limit else { return }
        frame.write(
            text, column: box.endColumn - 1 - limit, row: box.row + 1, style: theme[role], limit: max(0, limit),
            alignment: .right)
    }

    private var chainText: (String, Theme.Role) {
        switch state.ledger.chain {
        case nil: return ("chain of hashes: V follows it", .muted)
        case .running: return ("following the chain of hashes", .accent)
        case .failed: return ("! the chain could not be followed", .warning)
        case .done(.broken(let row, let why), _): return ("! chain broken: row \(row) \(why)", .warning)
        case .done(.sound(let rows, let head), let time):
            let digits = frame.size.columns >= 120 ? 64 : 12
            let end = head.map { ", head \($0.description.prefix(frame.size.columns >= 160 ? digits : 12))" } ?? ""
            return (
                "chain sound at \(time.text(today: state.ledger.today)): \(Self.grouped(Int(rows))) rows\(end)", .good
            )
        }
    }

    /// How far people agree with verdicts when parts come back unmarked: the chosen line first, then others as far as
    /// there is room.
    /// - Returns: the columns that it took.
    private mutating func drawAgreements(column: Int, row: Int, limit: Int) -> Int {
        let known = state.ledger.agreement
        let here = state.line?.name
        let shown = state.ledger.isThisLine ? known.filter { $0.key == here } : known
        let names = shown.keys.sorted { ($0 == here ? 0 : 1, $0) < ($1 == here ? 0 : 1, $1) }
        guard !names.isEmpty else { return 0 }
        let room = limit - (state.ledger.chain == nil ? 0 : min(limit / 2, Columns.count(chainText.0) + 2))
        var text = "re-checks: "
        for (index, name) in names.enumerated() {
            guard let agreement = shown[name] else { continue }
            let start = (index > 0 ? "; " : "") + name.printable
            let long = "\(start) \(Self.words(for: agreement))"
            let next =
                Columns.count(text + long) <= room ? long : "\(start) \(Self.words(for: agreement, inShort: true))"
            if index > 0, Columns.count(text + next) > room { break }
            text += next
        }
        return frame.write(text, column: column, row: row, style: theme[.text], limit: max(0, room)) - column + 2
    }

    /// `18 of 20 agree (90 %, 95 % interval 68–99 %)`, or its beginning.
    static func words(for agreement: Agreement, inShort: Bool = false) -> String {
        if inShort { return "\(agreement.agreed) of \(agreement.count) agree" }
        func percent(_ share: Double) -> String { Columns.fixed(share * 100, decimals: 0) }
        let interval = agreement.interval
        return "\(agreement.agreed) of \(agreement.count) agree"
            + (agreement.share.map {
                " (\(percent($0)) %, 95 % interval \(percent(interval.lower))–\(percent(interval.upper)) %)"
            } ?? "")
    }

    private mutating func drawLedgerRow(
        _ item: LedgerItem, _ columns: [LedgerColumn], _ widths: [Int], at row: Int, isSelected: Bool
    ) {
        let strip = Box(column: 0, row: row, columns: frame.size.columns, rows: 1)
        if isSelected { frame.fill(strip, Cell(" ", theme[.selection])) }
        let words = LedgerWords(item)
        var column = 1
        for (kind, width) in zip(columns, widths) {
            func write(_ text: String, _ role: Theme.Role, keeping: Columns.End = .start) {
                frame.write(
                    text, column: column, row: row, style: theme[role],
                    limit: kind.alignment == .left ? width - 1 : width, alignment: kind.alignment, keeping: keeping)
            }
            switch kind {
            case .when: write((isSelected ? "▸ " : "  ") + item.time.text(today: state.ledger.today), .muted)
            case .who: write(item.entry.author.printable, .muted)
            case .line: write(item.entry.category.isEmpty ? "several" : item.entry.category.printable, .text)
            case .kind: write(words.kind, words.role)
            case .verdicts: drawVerdicts(of: item, column: column, row: row)
            case .about:
                let text = words.about
                write(text, item.verdict == nil ? words.role : .text, keeping: words.keeping)
                // Where no column says why, it stands behind what it is about.
                let used = Columns.count(text) + 2
                if !columns.contains(.why), !words.why.isEmpty, width - used >= 8 {
                    frame.write(
                        words.why, column: column + used, row: row, style: theme[.muted], limit: width - used - 1)
                }
            case .score: write(item.verdict?.score.map(Self.score) ?? "", .text)
            case .threshold: write(item.verdict?.threshold.map(Self.score) ?? "", .muted)
            case .why:
                frame.write(
                    words.why, column: column + 2, row: row, style: theme[.muted], limit: max(0, width - 3))
            }
            column += width
        }
        if isSelected, capabilities.isMonochrome {
            frame.restyle(strip) {
                $0.reverse = true
                $0.dim = false
            }
        }
    }

    /// The machine's verdict and the person's: `R ▲ → A ✓`; one that was taken back: `A ✓ → –`.
    private mutating func drawVerdicts(of item: LedgerItem, column: Int, row: Int) {
        guard let verdict = item.verdict else { return }
        let human = VerdictBadge(verdict.human)
        var end = column
        if case .withdrawal = item.entry.event {
            end = frame.write("\(human.letter) \(human.shape)", column: end, row: row, style: theme[.muted])
            frame.write(" → –", column: end, row: row, style: theme[.muted])
            return
        }
        let machine = VerdictBadge(verdict.machine)
        end = frame.write("\(machine.letter) \(machine.shape)", column: end, row: row, style: theme[machine.role])
        end = frame.write(" → ", column: end, row: row, style: theme[.muted])
        frame.write("\(human.letter) \(human.shape)", column: end, row: row, style: theme[human.role])
    }

    /// A number with its thousands apart: `200,000`.
    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }
}
