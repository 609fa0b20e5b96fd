import Disk
import Foundation
import GRDB

extension Ledger {
    /// Stores a person's verdict. It stands until it is withdrawn or another is given on the same part; a re-check is
    /// stored beside what stands and replaces nothing.
    /// - Returns: the row, once it is on the disk.
    /// - Throws: `InspectionError.refused` for a note that is too long (`GivenVerdict.fits(note:)`).
    @discardableResult
    public func record(
        _ verdict: GivenVerdict, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        let row = try row(of: verdict, category, author, time)
        return try append { _ in row }
    }

    /// Takes one verdict or re-check back: the verdict that stood before it on the same part stands again.
    /// - Throws: `InspectionError.refused` when row `row` is no verdict or was withdrawn already.
    @discardableResult
    public func withdraw(
        row: Int64, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        try append { try self.withdrawal(of: row, $0, author, time) }
    }

    /// Takes back all that stands for a part: nothing stands afterwards. Re-checks stay.
    /// - Returns: `nil` where nothing stood, so that nothing was stored.
    @discardableResult
    public func withdrawAll(
        part: SHA256Digest, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry? {
        try appendIfAny { try Self.withdrawalOfAll(part, category, $0, author, time) }
    }

    /// Takes back the latest re-check of a part; what stands for it stays.
    /// - Returns: `nil` where there is none, so that nothing was stored.
    @discardableResult
    public func withdrawRecheck(
        part: SHA256Digest, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry? {
        try appendIfAny { db in
            let verdicts = try StandingVerdicts.read(db, category: category, part: Data(part.bytes))
            return try verdicts.recheck(part).map { try self.withdrawal(of: $0.again.row, db, author, time) }
        }
    }

    /// What a change of verdict came to, once it is on the disk.
    public struct Revision: Equatable, Sendable {
        /// The rows that were added: none, one or two.
        public let entries: [LedgerEntry]
        /// The verdict that stands for the part now.
        public let standing: StandingVerdict?
    }

    /// Takes back exactly the verdict of row `row`, and nobody else's, in one transaction: whatever kills the program,
    /// all of it is stored or nothing.
    ///
    /// If another verdict on the part stands then, that is the end of it, whoever gave it and whether before or after:
    /// several stations may share this ledger. If none does, `previous` is recorded. A verdict that was withdrawn
    /// already, by another station, is left at that, and nothing is stored.
    ///
    /// - Parameter previous: what stood before; `nil` where nothing did.
    /// - Throws: `InspectionError.refused` where row `row` is no verdict on that part, for a previous verdict on another
    ///   part and for a note that is too long.
    @discardableResult
    public func undo(
        row: Int64, of part: SHA256Digest, category: String, restoring previous: GivenVerdict?,
        author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> Revision {
        var old: LedgerRow?
        if let previous { old = try self.row(of: previous, on: part, category, author, time) }
        return try change(part, category) { [old] db, _ in
            guard try db.isVerdict(row) else {
                throw InspectionError(.refused, self.path, "row \(row) is no verdict on that part")
            }
            guard try db.isOpen(row) else { return }
            try db.add(try self.withdrawal(of: row, db.database, author, time))
            if try db.standing() == nil, let old { try db.add(old) }
        }
    }

    /// Says the verdict of row `row` in other words: that row is withdrawn and `verdict` recorded, in one transaction.
    /// - Throws: `InspectionError.refused` when row `row` is no verdict on that part, was withdrawn already, or does not
    ///   stand any more because somebody has judged the part since: a word more about the older verdict must not bring
    ///   it back over the later one. Nothing is stored then.
    @discardableResult
    public func replace(
        row: Int64, with verdict: GivenVerdict, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> Revision {
        let new = try self.row(of: verdict, category, author, time)
        return try change(verdict.part, category) { db, standing in
            let withdrawal = try self.withdrawal(of: row, db.database, author, time)
            guard withdrawal.part == new.part, withdrawal.category == category else {
                throw InspectionError(.refused, self.path, "row \(row) is a verdict on another part")
            }
            if !verdict.isRecheck, let standing, standing.row != row {
                throw InspectionError(
                    .refused, verdict.name, "was judged by \(standing.author.printable) meanwhile; judge it again")
            }
            try db.add(withdrawal)
            try db.add(new)
        }
    }

    // MARK: Rows

    /// A transaction on one part that keeps what it adds.
    private final class Change {
        let database: Database
        private let part: SHA256Digest
        private let category: String
        private(set) var entries: [LedgerEntry] = []

        init(_ database: Database, _ part: SHA256Digest, _ category: String) {
            self.database = database
            self.part = part
            self.category = category
        }

        func add(_ row: LedgerRow) throws {
            if let entry = try Ledger.store(row, database) { entries.append(entry) }
        }

        func standing() throws -> StandingVerdict? {
            try StandingVerdicts.read(database, category: category, part: Data(part.bytes)).verdict(part)
        }

        /// Whether row `row` is a verdict on the part, withdrawn or not.
        func isVerdict(_ row: Int64) throws -> Bool {
            try Bool.fetchOne(
                database, sql: "SELECT kind = ? AND part = ? AND category = ? FROM entry WHERE id = ?",
                arguments: [LedgerEntry.Kind.verdict.rawValue, Data(part.bytes), category, row]) ?? false
        }

        /// Whether nobody has withdrawn row `row`.
        func isOpen(_ row: Int64) throws -> Bool {
            try StandingVerdicts.read(database, category: category, part: Data(part.bytes)).isOpen(row, of: part)
        }
    }

    private func change(
        _ part: SHA256Digest, _ category: String, _ body: (Change, StandingVerdict?) throws -> Void
    ) throws(InspectionError) -> Revision {
        try database.write { db in
            let change = Change(db, part, category)
            try body(change, try change.standing())
            return Revision(entries: change.entries, standing: try change.standing())
        }
    }

    private func row(
        of verdict: GivenVerdict, on part: SHA256Digest? = nil, _ category: String, _ author: String, _ time: Date
    ) throws(InspectionError) -> LedgerRow {
        guard part == nil || part == verdict.part else {
            throw InspectionError(.refused, path, "the verdict is on another part")
        }
        guard verdict.note.map(GivenVerdict.fits) ?? true else {
            throw InspectionError(
                .refused, verdict.name.printable,
                "a note holds at most \(GivenVerdict.noteLimit) characters; shorten it, nothing was stored")
        }
        var row = LedgerRow(
            kind: verdict.isRecheck ? .recheck : .verdict, time: time, author: author, category: category)
        row.part = Data(verdict.part.bytes)
        row.name = Data(verdict.name.bytes)
        row.path = Data(verdict.path.bytes)
        row.score = verdict.score.map { Double($0) }
        row.threshold = verdict.threshold.map { Double($0) }
        row.machine = verdict.machine.rawValue
        row.human = verdict.human.rawValue
        row.reason = verdict.reason
        row.calibration = verdict.calibration.map { Data($0.bytes) }
        row.note = verdict.note
        row.seconds = verdict.seconds
        return row
    }

    private func withdrawal(of row: Int64, _ db: Database, _ author: String, _ time: Date) throws -> LedgerRow {
        let target = try Row.fetchOne(
            db, sql: "SELECT \(LedgerRow.selection) FROM entry WHERE id = ?", arguments: [row]
        ).map(LedgerRow.init)
        guard let target, let part = target.part.flatMap({ SHA256Digest(bytes: Array($0)) }),
            try StandingVerdicts.read(db, category: target.category, part: target.part).isOpen(target.id, of: part)
        else {
            throw InspectionError(.refused, path, "row \(row) is no verdict that could be withdrawn")
        }
        var withdrawal = LedgerRow(kind: .withdrawal, time: time, author: author, category: target.category)
        withdrawal.part = target.part
        withdrawal.withdraws = row
        return withdrawal
    }

    private static func withdrawalOfAll(
        _ part: SHA256Digest, _ category: String, _ db: Database, _ author: String, _ time: Date
    ) throws -> LedgerRow? {
        let standing = try StandingVerdicts.read(db, category: category, part: Data(part.bytes))
        guard standing.verdict(part) != nil else { return nil }
        var withdrawal = LedgerRow(kind: .withdrawal, time: time, author: author, category: category)
        withdrawal.part = Data(part.bytes)
        return withdrawal
    }
}
