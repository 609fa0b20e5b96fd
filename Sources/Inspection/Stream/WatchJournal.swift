import Disk
import Foundation
import GRDB
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What has come up in a watched folder, and what of it has been reported: a database in the home's `spool` folder.
/// Every part is written there before it may be inspected, so what does not fit into memory waits there, and a program
/// that was killed goes on where it was. (`kill -9` loses nothing of it. A power cut may take the last moments, but not
/// that a watch had begun; the parts are then found in the folder again.)
///
/// A part is known by its bytes together with its file or its name: neither a renamed file nor one that was written
/// again with the same bytes is another part, while a copy under another name is.
final class WatchJournal: Sendable {
    struct Entry: Equatable, Sendable {
        let id: Int64
        let path: FilePath
        /// `nil` where the file could not be read when it came.
        let digest: SHA256Digest?
        let inode: UInt64
        /// When it came, in milliseconds since 1970.
        let time: Int64
    }

    /// A part that has come.
    struct Candidate: Sendable {
        let path: FilePath
        let digest: SHA256Digest?
        let stamp: ArrivalStamp
        let time: Int64
        /// Whether it was seen to be written: it then counts even where it was left out at the start.
        var isWritten = false
    }

    enum State: Int {
        case waiting = 0
        case reported = 1
        /// It was there before the watch began.
        case leftOut = 2
    }

    private let database: StationDatabase
    private let watch: Int64
    /// Whether the watch before this one was broken off.
    let resumes: Bool
    /// Held as long as the watch lasts.
    private let lock: Mutex<FileDescriptor?>

    private init(database: StationDatabase, watch: Int64, resumes: Bool, lock: FileDescriptor) {
        (self.database, self.watch, self.resumes) = (database, watch, resumes)
        self.lock = Mutex(lock)
    }

    deinit { release() }

    private func release() {
        lock.withLock { lock in
            try? lock?.close()
            lock = nil
        }
    }

    /// Opens the journal of one folder and category.
    /// - Parameter spool: the home's folder for it; made where it is missing.
    /// - Throws: `InspectionError`; `.busy` where another program watches the same.
    static func open(_ spool: FilePath, folder: FilePath, category: String) throws(InspectionError) -> WatchJournal {
        do {
            try spool.makeFolder()
        } catch {
            throw InspectionError(error)
        }
        let database = try StationDatabase.open(spool.appending("watch.sqlite"), layout)
        let key = Data(canonical(folder).bytes)
        let (id, wasOpen) = try database.write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO watch (folder, category, open) VALUES (?, ?, 0)",
                arguments: [key, category])
            let row = try Row.fetchOne(
                db, sql: "SELECT id, open FROM watch WHERE folder = ? AND category = ?", arguments: [key, category])
            return (
                try row?.decode(Int64.self, forColumn: "id") ?? 0,
                try row?.decode(Bool.self, forColumn: "open") ?? false
            )
        }
        let lock = try hold(spool.appending("watch-\(id).lock"), folder)
        return WatchJournal(database: database, watch: id, resumes: wasOpen, lock: lock)
    }

    private static func canonical(_ folder: FilePath) -> FilePath {
        let resolved = folder.withPlatformString { realpath($0, nil) }
        defer { free(resolved) }
        return resolved.map { FilePath(platformString: $0) } ?? folder
    }

    private static func hold(_ path: FilePath, _ folder: FilePath) throws(InspectionError) -> FileDescriptor {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        } catch {
            throw InspectionError(DiskError((error as? Errno) ?? .ioError, path, doing: "writing"))
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            try? file.close()
            throw InspectionError(
                .busy, folder, "is watched already by another program with the same home; end that one first")
        }
        return file
    }

    // MARK: Arrivals

    /// Begins a watch. What is left out is written in the same step, so that a watch that is broken off right here
    /// begins anew.
    func begin(leavingOut files: [(path: FilePath, stamp: ArrivalStamp)]) throws(InspectionError) {
        try database.write { db in
            for file in files where try !Self.knows(db, watch, file.path, file.stamp) {
                try Self.insert(
                    db, watch, Candidate(path: file.path, digest: nil, stamp: file.stamp, time: 0), .leftOut)
            }
            try db.execute(sql: "UPDATE watch SET open = 1 WHERE id = ?", arguments: [watch])
        }
        // Without it a watch after a power cut would leave out what came during this one.
        try database.settle()
    }

    /// Lets others watch. What waits still does.
    /// - Parameter inGoodOrder: whether what comes until the next watch is none of its parts.
    func close(inGoodOrder: Bool) {
        if inGoodOrder {
            // Where it cannot be written, the next watch takes this one for broken off, and inspects more.
            try? database.write { try $0.execute(sql: "UPDATE watch SET open = 0 WHERE id = ?", arguments: [watch]) }
        }
        release()
    }

    /// Whether a file was seen before just as it is: without a look into it.
    func knows(_ path: FilePath, _ stamp: ArrivalStamp) throws(InspectionError) -> Bool {
        try database.read { try Self.knows($0, watch, path, stamp) }
    }

    private static func knows(_ db: Database, _ watch: Int64, _ path: FilePath, _ stamp: ArrivalStamp) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT 1 FROM arrival WHERE watch = ? AND path = ? AND inode = ? AND size = ? AND modified = ?
                """,
            arguments: [
                watch, Data(path.bytes), Int64(bitPattern: stamp.inode), stamp.size, stamp.modified,
            ]) ?? false
    }

    /// Writes down parts that have come, all in one transaction.
    /// - Returns: how many of them are new.
    func admit(_ candidates: [Candidate]) throws(InspectionError) -> Int {
        guard !candidates.isEmpty else { return 0 }
        return try database.write { db in
            var new = 0
            for candidate in candidates {
                if let id = try Self.twin(db, watch, candidate) {
                    // Where it is now, so that one that waits is found.
                    try db.execute(
                        sql: "UPDATE arrival SET path = ?, inode = ?, size = ?, modified = ? WHERE id = ?",
                        arguments: [
                            Data(candidate.path.bytes), Int64(bitPattern: candidate.stamp.inode), candidate.stamp.size,
                            candidate.stamp.modified, id,
                        ])
                } else {
                    try Self.insert(db, watch, candidate, .waiting)
                    new += 1
                }
            }
            return new
        }
    }

    private static func twin(_ db: Database, _ watch: Int64, _ candidate: Candidate) throws -> Int64? {
        let inode = Int64(bitPattern: candidate.stamp.inode)
        if let digest = candidate.digest {
            if let id = try Int64.fetchOne(
                db,
                sql: "SELECT id FROM arrival WHERE watch = ? AND digest = ? AND (inode = ? OR path = ?) LIMIT 1",
                arguments: [watch, Data(digest.bytes), inode, Data(candidate.path.bytes)])
            {
                return id
            }
        }
        // What was left out, or could not be read, has no digest. One that comes unread is still the same file where it
        // has only another name, or nothing was heard of a writer.
        return try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM arrival WHERE watch = ? AND inode = ? AND size = ? AND modified = ?
                AND (digest IS NULL OR ? AND (path <> ? OR NOT ?)) AND (state <> 2 OR NOT ?) LIMIT 1
                """,
            arguments: [
                watch, inode, candidate.stamp.size, candidate.stamp.modified, candidate.digest == nil,
                Data(candidate.path.bytes), candidate.isWritten, candidate.isWritten,
            ])
    }

    private static func insert(_ db: Database, _ watch: Int64, _ candidate: Candidate, _ state: State) throws {
        try db.execute(
            sql: """
                INSERT INTO arrival (watch, path, digest, inode, size, modified, time, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                watch, Data(candidate.path.bytes), candidate.digest.map { Data($0.bytes) },
                Int64(bitPattern: candidate.stamp.inode), candidate.stamp.size, candidate.stamp.modified,
                candidate.time, state.rawValue,
            ])
    }

    // MARK: Waiting parts

    func waiting(after id: Int64, limit: Int) throws(InspectionError) -> [Entry] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM arrival WHERE watch = ? AND state = 0 AND id > ? ORDER BY id LIMIT ?",
                arguments: [watch, id, limit]
            ).map(Self.entry)
        }
    }

    func waitingCount(after id: Int64) throws(InspectionError) -> Int {
        try database.read {
            try Int.fetchOne(
                $0, sql: "SELECT count(*) FROM arrival WHERE watch = ? AND state = 0 AND id > ?",
                arguments: [watch, id])
                ?? 0
        }
    }

    func entry(_ id: Int64) throws(InspectionError) -> Entry? {
        try database.read { try Self.entry($0, id) }
    }

    private static func entry(_ db: Database, _ id: Int64) throws -> Entry? {
        try Row.fetchOne(db, sql: "SELECT * FROM arrival WHERE id = ?", arguments: [id]).map(Self.entry)
    }

    /// Whether these bytes of the entry's file have been reported, as another entry.
    func isReported(_ digest: SHA256Digest, like entry: Entry) throws(InspectionError) -> Bool {
        try database.read {
            try Bool.fetchOne(
                $0,
                sql: """
                    SELECT 1 FROM arrival
                    WHERE watch = ? AND digest = ? AND state = 1 AND id <> ? AND (inode = ? OR path = ?)
                    """,
                arguments: [
                    watch, Data(digest.bytes), entry.id, Int64(bitPattern: entry.inode), Data(entry.path.bytes),
                ]) ?? false
        }
    }

    /// - Parameter digest: of the bytes that were reported, which may be newer ones than those that came; `nil` where
    ///   the file could not be read. What was not inspected is not known either: should it be back, it comes up again.
    func finish(_ id: Int64, digest: SHA256Digest?) throws(InspectionError) {
        try database.write { db in
            if digest == nil, let entry = try Self.entry(db, id) {
                // One that was never readable and still stands there is known as it is, or it would come up for ever.
                if entry.digest != nil || entry.path.kind == .missing {
                    try db.execute(
                        sql: "UPDATE arrival SET inode = 0, size = -1, modified = 0 WHERE id = ?", arguments: [id])
                }
            }
            try db.execute(
                sql: "UPDATE arrival SET state = 1, digest = ? WHERE id = ?",
                arguments: [digest.map { Data($0.bytes) }, id])
        }
    }

    /// Forgets files that are not there any more and are not waited for, so that the journal does not outgrow the
    /// folder.
    func forgetMissing() throws(InspectionError) {
        let known = try database.read { db in
            try Row.fetchAll(db, sql: "SELECT id, path FROM arrival WHERE watch = ? AND state <> 0", arguments: [watch])
                .map {
                    (
                        try $0.decode(Int64.self, forColumn: "id"),
                        FilePath(bytes: try $0.decode(Data.self, forColumn: "path"))
                    )
                }
        }
        let missing = known.filter { $0.1.kind == .missing }.map(\.0)
        guard !missing.isEmpty else { return }
        try database.write { db in
            for id in missing { try db.execute(sql: "DELETE FROM arrival WHERE id = ?", arguments: [id]) }
        }
    }

    private static func entry(_ row: Row) throws -> Entry {
        Entry(
            id: try row.decode(Int64.self, forColumn: "id"),
            path: FilePath(bytes: try row.decode(Data.self, forColumn: "path")),
            digest: try row.decode(Data?.self, forColumn: "digest").flatMap { SHA256Digest(bytes: Array($0)) },
            inode: UInt64(bitPattern: try row.decode(Int64.self, forColumn: "inode")),
            time: try row.decode(Int64.self, forColumn: "time"))
    }

    private static let layout = StationDatabase.Layout(
        migrator: {
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1 watches and arrivals") { db in
                try db.execute(sql: "PRAGMA application_id = \(0x5443_4857)")
                try db.execute(
                    sql: """
                        CREATE TABLE watch (
                            id INTEGER PRIMARY KEY,
                            folder BLOB NOT NULL,
                            category TEXT NOT NULL,
                            open INTEGER NOT NULL,
                            UNIQUE (folder, category)
                        ) STRICT;
                        CREATE TABLE arrival (
                            id INTEGER PRIMARY KEY AUTOINCREMENT,
                            watch INTEGER NOT NULL REFERENCES watch (id),
                            path BLOB NOT NULL,
                            digest BLOB CHECK (digest IS NULL OR length(digest) = 32),
                            inode INTEGER NOT NULL,
                            size INTEGER NOT NULL,
                            modified INTEGER NOT NULL,
                            time INTEGER NOT NULL,
                            state INTEGER NOT NULL
                        ) STRICT;
                        CREATE INDEX arrival_by_path ON arrival (watch, path);
                        CREATE INDEX arrival_by_digest ON arrival (watch, digest);
                        CREATE INDEX arrival_by_inode ON arrival (watch, inode);
                        CREATE INDEX arrival_waiting ON arrival (watch, id) WHERE state = 0;
                        """)
            }
            return migrator
        }(),
        applicationID: 0x5443_4857, noun: "watch journal",
        remedy: "delete it (with its -wal and -shm): parts in watched folders may then be inspected again",
        isDurable: false)
}
