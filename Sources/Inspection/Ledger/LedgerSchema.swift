import GRDB

/// The layout of `ledger.sqlite`. A change is a new step at the end; a step that was released is never altered.
enum LedgerSchema {
    static let layout = StationDatabase.Layout(
        migrator: migrator, applicationID: 0x5443_484C, noun: "ledger",
        remedy: "move it aside (with its -wal and -shm) and restore a copy, or start a new one; it was not touched",
        isDurable: true)

    private static var migrator: DatabaseMigrator {
        // A ledger that somebody tampered with must still open, so that following the chain can show it.
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 entries and calibrations") { db in
            try db.execute(sql: "PRAGMA application_id = \(0x5443_484C)")
            try db.execute(sql: entries)
            try db.execute(sql: guards)
            try db.execute(sql: calibrations)
        }
        migrator.registerMigration("2 notes, re-checks, pixel thresholds, alarms") { db in
            try db.execute(sql: secondEntries)
            try db.execute(sql: guards)
        }
        return migrator
    }

    private static let entries = """
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
        """

    /// SQLite cannot alter a check, so the rows move, byte for byte and with their hashes, into a table without the
    /// list of kinds: a further kind will need no further move. All of it is one transaction: a program that is killed
    /// on the way leaves the first layout as it was. The new columns stand after those that the hashes of old rows
    /// cover, and an empty one adds nothing to a hash (`LedgerChain.canonical`), so the chain holds as it is.
    private static let secondEntries = """
        CREATE TABLE entry_2 (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
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
            note TEXT,
            seconds REAL,
            refers INTEGER REFERENCES entry (id),
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            CHECK (kind NOT IN ('verdict', 'recheck') OR (part IS NOT NULL AND name IS NOT NULL AND path IS NOT NULL
                AND machine IS NOT NULL AND human IS NOT NULL)),
            CHECK (kind <> 'withdrawal' OR part IS NOT NULL),
            CHECK (kind NOT IN ('threshold', 'pixelThreshold') OR threshold IS NOT NULL)
        ) STRICT;
        INSERT INTO entry_2 (id, kind, time, author, category, part, name, path, score, threshold, machine, human,
            reason, calibration, withdraws, rows, previous, hash)
        SELECT id, kind, time, author, category, part, name, path, score, threshold, machine, human, reason,
            calibration, withdraws, rows, previous, hash
        FROM entry ORDER BY id;
        DROP TABLE entry;
        ALTER TABLE entry_2 RENAME TO entry;
        CREATE INDEX entry_by_category ON entry (category, kind, id);
        CREATE INDEX entry_by_part ON entry (category, part, id);
        CREATE INDEX entry_by_digest ON entry (part, id) WHERE part IS NOT NULL;
        CREATE INDEX entry_by_kind ON entry (kind, id);
        CREATE INDEX entry_by_author ON entry (author, id);
        CREATE INDEX entry_in_category ON entry (category, id);
        CREATE INDEX entry_by_time ON entry (time, id);
        CREATE INDEX entry_in_short ON entry (id, time, kind, category, author, name, reason, note);
        """

    /// A row can only be added, at the end. REPLACE deletes without asking the trigger for deletions, so insertions are
    /// guarded as well.
    private static let guards = """
        CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is never altered'); END;
        CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is never deleted'); END;
        CREATE TRIGGER entry_is_appended BEFORE INSERT ON entry
        WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM entry)
            OR NEW.previous IS NOT (SELECT coalesce((SELECT hash FROM entry ORDER BY id DESC LIMIT 1), zeroblob(32)))
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row is added at the end of the chain'); END;
        """

    /// Which calibration is current: the newest row of a category and a recipe.
    private static let calibrations = """
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
        """
}
