import Disk
import Evaluation
import Foundation
import GRDB

extension Ledger {
    /// The verdict that stands for each part of a category: the latest that was not withdrawn.
    public func standing(category: String) throws(InspectionError) -> [SHA256Digest: StandingVerdict] {
        try verdicts(category: category).current
    }

    /// What stands in a category and what was re-checked, from one reading.
    func verdicts(category: String) throws(InspectionError) -> StandingVerdicts {
        try database.read { try StandingVerdicts.read($0, category: category) }
    }

    /// The verdict that stands for one part: quick, however long the ledger is.
    public func standing(part: SHA256Digest, category: String) throws(InspectionError) -> StandingVerdict? {
        try database.read {
            try StandingVerdicts.read($0, category: category, part: Data(part.bytes)).verdict(part)
        }
    }

    /// The re-checks of a category that were not withdrawn, oldest first, each with the verdict that it was to repeat.
    public func rechecks(category: String) throws(InspectionError) -> [Recheck] {
        try verdicts(category: category).rechecks
    }

    /// How far people agree with their own or their colleagues' verdicts when a part comes back unmarked: over every
    /// re-check of a part that had a verdict at that time.
    public func agreement(category: String) throws(InspectionError) -> Agreement {
        var pairs: [(HumanVerdict, HumanVerdict)] = []
        for recheck in try rechecks(category: category) {
            guard let original = recheck.original else { continue }
            pairs.append((original.verdict.human, recheck.again.verdict.human))
        }
        return Agreement(pairs)
    }

    /// The live threshold of a category under a calibration: the one that was set last for its scores.
    public func threshold(category: String, calibration: SHA256Digest?) throws(InspectionError) -> Threshold? {
        try latest(.threshold, category, calibration)
    }

    /// The live threshold for the pixels of maps; `nil` where nobody has set one.
    public func pixelThreshold(category: String, calibration: SHA256Digest?) throws(InspectionError) -> Threshold? {
        try latest(.pixelThreshold, category, calibration)
    }

    /// Every threshold that a category has had, under whatever calibration, oldest first.
    public func thresholds(
        category: String, kind: ThresholdEntry.Kind = .image
    ) throws(InspectionError) -> [Threshold] {
        let kind: LedgerEntry.Kind = kind == .image ? .threshold : .pixelThreshold
        return try database.read { db in
            try Self.rows(db, "category = ? AND kind = ?", [category, kind.rawValue]).compactMap(\.thresholdValue)
        }
    }

    private func latest(
        _ kind: LedgerEntry.Kind, _ category: String, _ calibration: SHA256Digest?
    ) throws(InspectionError) -> Threshold? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT \(LedgerRow.selection) FROM entry WHERE category = ? AND kind = ? AND calibration IS ? ORDER BY id DESC LIMIT 1
                    """, arguments: [category, kind.rawValue, calibration.map { Data($0.bytes) }]
            ).map(LedgerRow.init)?.thresholdValue
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
            return try Self.rows(db, condition, [row, category, category], limit: limit).compactMap { try $0.entry(db) }
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

    /// The row with this hash, which somebody noted down as the chain's head. `nil` where it is not there any more: the
    /// end was cut off since, or the chain was written anew.
    public func row(head: SHA256Digest) throws(InspectionError) -> Int64? {
        try database.read {
            try Int64.fetchOne($0, sql: "SELECT id FROM entry WHERE hash = ?", arguments: [Data(head.bytes)])
        }
    }

    private static func rows(
        _ db: Database, _ condition: String, _ arguments: StatementArguments, limit: Int = .max
    ) throws -> [LedgerRow] {
        try Row.fetchAll(
            db, sql: "SELECT \(LedgerRow.selection) FROM entry WHERE \(condition) ORDER BY id LIMIT ?",
            arguments: arguments + [limit]
        ).map { try LedgerRow($0) }
    }
}

extension LedgerRow {
    fileprivate var thresholdValue: Threshold? {
        threshold.map { Threshold(value: Float($0), author: author, time: date, reason: reason ?? "") }
    }
}
