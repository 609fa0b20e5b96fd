import Detectors
import Disk
import Foundation
import GRDB
import Raster
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// What parts scored under a calibration, so that opening a category again does not score it again. A cache in a
/// database of its own (`scores.sqlite`): it can be deleted at any time, and a power cut may take the last scores.
/// Failures are not kept, because a file that could not be read may be readable next time.
public final class ScoreCache: Sendable {
    let database: StationDatabase

    public var path: FilePath { database.path }

    private init(_ database: StationDatabase) { self.database = database }

    /// Opens the cache, or makes it. A damaged one holds nothing that cannot be computed, so it is emptied.
    /// - Throws: `InspectionError` where it cannot be written; the station then scores without it.
    public static func open(_ path: FilePath) throws(InspectionError) -> ScoreCache {
        do {
            return ScoreCache(try StationDatabase.open(path, layout))
        } catch where error.code == .damaged {
            for ending in ["", "-wal", "-shm"] {
                _ = FilePath(bytes: path.bytes + Array(ending.utf8)).withPlatformString { unlink($0) }
            }
            return ScoreCache(try StationDatabase.open(path, layout))
        }
    }

    /// What the part scored under the calibration, if that is known.
    public func anomaly(part: SHA256Digest, calibration: SHA256Digest) throws(InspectionError) -> Anomaly? {
        try database.read { db in
            try Row.fetchOne(
                db, sql: "SELECT score, grid, width, height FROM score WHERE calibration = ? AND part = ?",
                arguments: [Data(calibration.bytes), Data(part.bytes)]
            ).flatMap(Self.anomaly)
        }
    }

    /// Every score under a calibration, without the grids.
    public func scores(calibration: SHA256Digest) throws(InspectionError) -> [SHA256Digest: Float] {
        try database.read { db in
            var scores: [SHA256Digest: Float] = [:]
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT part, score FROM score WHERE calibration = ?", arguments: [Data(calibration.bytes)])
            while let row = try cursor.next() {
                let part = try row.decode(Data.self, forColumn: "part")
                let score = try row.decode(Double.self, forColumn: "score")
                if let digest = SHA256Digest(bytes: Array(part)) { scores[digest] = Float(score) }
            }
            return scores
        }
    }

    /// Keeps scores, all in one transaction. Scores that are no number are left out.
    public func store(
        _ anomalies: [(part: SHA256Digest, anomaly: Anomaly)], calibration: SHA256Digest
    ) throws(InspectionError) {
        guard !anomalies.isEmpty else { return }
        let key = Data(calibration.bytes)
        try database.write { db in
            let statement = try db.makeStatement(
                sql: """
                    INSERT OR REPLACE INTO score (calibration, part, score, grid, width, height)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)
            for (part, anomaly) in anomalies where !anomaly.score.isNaN {
                let grid = anomaly.grid.map { $0.values.withUnsafeBytes { Data($0) } }
                try statement.execute(arguments: [
                    key, Data(part.bytes), Double(anomaly.score), grid, anomaly.grid?.width, anomaly.grid?.height,
                ])
            }
        }
    }

    /// Drops what was scored and described under a calibration that is not used any more.
    public func forget(calibration: SHA256Digest) throws(InspectionError) {
        try database.write {
            let key: StatementArguments = [Data(calibration.bytes)]
            try $0.execute(sql: "DELETE FROM score WHERE calibration = ?", arguments: key)
            try $0.execute(sql: "DELETE FROM descriptor WHERE calibration = ?", arguments: key)
        }
    }

    /// `nil` where the row does not hold together: the part is scored again.
    private static func anomaly(_ row: Row) throws -> Anomaly? {
        let score = Float(try row.decode(Double.self, forColumn: "score"))
        guard let grid = try row.decode(Data?.self, forColumn: "grid") else { return Anomaly(score: score, grid: nil) }
        guard let width = try row.decode(Int?.self, forColumn: "width"), width > 0,
            let height = try row.decode(Int?.self, forColumn: "height"), height > 0,
            width <= 1 << 15, height <= 1 << 15, grid.count == width * height * 4
        else { return nil }
        let values = [Float](unsafeUninitializedCapacity: width * height) { out, count in
            grid.copyBytes(to: UnsafeMutableRawBufferPointer(out))
            count = width * height
        }
        return Anomaly(score: score, grid: Plane(width: width, height: height, values: values))
    }

    private static let layout = StationDatabase.Layout(
        migrator: {
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1 scores") { db in
                try db.execute(sql: "PRAGMA application_id = \(0x5443_4853)")
                try db.execute(
                    sql: """
                        CREATE TABLE score (
                            calibration BLOB NOT NULL,
                            part BLOB NOT NULL,
                            score REAL NOT NULL,
                            grid BLOB,
                            width INTEGER,
                            height INTEGER,
                            PRIMARY KEY (calibration, part)
                        ) STRICT;
                        """)
            }
            registerDescriptors(&migrator)
            return migrator
        }(),
        applicationID: 0x5443_4853, noun: "score cache", remedy: "delete it: scores are computed again",
        isDurable: false)
}
