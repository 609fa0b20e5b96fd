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

    /// Brings a part to a verdict, in one transaction: whatever kills the program, all of it is stored or nothing.
    ///
    /// - Not undoing: `verdict` is recorded; `nil` withdraws all that stands.
    /// - Undoing: the verdict that stands is withdrawn. If one that was given before it stands again, that is the end
    ///   of it, whoever gave it: several stations may share this ledger. If none does, `verdict` is recorded.
    ///   Where nothing stood to begin with, `verdict` is recorded as well.
    ///
    /// - Parameter verdict: where the part is to be brought; a re-check only when not undoing
    ///   (`withdrawRecheck` takes one back).
    /// - Throws: `InspectionError.refused` for a verdict on another part or a note that is too long.
    @discardableResult
    public func revise(
        part: SHA256Digest, category: String, to verdict: GivenVerdict?, undoing: Bool,
        author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> Revision {
        var new: LedgerRow?
        if let verdict { new = try row(of: verdict, on: part, category, author, time) }
        return try change(part, category) { [new] db, standing in
            if undoing, let last = standing {
                try db.add(try self.withdrawal(of: last.row, db.database, author, time))
                if try db.standing() == nil, let new { try db.add(new) }
            } else if let new {
                try db.add(new)
            } else if let row = try Self.withdrawalOfAll(part, category, db.database, author, time) {
                try db.add(row)
            }
        }
    }

    /// Takes back exactly the verdict of row `row` and sees to it that `verdict` stands afterwards, in one
    /// transaction: it is recorded unless what stands then says the same already.
    /// - Throws: `InspectionError.refused` when row `row` is no verdict on that part, or was withdrawn already; nothing
    ///   is stored then.
    @discardableResult
    public func replace(
        row: Int64, with verdict: GivenVerdict, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> Revision {
        let new = try self.row(of: verdict, category, author, time)
        return try change(verdict.part, category) { db, _ in
            let withdrawal = try self.withdrawal(of: row, db.database, author, time)
            guard withdrawal.part == new.part, withdrawal.category == category else {
                throw InspectionError(.refused, self.path, "row \(row) is a verdict on another part")
            }
            try db.add(withdrawal)
            if let standing = try db.standing(), standing.verdict.saysTheSame(as: verdict) { return }
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
