import Disk
import Foundation
import GRDB

extension Ledger {
    /// The verdict that stands for each part of a category: the latest that was not withdrawn.
    public func standing(category: String) throws(InspectionError) -> [SHA256Digest: StandingVerdict] {
        try database.read { try StandingVerdicts.read($0, category: category).current }
    }

    /// The verdict that stands for one part: quick, however long the ledger is.
    public func standing(part: SHA256Digest, category: String) throws(InspectionError) -> StandingVerdict? {
        try database.read {
            try StandingVerdicts.read($0, category: category, part: Data(part.bytes)).verdict(part)
        }
    }

    /// The live threshold of a category under a calibration: the one that was set last for its scores.
    public func threshold(category: String, calibration: SHA256Digest?) throws(InspectionError) -> Threshold? {
        try thresholds("calibration IS ?", [calibration.map { Data($0.bytes) }], category: category).last
    }

    /// Every threshold that a category has had, under whatever calibration, oldest first.
    public func thresholds(category: String) throws(InspectionError) -> [Threshold] {
        try thresholds("TRUE", [], category: category)
    }

    private func thresholds(
        _ condition: String, _ arguments: StatementArguments, category: String
    ) throws(InspectionError) -> [Threshold] {
        try database.read { db in
            try Self.rows(
                db, "category = ? AND kind = ? AND \(condition)", [category, LedgerRow.Kind.threshold] + arguments
            ).compactMap { row in
                row.threshold.map {
                    Threshold(value: Float($0), author: row.author, time: row.date, reason: row.reason ?? "")
                }
            }
        }
    }

    /// Rows in the order in which they were written.
    /// - Parameters:
    ///   - category: only its rows; `nil` for all.
    ///   - row: only rows after this one.
    public func entries(
        category: String? = nil, after row: Int64 = 0, limit: Int = .max
    ) throws(InspectionError) -> [LedgerEntry] {
        try database.read { db in
            let condition = "id > ? AND (? IS NULL OR category = ?)"
            return try Self.rows(db, condition, [row, category, category], limit: limit).compactMap(\.entry)
        }
    }

    /// Categories that something was written about, by name.
    public func categories() throws(InspectionError) -> [String] {
        try database.read {
            try String.fetchAll($0, sql: "SELECT DISTINCT category FROM entry WHERE category <> '' ORDER BY category")
        }
    }

    /// Follows the chain of hashes through every row: about a second for each 200,000.
    public func verifyChain() throws(InspectionError) -> ChainCheck {
        try database.read { try LedgerChain.check($0) }
    }

    private static func rows(
        _ db: Database, _ condition: String, _ arguments: StatementArguments, limit: Int = .max
    ) throws -> [LedgerRow] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM entry WHERE \(condition) ORDER BY id LIMIT ?", arguments: arguments + [limit]
        ).map { try LedgerRow($0) }
    }
}
