import Disk
import Foundation
import GRDB

/// The verdicts of a category that were not withdrawn, by part, oldest first; and the re-checks beside them.
struct StandingVerdicts {
    private var open: [SHA256Digest: [StandingVerdict]] = [:]
    private var openRechecks: [SHA256Digest: [Recheck]] = [:]

    /// Reads the category's rows in their order, as a person would.
    /// - Parameter part: only this one; `nil` for all.
    static func read(_ db: Database, category: String, part: Data? = nil) throws -> StandingVerdicts {
        var verdicts = StandingVerdicts()
        let condition = part == nil ? "part IS NOT NULL" : "part = ?"
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT \(LedgerRow.selection) FROM entry WHERE category = ? AND \(condition) ORDER BY id",
            arguments: part.map { [category, $0] } ?? [category])
        while let row = try cursor.next() { verdicts.take(try LedgerRow(row)) }
        return verdicts
    }

    private mutating func take(_ row: LedgerRow) {
        switch row.entry()?.event {
        case .verdict(let verdict):
            open[verdict.part, default: []].append(StandingVerdict(row, verdict))
        case .recheck(let verdict):
            openRechecks[verdict.part, default: []].append(
                Recheck(original: self.verdict(verdict.part), again: StandingVerdict(row, verdict)))
        case .withdrawal(let part, let withdrawn?):
            open[part]?.removeAll { $0.row == withdrawn }
            openRechecks[part]?.removeAll { $0.again.row == withdrawn }
        case .withdrawal(let part, nil):
            open[part] = nil
        case .threshold, .export, .alarm, .acknowledgement, .run, nil:
            break
        }
    }

    func verdict(_ part: SHA256Digest) -> StandingVerdict? { open[part]?.last }

    var current: [SHA256Digest: StandingVerdict] { open.compactMapValues(\.last) }

    func recheck(_ part: SHA256Digest) -> Recheck? { openRechecks[part]?.last }

    /// Oldest first.
    var rechecks: [Recheck] { openRechecks.values.joined().sorted { $0.again.row < $1.again.row } }

    func isOpen(_ row: Int64, of part: SHA256Digest) -> Bool {
        open[part]?.contains { $0.row == row } ?? false
            || openRechecks[part]?.contains { $0.again.row == row } ?? false
    }
}

extension StandingVerdict {
    fileprivate init(_ row: LedgerRow, _ verdict: GivenVerdict) {
        self.init(row: row.id, time: row.date, author: row.author, verdict: verdict)
    }
}

/// A part that came back unmarked.
public struct Recheck: Equatable, Sendable {
    /// The verdict that stood when the part came back, whatever became of it since; `nil` where none did.
    public let original: StandingVerdict?
    public let again: StandingVerdict
}
