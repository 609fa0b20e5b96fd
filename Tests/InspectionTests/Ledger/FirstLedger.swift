import Disk
import GRDB
import SystemPackage

/// A ledger as version 0.1.0 wrote it, dumped: its layout, its rows and the hashes that it gave them.
enum FirstLedger {
    static let head = "2dfec752cb4341079636ee0f00c64a2b6b3bee283c03afa9f2fd246957cb3a69"

    /// Makes the file as it was: the layout and all rows, in one write-ahead log.
    static func write(to path: FilePath, rows: Bool = true) throws {
        let queue = try DatabaseQueue(path: path.string)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA application_id = 1413695564")
            try db.execute(sql: layout)
            if rows { try db.execute(sql: Self.rows) }
        }
        try queue.close()
    }

    static let layout = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('verdict', 'withdrawal', 'threshold', 'export')),
            time INTEGER NOT NULL,
            author TEXT NOT NULL,
            category TEXT NOT NULL,
            part BLOB CHECK (part IS NULL OR length(part) = 32),
            name BLOB,
            path BLOB,
            score REAL,
            threshold REAL,
            machine TEXT,
            human TEXT,
            reason TEXT,
            calibration BLOB CHECK (calibration IS NULL OR length(calibration) = 32),
            withdraws INTEGER REFERENCES entry (id),
            rows INTEGER,
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            CHECK (kind <> 'verdict' OR (part IS NOT NULL AND name IS NOT NULL AND path IS NOT NULL
                AND machine IS NOT NULL AND human IS NOT NULL)),
            CHECK (kind <> 'withdrawal' OR part IS NOT NULL),
            CHECK (kind <> 'threshold' OR threshold IS NOT NULL)
        ) STRICT;
        CREATE INDEX entry_by_category ON entry (category, kind, id);
        CREATE INDEX entry_by_part ON entry (category, part, id);
        CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is never altered'); END;
        CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is never deleted'); END;
        CREATE TRIGGER entry_is_appended BEFORE INSERT ON entry
        WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM entry)
            OR NEW.previous IS NOT (SELECT coalesce((SELECT hash FROM entry ORDER BY id DESC LIMIT 1), zeroblob(32)))
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is added at the end of the chain'); END;
        CREATE TABLE calibration (
            id INTEGER PRIMARY KEY,
            category_key TEXT NOT NULL,
            recipe_key TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            created INTEGER NOT NULL,
            parts INTEGER NOT NULL,
            recipe TEXT NOT NULL
        ) STRICT;
        CREATE INDEX calibration_by_category ON calibration (category_key, recipe_key, id);
        INSERT INTO grdb_migrations VALUES ('1 entries and calibrations');
        """

    private static let rows = """
        INSERT INTO entry VALUES (1, 'threshold', 1772368496789, 'touchstone', 'bottle', NULL, NULL, NULL, NULL, 2.5,
            NULL, NULL, 'from 40 good parts', x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee',
            NULL, NULL, x'0000000000000000000000000000000000000000000000000000000000000000',
            x'cfcbf5978bc39764de03f7a0cee908c115f73ae969f046326749861daf182387');
        INSERT INTO entry VALUES (2, 'verdict', 1772368497789, 'ada', 'bottle',
            x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', x'746573742f612e706e67',
            x'2f70617274732f746573742f612e706e67', 1.25, 2.5, 'GOOD', 'ACCEPT', NULL,
            x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee', NULL, NULL,
            x'cfcbf5978bc39764de03f7a0cee908c115f73ae969f046326749861daf182387',
            x'3f06c6cb2c3444a302197b4514cc9bb390b867e0694d30e4d0af8413b70b46ef');
        INSERT INTO entry VALUES (3, 'verdict', 1772368498789, 'eve', 'bottle',
            x'3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d', x'74ff0a1b',
            x'2f70617274732f74ff0a1b', 0.10000000149011612, 2.5, 'GOOD', 'REJECT',
            'glare, ''perhaps''' || char(10) || '',
            x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee', NULL, NULL,
            x'3f06c6cb2c3444a302197b4514cc9bb390b867e0694d30e4d0af8413b70b46ef',
            x'3afbb1bab7579d5207810375d53c902a1d58e2dd3c8936cff6da236c41d26dc2');
        INSERT INTO entry VALUES (4, 'verdict', 1772368499789, 'ada', 'bottle',
            x'2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',
            x'746573742f6772c3bc6e20e280ae2e706e67', x'2f70617274732f746573742f6772c3bc6e20e280ae2e706e67', NULL,
            2.5, 'NOT INSPECTED', 'UNSURE', '=1+1',
            x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee', NULL, NULL,
            x'3afbb1bab7579d5207810375d53c902a1d58e2dd3c8936cff6da236c41d26dc2',
            x'cf75b47dc83e45c2e8ef4ac2a122e6f9d4cc1346306d9fa5d9c2249feac7268e');
        INSERT INTO entry VALUES (5, 'verdict', 1772368500789, 'eve', 'bottle',
            x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', x'746573742f612e706e67',
            x'2f70617274732f746573742f612e706e67', 1.25, 2.5, 'GOOD', 'REJECT', 'dent',
            x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee', NULL, NULL,
            x'cf75b47dc83e45c2e8ef4ac2a122e6f9d4cc1346306d9fa5d9c2249feac7268e',
            x'85bf1dbeb4629155229a8b2d621109e45fe4334b2ebd581c6398b52608d31ca4');
        INSERT INTO entry VALUES (6, 'withdrawal', 1772368501789, 'eve', 'bottle',
            x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, 5, NULL, x'85bf1dbeb4629155229a8b2d621109e45fe4334b2ebd581c6398b52608d31ca4',
            x'd74e0c6526589978ec8c309f146005201d30834a5091bfd1be7e1ddc9f414857');
        INSERT INTO entry VALUES (7, 'verdict', 1772368502789, 'ada', 'cable',
            x'18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4', x'746573742f642e706e67',
            x'2f70617274732f746573742f642e706e67', -3.0, 2.5, 'GOOD', 'ACCEPT', NULL,
            x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee', NULL, NULL,
            x'd74e0c6526589978ec8c309f146005201d30834a5091bfd1be7e1ddc9f414857',
            x'23ef862e4a20e4e28754af38dcf858cbd08ca2a23d146ba72e1f5a3c523618ce');
        INSERT INTO entry VALUES (8, 'withdrawal', 1772368503789, 'bob', 'cable',
            x'18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4', NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, x'23ef862e4a20e4e28754af38dcf858cbd08ca2a23d146ba72e1f5a3c523618ce',
            x'd04f5caf6c5f9b2cf3eb5e6cd4dca0cbd9d6d840969749d48353a51d74d50bb3');
        INSERT INTO entry VALUES (9, 'threshold', 1772368504789, 'ada', 'bottle', NULL, NULL, NULL, NULL, 3.75, NULL,
            NULL, 'too many false rejects', x'e152337e4e85aa3e81482f0ce329aec7bfad531413fe53fef84f1f0d4165caee',
            NULL, NULL, x'd04f5caf6c5f9b2cf3eb5e6cd4dca0cbd9d6d840969749d48353a51d74d50bb3',
            x'e85ce2f7b4cb9b42a6dfcfe379614f51f965834c5e1564dd57c6bef9e6941f62');
        INSERT INTO entry VALUES (10, 'export', 1772368505789, 'bob', '', NULL, NULL, x'2f746d702f6f75742e637376',
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3,
            x'e85ce2f7b4cb9b42a6dfcfe379614f51f965834c5e1564dd57c6bef9e6941f62',
            x'2dfec752cb4341079636ee0f00c64a2b6b3bee283c03afa9f2fd246957cb3a69');
        """
}
