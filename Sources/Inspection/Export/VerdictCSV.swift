import Disk
import Foundation
import SystemPackage

/// What there is to say of one part: the machine's word, a person's, and where both come from.
public struct VerdictRow: Equatable, Sendable {
    public var path: FilePath
    public var category: String
    public var score: Float?
    public var threshold: Float?
    public var machine: MachineVerdict
    public var human: HumanVerdict?
    public var reason: String?
    public var author: String?
    public var time: Date?
    public var calibration: SHA256Digest?
    public var label: String?
    /// Why the part is NOT INSPECTED.
    public var error: String?
    public var note: String?
    /// How long the person looked.
    public var seconds: Double?
    /// The latest blind re-check of the part.
    public var recheck: StandingVerdict?

    /// A part as it stands now.
    /// - Parameters:
    ///   - finding: `nil` where the part has not been inspected yet.
    ///   - threshold: the live one.
    ///   - standing: the verdict that stands for it. Where there is one, score, threshold and calibration are those
    ///     that it was given at: what the person saw.
    ///   - recheck: the latest blind re-check of it.
    public init(
        _ part: Part, category: String, finding: Finding?, threshold: Float?, calibration: SHA256Digest?,
        standing: StandingVerdict?, recheck: StandingVerdict? = nil
    ) {
        path = part.path
        self.recheck = recheck
        self.category = category
        label = part.label
        if case .failed(let reason) = finding?.outcome { error = reason }
        if let standing {
            let verdict = standing.verdict
            score = verdict.score
            self.threshold = verdict.threshold
            machine = verdict.machine
            human = verdict.human
            reason = verdict.reason
            note = verdict.note
            seconds = verdict.seconds
            author = standing.author
            time = standing.time
            self.calibration = verdict.calibration
        } else {
            score = finding?.score
            self.threshold = threshold
            machine = threshold.flatMap { finding?.verdict(threshold: $0) } ?? .notInspected
            self.calibration = finding?.score == nil ? nil : calibration
        }
    }

    /// A verdict whose part is not among those at hand: what the ledger alone says.
    public init(_ standing: StandingVerdict, category: String, recheck: StandingVerdict? = nil) {
        let verdict = standing.verdict
        self.init(
            Part(path: verdict.path, name: verdict.name), category: category, finding: nil, threshold: nil,
            calibration: nil, standing: standing, recheck: recheck)
    }
}

/// Verdicts as a table for other programs: RFC 4180, one row a part, lines ended by CR LF. Names are `.printable`, so
/// nothing in them can forge a row or reach a terminal; text that a spreadsheet would run begins with an apostrophe.
/// Columns stay where they are, for programs that count them; a new one is added at the end.
public enum VerdictCSV {
    public static let columns = [
        "path", "category", "score", "threshold", "machine_verdict", "human_verdict", "reason", "author", "time",
        "calibration", "label", "error", "note", "seconds", "recheck_verdict", "recheck_reason", "recheck_author",
        "recheck_time",
    ]

    public static func text(_ rows: some Sequence<VerdictRow>) -> String {
        var text = CSV.line(columns.map { .plain($0) }, end: "\r\n")
        for row in rows { text += CSV.line(cells(row), end: "\r\n") }
        return text
    }

    /// Writes the table, whole or not at all.
    public static func write(_ rows: some Sequence<VerdictRow>, to path: FilePath) throws(InspectionError) {
        do {
            try path.writeAtomically(Array(text(rows).utf8))
        } catch {
            throw InspectionError(error)
        }
    }

    private static func cells(_ row: VerdictRow) -> [CSV.Cell] {
        func text(_ value: String?) -> CSV.Cell { value.map { .text($0.printable) } ?? .empty }
        func number(_ value: Float?) -> CSV.Cell { value.flatMap(FixedDecimals.text).map { .plain($0) } ?? .empty }
        return [
            .text(row.path.printable), text(row.category), number(row.score), number(row.threshold),
            .plain(row.machine.rawValue), row.human.map { .plain($0.rawValue) } ?? .empty, text(row.reason),
            text(row.author), row.time.map { .plain(Timestamp.text($0)) } ?? .empty,
            row.calibration.map { .plain($0.description) } ?? .empty, text(row.label),
            row.error.map { .text($0) } ?? .empty, text(row.note),
            row.seconds.map { .plain(String(format: "%.1f", $0)) } ?? .empty,
            row.recheck.map { .plain($0.verdict.human.rawValue) } ?? .empty, text(row.recheck?.verdict.reason),
            text(row.recheck?.author), row.recheck.map { .plain(Timestamp.text($0.time)) } ?? .empty,
        ]
    }
}
