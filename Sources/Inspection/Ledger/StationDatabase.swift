import Disk
import GRDB
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A SQLite file opened so that a commit that was acknowledged is on the disk: write-ahead log, `synchronous=FULL`,
/// foreign keys, and ten seconds of patience with other programs.
final class StationDatabase: Sendable {
    let path: FilePath
    let isReadOnly: Bool
    private let layout: Layout
    private let queue: DatabaseQueue

    /// How the file is laid out, and how to get there from older layouts.
    struct Layout: Sendable {
        let migrator: DatabaseMigrator
        /// Stored in the file's header, so that another program's database is told apart.
        let applicationID: Int32
        /// What the file is to people: "ledger".
        let noun: String
        /// What to do about a damaged one.
        let remedy: String
        /// Whether a commit must survive a power cut.
        let isDurable: Bool
    }

    private init(path: FilePath, layout: Layout, queue: DatabaseQueue, isReadOnly: Bool) {
        self.path = path
        self.layout = layout
        self.queue = queue
        self.isReadOnly = isReadOnly
    }

    /// Opens the file and brings its layout up to date; makes it where there is none.
    /// - Throws: `InspectionError`. A damaged file, a newer one or one of another program is left as it is.
    static func open(_ path: FilePath, _ layout: Layout) throws(InspectionError) -> StationDatabase {
        try translating(path, layout) {
            let isNew = path.kind == .missing
            let queue = try Self.connect(path, layout)
            do {
                try layout.migrator.migrate(queue)
            } catch is DatabaseError {
                // Another program may have made the same step between our look and ours; then nothing is left to do.
                try layout.migrator.migrate(queue)
            }
            if isNew { Self.syncFolder(of: path) }
            return StationDatabase(path: path, layout: layout, queue: queue, isReadOnly: false)
        }
    }

    /// Opens the file for reading alone, also where neither it nor its folder may be written. One of an older layout is
    /// read as a copy in memory, which is brought up to date; what others write to it later does not show.
    static func openReadOnly(_ path: FilePath, _ layout: Layout) throws(InspectionError) -> StationDatabase {
        try translating(path, layout) {
            guard path.kind == .file else { throw InspectionError(.disk, path, "there is no \(layout.noun) to read") }
            let queue: DatabaseQueue
            do {
                queue = try Self.connect(path, layout, readOnly: true)
            } catch let error as DatabaseError
                where [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM].contains(error.resultCode)
            {
                // A write-ahead log needs an index beside it, which nobody can make here: read a copy in memory.
                queue = try Self.copyInMemory(path, layout)
            }
            guard try queue.read({ try layout.migrator.hasCompletedMigrations($0) }) else {
                let copy = try Self.copyInMemory(path, layout)
                try layout.migrator.migrate(copy)
                return StationDatabase(path: path, layout: layout, queue: copy, isReadOnly: true)
            }
            return StationDatabase(path: path, layout: layout, queue: queue, isReadOnly: true)
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(InspectionError) -> T {
        try Self.translating(path, layout) { try queue.read(body) }
    }

    /// Runs `body` in one transaction that excludes every other writer from its first statement on. When it returns,
    /// the commit has reached the disk.
    func write<T>(_ body: (Database) throws -> T) throws(InspectionError) -> T {
        guard !isReadOnly else {
            throw InspectionError(.readOnly, path, "the \(layout.noun) is open for reading only; nothing was stored")
        }
        return try Self.translating(path, layout) {
            try queue.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                guard let result else { throw InspectionError(.refused, path, "the transaction gave no result") }
                return result
            }
        }
    }

    /// Brings what stands in the write-ahead log into the file: all that was written survives a power cut from now on,
    /// also where single commits need not.
    func settle() throws(InspectionError) {
        try Self.translating(path, layout) {
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
    }

    // MARK: Opening

    private static func connect(_ path: FilePath, _ layout: Layout, readOnly: Bool = false) throws -> DatabaseQueue {
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw InspectionError(.disk, path, "SQLite wants names in UTF-8; choose another place with --home")
        }
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.label = "inspection.database"
        let queue = try DatabaseQueue(path: text, configuration: configuration)
        // Looked at before the first write: what is not ours is not touched.
        try queue.read { try check($0, path, layout) }
        guard !readOnly else { return queue }
        try queue.writeWithoutTransaction { db in
            try switchToWriteAheadLog(db)
            try db.execute(sql: "PRAGMA synchronous = \(layout.isDurable ? "FULL" : "NORMAL")")
            // SQLite opens a file that may not be written all the same, and complains at the first write: this is one.
            try db.inTransaction(.immediate) {
                try db.execute(sql: "CREATE TABLE touchstone_write_test (x INTEGER)")
                return .rollback
            }
        }
        return queue
    }

    /// SQLite answers "busy" at once when two programs switch at the same time, whatever its patience.
    private static func switchToWriteAheadLog(_ db: Database) throws {
        for attempt in 1... {
            do {
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                if mode == "wal" { return }
                throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "the file system has no write-ahead log")
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 100 {
                usleep(20_000)
            }
        }
    }

    private static func check(_ db: Database, _ path: FilePath, _ layout: Layout) throws {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        let identity = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || identity == layout.applicationID || identity == 0 && isHalfMade(db) else {
            throw InspectionError(.damaged, path, "is a database of another program; \(layout.remedy)")
        }
        guard try tables == 0 || !layout.migrator.hasBeenSuperseded(db) else {
            throw InspectionError(
                .newer, path,
                "the \(layout.noun) was written by a newer version of Touchstone; use that one, or "
                    + "another place with --home")
        }
    }

    /// A program that was killed while it made the file leaves the migrator's own table and nothing else.
    private static func isHalfMade(_ db: Database) -> Bool {
        (try? String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")) == ["grdb_migrations"]
    }

    private static func copyInMemory(_ path: FilePath, _ layout: Layout) throws -> DatabaseQueue {
        let folder = try TemporaryFolder("copy")
        defer { folder.remove() }
        let copy = folder.path.appending("copy.sqlite")
        try copy.writeAtomically(try path.readAll(limit: 8 << 30))
        let log = FilePath(bytes: path.bytes + Array("-wal".utf8))
        if log.kind == .file {
            try FilePath("\(copy.string)-wal").writeAtomically(try log.readAll(limit: 8 << 30))
        }
        let source = try connect(copy, layout)
        let memory = try DatabaseQueue()
        try source.backup(to: memory)
        try source.close()
        return memory
    }

    /// The name of a new file is on the disk only when its folder is.
    private static func syncFolder(of path: FilePath) {
        let folder = path.removingLastComponent().isEmpty ? FilePath(".") : path.removingLastComponent()
        let options: FileDescriptor.OpenOptions = [.directory, .closeOnExec]
        guard let directory = try? FileDescriptor.open(folder, .readOnly, options: options) else { return }
        fsync(directory.rawValue)
        try? directory.close()
    }
}
