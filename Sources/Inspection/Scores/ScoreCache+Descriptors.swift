import Disk
import Foundation
import GRDB
import SystemPackage

/// What good parts look like to the network, and which file holds which part, so that a later start computes neither.
extension ScoreCache {
    static func registerDescriptors(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("2 descriptors") { db in
            try db.execute(
                sql: """
                    CREATE TABLE descriptor (
                        calibration BLOB NOT NULL,
                        part BLOB NOT NULL,
                        vector BLOB NOT NULL,
                        PRIMARY KEY (calibration, part)
                    ) STRICT;
                    CREATE TABLE file (
                        path BLOB NOT NULL PRIMARY KEY,
                        size INTEGER NOT NULL,
                        inode INTEGER NOT NULL,
                        modified INTEGER NOT NULL,
                        changed INTEGER NOT NULL,
                        part BLOB NOT NULL
                    ) STRICT;
                    """)
        }
    }

    /// Descriptors of a calibration's parts; rows of another length are passed over: they are computed again.
    /// - Parameter length: floats of a descriptor.
    package func descriptors(
        calibration: SHA256Digest, length: Int
    ) throws(InspectionError) -> [SHA256Digest: [Float]] {
        try database.read { db in
            var found: [SHA256Digest: [Float]] = [:]
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT part, vector FROM descriptor WHERE calibration = ?",
                arguments: [Data(calibration.bytes)])
            while let row = try cursor.next() {
                let part = try row.decode(Data.self, forColumn: "part")
                let vector = try row.decode(Data.self, forColumn: "vector")
                guard let digest = SHA256Digest(bytes: Array(part)), vector.count == 4 * length else { continue }
                found[digest] = [Float](unsafeUninitializedCapacity: length) { out, count in
                    vector.copyBytes(to: UnsafeMutableRawBufferPointer(out))
                    count = length
                }
            }
            return found
        }
    }

    /// Keeps descriptors, all in one transaction.
    package func store(
        descriptors: [(part: SHA256Digest, vector: [Float])], calibration: SHA256Digest
    ) throws(InspectionError) {
        guard !descriptors.isEmpty else { return }
        let key = Data(calibration.bytes)
        try database.write { db in
            let statement = try db.makeStatement(
                sql: "INSERT OR REPLACE INTO descriptor (calibration, part, vector) VALUES (?, ?, ?)")
            for (part, vector) in descriptors {
                try statement.execute(arguments: [
                    key, Data(part.bytes), vector.withUnsafeBytes { Data($0) },
                ])
            }
        }
    }

    /// The digest of a file that has not changed since it was noted.
    func digest(of path: FilePath, stamp: FileStamp) throws(InspectionError) -> SHA256Digest? {
        try database.read { db in
            try Data.fetchOne(
                db,
                sql: """
                    SELECT part FROM file
                    WHERE path = ? AND size = ? AND inode = ? AND modified = ? AND changed = ?
                    """,
                arguments: [
                    Data(path.bytes), stamp.size, Int64(bitPattern: stamp.inode), stamp.modified, stamp.changed,
                ]
            ).flatMap { SHA256Digest(bytes: Array($0)) }
        }
    }

    /// Keeps what files hold, as long as they keep their stamps.
    func store(
        files: [(path: FilePath, stamp: FileStamp, digest: SHA256Digest)]
    ) throws(InspectionError) {
        guard !files.isEmpty else { return }
        try database.write { db in
            let statement = try db.makeStatement(
                sql: "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)"
            )
            for (path, stamp, digest) in files {
                try statement.execute(arguments: [
                    Data(path.bytes), stamp.size, Int64(bitPattern: stamp.inode), stamp.modified, stamp.changed,
                    Data(digest.bytes),
                ])
            }
        }
    }
}
