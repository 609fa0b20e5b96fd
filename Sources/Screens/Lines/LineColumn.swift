import Canvas
import Disk
import Evaluation
import Inspection

/// The columns of the table of lines.
enum LineColumn {
    case name, status, waiting, yield, flagged, judged, scored, notInspected, agreement, calibrationParts, parts
    case threshold, recent, distribution

    /// Most important first, as far as there is room; then in the order in which they are read.
    static func choose(for width: Int) -> [LineColumn] {
        switch width {
        case ..<60: [.name, .status, .waiting]
        case ..<80: [.name, .status, .waiting, .yield, .threshold]
        case ..<100: [.name, .status, .waiting, .yield, .threshold, .recent]
        case ..<120: [.name, .status, .waiting, .yield, .flagged, .judged, .threshold, .recent]
        case ..<150:
            [.name, .status, .waiting, .yield, .flagged, .judged, .scored, .agreement, .threshold, .recent]
        case ..<190:
            [
                .name, .status, .waiting, .yield, .flagged, .judged, .scored, .notInspected, .agreement, .threshold,
                .recent,
            ]
        default:
            [
                .name, .status, .waiting, .yield, .flagged, .judged, .scored, .notInspected, .agreement,
                .calibrationParts, .threshold, .recent, .distribution,
            ]
        }
    }

    /// The name, the recent scores and the distribution share what the numbers leave.
    static func widths(_ columns: [LineColumn], in room: Int) -> [Int] {
        let rest = max(8, room - columns.reduce(0) { $0 + $1.width })
        let drawn = columns.count { $0 == .recent || $0 == .distribution }
        let name = drawn == 0 ? rest : min(44, max(14, rest * 2 / (3 + drawn)))
        let each = drawn == 0 ? 0 : min(Line.recentLimit + 2, (rest - name) / drawn)
        return columns.map { $0 == .name ? name : $0 == .recent || $0 == .distribution ? each : $0.width }
    }

    private var width: Int {
        switch self {
        case .name, .recent, .distribution: 0
        case .status: 17
        case .calibrationParts, .parts: 7
        case .scored: 12
        case .waiting, .flagged, .judged: 9
        case .yield: 8
        case .notInspected: 10
        case .agreement: 12
        case .threshold: 11
        }
    }

    var alignment: Frame.Alignment {
        switch self {
        case .name, .status, .recent, .distribution: .left
        default: .right
        }
    }

    var title: String {
        switch self {
        case .name: "  line"
        case .status: "state"
        case .waiting: "waiting"
        case .yield: "yield"
        case .calibrationParts: "learn"
        case .parts: "parts"
        case .scored: "scored"
        case .flagged: "flagged"
        case .judged: "judged"
        case .notInspected: "not insp."
        case .agreement: "re-checks"
        case .threshold: "threshold"
        case .recent: "  last scores"
        case .distribution: "  scores, low to high"
        }
    }

    func text(_ line: Line, _ agreement: Agreement?) -> (String, Theme.Role) {
        let queue = line.queue
        switch self {
        case .name: return (line.name.printable, .text)
        case .status: return Self.status(line)
        case .waiting:
            guard let waiting = line.waiting else { return ("–", .muted) }
            return ("\(waiting)", waiting > 0 ? .accent : .muted)
        case .yield: return line.yield.map { (Self.percent($0), .text) } ?? ("–", .muted)
        case .calibrationParts: return ("\(line.category.calibrationParts.count)", .muted)
        case .parts: return ("\(line.count)", .muted)
        case .scored: return ("\(queue.scoredCount)/\(line.count)", line.isInspecting ? .accent : .text)
        case .flagged:
            guard let flagged = line.flaggedLive else { return ("–", .muted) }
            return ("\(flagged)", flagged > 0 ? .reject : .text)
        case .judged: return ("\(line.stored)", .text)
        case .notInspected: return ("\(queue.failedCount)", queue.failedCount > 0 ? .notInspected : .muted)
        case .agreement:
            guard let agreement, let share = agreement.share else { return ("–", .muted) }
            return ("\(Columns.fixed(share * 100, decimals: 0)) % of \(agreement.count)", .text)
        case .threshold:
            guard let live = line.live else { return ("–", .muted) }
            // A draft decides nothing: the live one is shown, and that somebody doubts it.
            return line.draft == nil ? (Painter.score(live.value), .text) : ("≠ \(Painter.score(live.value))", .accent)
        case .recent, .distribution: return ("", .text)
        }
    }

    /// With one decimal, and 100.0 only where it is all of them.
    static func percent(_ share: Double) -> String {
        let text = Columns.fixed(share * 100, decimals: 1)
        return (text == "100.0" && share < 1 ? "99.9" : text) + " %"
    }

    private static func status(_ line: Line) -> (String, Theme.Role) {
        switch line.status {
        case .missing: return (line.category.calibrationParts.isEmpty ? "no good parts" : "not calibrated", .muted)
        case .running(let done, let total): return ("calibrating \(Painter.percent(done, of: total))", .accent)
        case .failed: return ("! failed", .warning)
        case .ready:
            if line.isDrifting { return ("! drifting", .warning) }
            let done = Painter.percent(line.count - line.queue.waitingCount, of: line.count)
            if line.isInspecting { return ("scoring \(done)", .accent) }
            return line.queue.waitingCount > 0 ? ("stopped at \(done)", .muted) : ("ready", .good)
        }
    }

    func total(_ lines: [Line]) -> String {
        func sum(_ number: (Line) -> Int) -> String { "\(lines.reduce(0) { $0 + number($1) })" }
        switch self {
        case .name: return lines.count == 1 ? "  1 line" : "  \(lines.count) lines"
        case .status: return "\(lines.count { $0.status == .ready }) calibrated"
        case .waiting: return sum { $0.waiting ?? 0 }
        case .yield:
            // Over all parts: small lines do not weigh as much as large ones.
            let known = lines.filter { $0.yield != nil }
            let scored = known.reduce(0) { $0 + $1.queue.scoredCount }
            let good = known.reduce(0.0) { $0 + ($1.yield ?? 0) * Double($1.queue.scoredCount) }
            return scored > 0 ? Self.percent(good.rounded() / Double(scored)) : ""
        case .calibrationParts: return sum { $0.category.calibrationParts.count }
        case .parts: return sum { $0.count }
        case .scored: return sum { $0.queue.scoredCount } + "/" + sum { $0.count }
        case .flagged: return sum { $0.flaggedLive ?? 0 }
        case .judged: return sum { $0.stored }
        case .notInspected: return sum { $0.queue.failedCount }
        case .agreement, .threshold, .recent, .distribution: return ""
        }
    }
}
