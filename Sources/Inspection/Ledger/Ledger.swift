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
        } catch  where access == .readOnlyFallback && [.readOnly, .noSpace].contains(error.code) {
            guard path.kind == .file else { throw error }
            return Ledger(
                try StationDatabase.openReadOnly(path, layout),
                notice: "\(error.description); verdicts can be looked at but not given")
        }
    }

    // MARK: Adding rows

    func append(_ row: (Database) throws -> LedgerRow) throws(InspectionError) -> LedgerEntry {
        guard let entry = try appendIfAny({ try row($0) }) else {
            throw InspectionError(.refused, path, "nothing was stored")
        }
        return entry
    }

    func appendIfAny(_ row: (Database) throws -> LedgerRow?) throws(InspectionError) -> LedgerEntry? {
        try database.write { db in try row(db).flatMap { try Self.store($0, db) } }
    }

    /// Stores a row within a transaction.
    static func store(_ row: LedgerRow, _ db: Database) throws -> LedgerEntry? {
        try LedgerChain.append(row, to: db).entry(db)
    }
}
