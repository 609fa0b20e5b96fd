import Disk
import Foundation
import GRDB

/// The verdicts of a category that were not withdrawn, by part, oldest first.
struct StandingVerdicts {
    private var open: [SHA256Digest: [StandingVerdict]] = [:]

    /// Reads the category's rows in their order, as a person would.
    /// - Parameter part: only this one; `nil` for all.
    static func read(_ db: Database, category: String, part: Data? = nil) throws -> StandingVerdicts {
        var verdicts = StandingVerdicts()
        let condition = part == nil ? "part IS NOT NULL" : "part = ?"
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT * FROM entry WHERE category = ? AND \(condition) ORDER BY id",
            arguments: part.map { [category, $0] } ?? [category])
        while let row = try cursor.next() { verdicts.take(try LedgerRow(row)) }
        return verdicts
    }

    private mutating func take(_ row: LedgerRow) {
        switch row.entry?.event {
        case .verdict(let verdict):
            open[verdict.part, default: []].append(
                StandingVerdict(row: row.id, time: row.date, author: row.author, verdict: verdict))
        case .withdrawal(let part, let withdrawn?):
            open[part]?.removeAll { $0.row == withdrawn }
        case .withdrawal(let part, nil):
            open[part] = nil
        case .threshold, .export, nil:
            break
        }
    }

    func verdict(_ part: SHA256Digest) -> StandingVerdict? { open[part]?.last }

    var current: [SHA256Digest: StandingVerdict] { open.compactMapValues(\.last) }

    func isOpen(_ row: LedgerRow) -> Bool {
        guard let part = row.part.flatMap({ SHA256Digest(bytes: Array($0)) }) else { return false }
        return open[part]?.contains { $0.row == row.id } ?? false
    }
}
