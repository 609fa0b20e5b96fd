import Canvas
import Disk
import Inspection

/// The columns of the ledger's table.
enum LedgerColumn {
    case when, who, line, kind, verdicts, about, score, threshold, why

    /// Most important first: what does not fit is in the details of the chosen row.
    static func choose(for width: Int, withLine: Bool) -> [LedgerColumn] {
        switch width {
        case ..<80: return [.when, .kind, .verdicts, .about]
        case ..<100: return [.when, withLine ? .line : .who, .kind, .verdicts, .about, .score]
        case ..<140:
            return withLine
                ? [.when, .who, .line, .kind, .verdicts, .about, .score, .threshold]
                : [.when, .who, .kind, .verdicts, .about, .score, .threshold, .why]
        default:
            return withLine
                ? [.when, .who, .line, .kind, .verdicts, .about, .score, .threshold, .why]
                : [.when, .who, .kind, .verdicts, .about, .score, .threshold, .why]
        }
    }

    /// What it is about and why share what the others leave.
    static func widths(_ columns: [LedgerColumn], in room: Int) -> [Int] {
        let isWide = room >= 180
        let fixed = columns.map { $0.width(isWide: isWide) }
        let rest = max(8, room - fixed.reduce(0, +))
        let why = columns.contains(.why) ? rest / 2 : 0
        return zip(columns, fixed).map { $0 == .about ? rest - why : $0 == .why ? why : $1 }
    }

    private func width(isWide: Bool) -> Int {
        switch self {
        case .when: 15
        case .who: isWide ? 14 : 10
        case .line: isWide ? 20 : 12
        case .kind: 11
        case .verdicts: 11
        case .score, .threshold: 10
        case .about, .why: 0
        }
    }

    var alignment: Frame.Alignment { self == .score || self == .threshold ? .right : .left }

    var title: String {
        switch self {
        case .when: "  when"
        case .who: "who"
        case .line: "line"
        case .kind: "what"
        case .verdicts: "verdict"
        case .about: "about"
        case .score: "score"
        case .threshold: "threshold"
        case .why: "  why"
        }
    }
}

/// The words for a row of the ledger.
struct LedgerWords {
    let kind: String
    let role: Theme.Role
    /// What it is about, and which end of that matters.
    let about: String
    var keeping = Columns.End.finish
    /// Reasons, notes, numbers; empty for none.
    let why: String

    init(_ item: LedgerItem) {
        switch item.entry.event {
        case .verdict(let verdict):
            (kind, role) = ("verdict", .text)
            (about, why) = (verdict.name.printable, Self.why(verdict))
        case .recheck(let verdict):
            (kind, role) = ("re-check", .accent)
            (about, why) = (verdict.name.printable, Self.why(verdict))
        case .withdrawal(let part, let row):
            (kind, role) = ("withdrawn", .muted)
            about = item.withdrawn?.name.printable ?? "part \(part.short)"
            why = row.map { "takes back row \($0)" } ?? "takes back all that stood"
        case .threshold(let entry):
            (kind, role) = (entry.kind == .image ? "threshold" : "pixels", .accent)
            about = "\(entry.previous.map(Painter.score) ?? "–") → \(Painter.score(entry.value))"
            why = entry.reason.printable
        case .export(let path, let rows):
            (kind, role) = ("export", .text)
            (about, why) = (path.printable, "\(rows) \(rows == 1 ? "row" : "rows")")
        case .alarm(let alarm, let text):
            (kind, role) = ("! alarm", .warning)
            (about, why, keeping) = (alarm.rawValue, text.printable, .start)
        case .acknowledgement(let row, let text):
            (kind, role) = ("seen", .text)
            about = row.map { "the alarm in row \($0)" } ?? "all alarms so far"
            (why, keeping) = (text.printable, .start)
        case .run(let run):
            (kind, role) = ("\(run.source.rawValue) \(run.hasEnded ? "end" : "on")", .text)
            about = run.path.printable
            why = [
                run.parts.map { "\($0) \($0 == 1 ? "part" : "parts")" }, run.text.isEmpty ? nil : run.text.printable,
            ]
            .compactMap { $0 }.joined(separator: ", ")
        }
    }

    private static func why(_ verdict: GivenVerdict) -> String {
        [verdict.reason, verdict.note].compactMap { $0?.printable }.joined(separator: " · ")
    }
}
