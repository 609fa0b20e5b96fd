import Canvas
import Disk
import Inspection

/// The columns of the table of categories.
enum LineColumn {
    case name, status, calibrationParts, parts, scored, flagged, judged, notInspected, threshold, distribution

    static func choose(for width: Int) -> [LineColumn] {
        switch width {
        case ..<60: [.name, .status, .flagged]
        case ..<80: [.name, .status, .scored, .flagged, .threshold]
        case ..<96: [.name, .status, .scored, .flagged, .judged, .notInspected, .threshold]
        case ..<110: [.name, .status, .calibrationParts, .scored, .flagged, .judged, .notInspected, .threshold]
        case ..<140:
            [.name, .status, .calibrationParts, .parts, .scored, .flagged, .judged, .notInspected, .threshold]
        default:
            [
                .name, .status, .calibrationParts, .parts, .scored, .flagged, .judged, .notInspected, .threshold,
                .distribution,
            ]
        }
    }

    /// The name and the distribution share what the numbers leave.
    static func widths(_ columns: [LineColumn], in room: Int) -> [Int] {
        let rest = max(8, room - columns.reduce(0) { $0 + $1.width })
        guard columns.contains(.distribution) else { return columns.map { $0 == .name ? rest : $0.width } }
        let name = min(40, rest / 2)
        return columns.map { $0 == .name ? name : $0 == .distribution ? min(42, rest - name) : $0.width }
    }

    private var width: Int {
        switch self {
        case .name, .distribution: 0
        case .status: 17
        case .calibrationParts: 6
        case .parts: 7
        case .scored: 10
        case .flagged, .judged: 8
        case .notInspected: 9
        case .threshold: 10
        }
    }

    var alignment: Frame.Alignment {
        switch self {
        case .name, .status, .distribution: .left
        default: .right
        }
    }

    var title: String {
        switch self {
        case .name: "  category"
        case .status: "state"
        case .calibrationParts: "learn"
        case .parts: "parts"
        case .scored: "scored"
        case .flagged: "flagged"
        case .judged: "judged"
        case .notInspected: "not insp"
        case .threshold: "threshold"
        case .distribution: "  scores, low to high"
        }
    }

    func text(_ line: Line) -> (String, Theme.Role) {
        let queue = line.queue
        switch self {
        case .name: return (line.name.printable, .text)
        case .status: return Self.status(line)
        case .calibrationParts: return ("\(line.category.calibrationParts.count)", .muted)
        case .parts: return ("\(line.count)", .muted)
        case .scored: return ("\(queue.scoredCount)/\(line.count)", line.isInspecting ? .accent : .text)
        case .flagged:
            guard let flagged = line.flaggedLive else { return ("–", .muted) }
            return ("\(flagged)", flagged > 0 ? .reject : .text)
        case .judged: return ("\(line.stored)", .text)
        case .notInspected: return ("\(queue.failedCount)", queue.failedCount > 0 ? .notInspected : .muted)
        case .threshold: return line.live.map { (Painter.score($0.value), .text) } ?? ("–", .muted)
        case .distribution: return ("", .text)
        }
    }

    private static func status(_ line: Line) -> (String, Theme.Role) {
        switch line.status {
        case .missing: return ("not calibrated", .muted)
        case .running(let done, let total): return ("calibrating \(Painter.percent(done, of: total))", .accent)
        case .failed: return ("failed", .warning)
        case .ready:
            guard line.isInspecting else { return ("ready", .good) }
            let done = line.count - line.queue.waitingCount
            return ("scoring \(Painter.percent(done, of: line.count))", .accent)
        }
    }

    func total(_ lines: [Line]) -> String {
        func sum(_ number: (Line) -> Int) -> String { "\(lines.reduce(0) { $0 + number($1) })" }
        switch self {
        case .name: return "  all"
        case .status: return "\(lines.count { $0.status == .ready }) of \(lines.count) ready"
        case .calibrationParts: return sum { $0.category.calibrationParts.count }
        case .parts: return sum { $0.count }
        case .scored: return sum { $0.queue.scoredCount } + "/" + sum { $0.count }
        case .flagged: return sum { $0.flaggedLive ?? 0 }
        case .judged: return sum { $0.stored }
        case .notInspected: return sum { $0.queue.failedCount }
        case .threshold, .distribution: return ""
        }
    }
}
