import Disk
import Foundation
import GRDB
import SystemPackage

/// What people decided, for ever: rows are only added, each chained to the one before by its hash.
///
/// Whoever gets a row back from one of the recording functions may count on it: it has reached the disk, and a
/// `kill -9` or a power cut does not take it away. Any thread may call; several programs may share one ledger.
/// Calls block for a disk flush (milliseconds), so the thread that draws does not make them.
public final class Ledger: Sendable {
    public enum Access: Sendable {
        case readWrite
        case readOnly
        /// For reading alone where it cannot be written; `notice` then says so.
        case readOnlyFallback
    }

    let database: StationDatabase
    /// One printable line for people where the ledger could only be opened for reading.
    public let notice: String?

    public var path: FilePath { database.path }
    public var isReadOnly: Bool { database.isReadOnly }

    private init(_ database: StationDatabase, notice: String? = nil) {
        self.database = database
        self.notice = notice
    }

    /// Opens the ledger, or makes a new one where there is none.
    /// - Throws: `InspectionError`: `.damaged`, `.newer`, `.readOnly`, `.noSpace`, `.busy`. A file that cannot be used
    ///   is left as it is.
    public static func open(_ path: FilePath, access: Access = .readWrite) throws(InspectionError) -> Ledger {
        let layout = LedgerSchema.layout
        if access == .readOnly { return Ledger(try StationDatabase.openReadOnly(path, layout)) }
        do {
            return Ledger(try StationDatabase.open(path, layout))
        } catch where access == .readOnlyFallback && [.readOnly, .noSpace].contains(error.code) {
            guard path.kind == .file else { throw error }
            return Ledger(
                try StationDatabase.openReadOnly(path, layout),
                notice: "\(error.description); verdicts can be looked at but not given")
        }
    }

    /// Stores a person's verdict. It stands until it is withdrawn or another is given on the same part.
    /// - Returns: the row, once it is on the disk.
    @discardableResult
    public func record(
        _ verdict: GivenVerdict, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        var row = LedgerRow(kind: LedgerRow.Kind.verdict, time: time, author: author, category: category)
        row.part = Data(verdict.part.bytes)
        row.name = Data(verdict.name.bytes)
        row.path = Data(verdict.path.bytes)
        row.score = verdict.score.map { Double($0) }
        row.threshold = verdict.threshold.map { Double($0) }
        row.machine = verdict.machine.rawValue
        row.human = verdict.human.rawValue
        row.reason = verdict.reason
        row.calibration = verdict.calibration.map { Data($0.bytes) }
        return try append { _ in row }
    }

    /// Takes one verdict back: the one that stood before it on the same part stands again.
    /// - Throws: `InspectionError.refused` when row `row` is no verdict or was withdrawn already.
    @discardableResult
    public func withdraw(
        row: Int64, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        try append { db in
            let target = try Row.fetchOne(db, sql: "SELECT * FROM entry WHERE id = ?", arguments: [row])
                .map(LedgerRow.init)
            guard let target, target.kind == LedgerRow.Kind.verdict,
                try StandingVerdicts.read(db, category: target.category, part: target.part).isOpen(target)
            else {
                throw InspectionError(.refused, self.path, "row \(row) is no verdict that could be withdrawn")
            }
            var withdrawal = LedgerRow(
                kind: LedgerRow.Kind.withdrawal, time: time, author: author, category: target.category)
            withdrawal.part = target.part
            withdrawal.withdraws = row
            return withdrawal
        }
    }

    /// Takes back all that stands for a part: nothing stands afterwards.
    /// - Returns: `nil` where nothing stood, so that nothing was stored.
    @discardableResult
    public func withdrawAll(
        part: SHA256Digest, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry? {
        try appendIfAny { db in
            let standing = try StandingVerdicts.read(db, category: category, part: Data(part.bytes))
            guard standing.verdict(part) != nil else { return nil }
            var withdrawal = LedgerRow(kind: LedgerRow.Kind.withdrawal, time: time, author: author, category: category)
            withdrawal.part = Data(part.bytes)
            return withdrawal
        }
    }

    /// Makes `threshold` the live one of the category. Verdicts that were given stay what they were.
    /// - Parameter calibration: whose scores it is for; under another calibration it means nothing.
    /// - Throws: `InspectionError.refused` for a value that is no finite number.
    @discardableResult
    public func set(
        _ threshold: Threshold, category: String, calibration: SHA256Digest?
    ) throws(InspectionError) -> LedgerEntry {
        guard threshold.value.isFinite else {
            throw InspectionError(.refused, category.printable, "a threshold must be a finite number")
        }
        var row = LedgerRow(
            kind: LedgerRow.Kind.threshold, time: threshold.time, author: threshold.author, category: category)
        row.threshold = Double(threshold.value)
        row.reason = threshold.reason
        row.calibration = calibration.map { Data($0.bytes) }
        return try append { _ in row }
    }

    /// Notes that verdicts were written to a file.
    /// - Parameter category: `nil` for several.
    @discardableResult
    public func noteExport(
        to file: FilePath, rows: Int, category: String?, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        var row = LedgerRow(kind: LedgerRow.Kind.export, time: time, author: author, category: category ?? "")
        row.path = Data(file.bytes)
        row.rows = Int64(rows)
        return try append { _ in row }
    }

    private func append(_ row: (Database) throws -> LedgerRow) throws(InspectionError) -> LedgerEntry {
        guard let entry = try appendIfAny({ try row($0) }) else {
            throw InspectionError(.refused, path, "nothing was stored")
        }
        return entry
    }

    private func appendIfAny(_ row: (Database) throws -> LedgerRow?) throws(InspectionError) -> LedgerEntry? {
        try database.write { db in try row(db).flatMap { try LedgerChain.append($0, to: db).entry } }
    }
}
