import Disk
import Foundation

extension LedgerEntry {
    /// A row in words for people, each of one line and safe to show.
    public struct Words: Equatable, Sendable {
        /// What it is about: `verdict test/scratch/003.png`.
        public let what: String
        /// What it was and what it became: `GOOD → REJECT`, `2.500 → 2.750`; empty where nothing changed.
        public let change: String
        /// Why: the reason and the note; empty where nobody said.
        public let why: String
    }

    public var words: Words {
        switch event {
        case .verdict(let verdict): Self.words("verdict", verdict)
        case .recheck(let verdict): Self.words("re-check", verdict)
        case .withdrawal(_, let row?): Words(what: "withdrawal of row \(row)", change: "", why: "")
        case .withdrawal(let part, nil): Words(what: "withdrawal of all on part \(part.short)", change: "", why: "")
        case .threshold(let threshold):
            Words(
                what: threshold.kind == .image ? "threshold" : "pixel threshold",
                change: "\(threshold.previous.map(Self.score) ?? "–") → \(Self.score(threshold.value))",
                why: threshold.reason.printable)
        case .export(let path, let rows): Words(what: "export to \(path.printable)", change: "\(rows) rows", why: "")
        case .alarm(let cause, let text): Words(what: "alarm: \(cause.rawValue)", change: "", why: text.printable)
        case .acknowledgement(let row, let text):
            Words(what: "alarm \(row.map { "of row \($0) " } ?? "")seen", change: "", why: text.printable)
        case .run(let run):
            Words(
                what: "\(run.source.rawValue) of \(run.path.printable) \(run.hasEnded ? "ended" : "started")",
                change: run.parts.map { "\($0) parts" } ?? "", why: run.text.printable)
        }
    }

    private static func words(_ what: String, _ verdict: GivenVerdict) -> Words {
        Words(
            what: "\(what) \(verdict.name.printable)",
            change: "\(verdict.machine.rawValue) → \(verdict.human.rawValue)",
            why: [verdict.reason, verdict.note].compactMap { $0 }.filter { !$0.isEmpty }.map(\.printable)
                .joined(separator: " · "))
    }

    private static func score(_ value: Float) -> String { String(format: "%.3f", Double(value)) }
}
