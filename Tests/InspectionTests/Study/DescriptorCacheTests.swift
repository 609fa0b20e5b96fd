import Detectors
import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage
import Testing

struct DescriptorCacheTests {
    /// A cache as the first version of the program made it.
    private func makeFirstCache(_ path: FilePath) throws {
        let database = try DatabaseQueue(path: path.string)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 scores") { db in
            try db.execute(sql: "PRAGMA application_id = \(0x5443_4853)")
            try db.execute(
                sql: """
                    CREATE TABLE score (
                        calibration BLOB NOT NULL, part BLOB NOT NULL, score REAL NOT NULL, grid BLOB, width INTEGER,
                        height INTEGER, PRIMARY KEY (calibration, part)
                    ) STRICT
                    """)
        }
        try migrator.migrate(database)
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO score VALUES (?, ?, 2.5, NULL, NULL, NULL)",
                arguments: [Data(digest("k").bytes), Data(digest("a").bytes)])
        }
        try database.close()
    }

    @Test func aCacheOfTheFirstVersionKeepsItsScores() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("scores.sqlite")
            try makeFirstCache(path)
            let cache = try ScoreCache.open(path)
            #expect(try cache.scores(calibration: digest("k")) == [digest("a"): 2.5])
            try cache.store(descriptors: [(digest("a"), [1, .infinity, -0.0])], calibration: digest("k"))
            #expect(try ScoreCache.open(path).scores(calibration: digest("k")) == [digest("a"): 2.5])
        }
    }

    @Test func givesBackEveryBitAndNothingOfAnotherLength() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("scores.sqlite")
            let vector: [Float] = [1, .infinity, -0.0, .leastNonzeroMagnitude]
            let cache = try ScoreCache.open(path)
            try cache.store(
                descriptors: [(digest("a"), vector), (digest("b"), [1])], calibration: digest("k"))
            try cache.store(descriptors: [(digest("a"), [9, 9, 9, 9])], calibration: digest("other"))
            let back = try ScoreCache.open(path).descriptors(calibration: digest("k"), length: 4)
            #expect(back.keys.sorted() == [digest("a")])
            #expect(back[digest("a")]?.map(\.bitPattern) == vector.map(\.bitPattern))
            try cache.forget(calibration: digest("k"))
            #expect(try cache.descriptors(calibration: digest("k"), length: 4).isEmpty)
            #expect(try cache.descriptors(calibration: digest("other"), length: 4).count == 1)
        }
    }
}
