import Disk
import Foundation
import GRDB
import SystemPackage

/// The calibrations of a home: files `calibrations/<digest>.touchstone` that are named by what is in them, and in the
/// ledger's database which of them is current for a category and a recipe.
public struct CalibrationStore: Sendable {
    /// A calibration that was made current at some time.
    public struct Entry: Equatable, Sendable {
        public let category: String
        /// What tells recipes apart: equal recipes have equal keys.
        public let recipeKey: String
        public let digest: SHA256Digest
        /// UTC, to the millisecond.
        public let created: Date
        /// Good parts learnt from.
        public let parts: Int
        /// The recipe, as JSON.
        public let recipe: String

        public init(
            category: String, recipeKey: String, digest: SHA256Digest, created: Date = Date(), parts: Int,
            recipe: String
        ) {
            self.category = category
            self.recipeKey = recipeKey
            self.digest = digest
            self.created = created
            self.parts = parts
            self.recipe = recipe
        }
    }

    public static let fileExtension = "touchstone"

    public let folder: FilePath
    private let database: StationDatabase

    /// Opens the store. Temporary files that a killed program left over an hour ago are removed; nothing else is.
    public static func open(_ folder: FilePath, ledger: Ledger) -> CalibrationStore {
        if !ledger.isReadOnly { TemporaryFiles.remove(in: folder, olderThan: 3600) }
        return CalibrationStore(folder: folder, database: ledger.database)
    }

    /// Where the calibration's file is, or would be.
    public func path(for digest: SHA256Digest) -> FilePath {
        folder.appending("\(digest).\(Self.fileExtension)")
    }

    public func contains(_ digest: SHA256Digest) -> Bool { path(for: digest).kind == .file }

    /// A calibration's file that is whole, but has not got its name yet. Dropped unpublished, it is removed.
    public struct Draft: Sendable {
        public let file: StreamedFile
        /// Of its contents, which name it.
        public let digest: SHA256Digest

        /// - Parameter file: in the store's folder.
        public init(file: StreamedFile, digest: SHA256Digest) {
            self.file = file
            self.digest = digest
        }
    }

    /// Gives a calibration's file its name. Once this returns it is on the disk. A file of that name is replaced: it
    /// has the same contents, or is a damaged one; whoever has mapped it keeps what it had.
    public func publish(_ draft: Draft) throws(InspectionError) {
        do {
            try draft.file.publish(as: path(for: draft.digest))
        } catch {
            throw InspectionError(error)
        }
    }

    /// Reads a calibration and checks that it is what its name says.
    /// - Parameter read: from the file to the value and the digest that it verified.
    /// - Throws: `InspectionError.calibration` with the file's name and what to do. The file is left where it is.
    public func load<Value>(
        _ digest: SHA256Digest, read: (FilePath) throws -> (Value, SHA256Digest)
    ) throws(InspectionError) -> Value {
        let path = path(for: digest)
        let found: (value: Value, digest: SHA256Digest)
        do {
            found = try read(path)
        } catch let error as DiskError {
            guard error.code == .notFound else { throw InspectionError(error) }
            throw InspectionError(.calibration, path, "the calibration is missing; calibrate again")
        } catch {
            // What the reader says names the file already.
            let said = error.printableLine
            let reason = said.hasPrefix("\(path.printable): ") ? String(said.dropFirst(path.printable.count + 2)) : said
            throw InspectionError(.calibration, path, reason)
        }
        guard found.digest == digest else {
            throw InspectionError(.calibration, path, "holds another calibration than its name says; calibrate again")
        }
        return found.value
    }

    /// Makes a calibration the current one of its category and recipe.
    /// - Throws: `.calibration` where its file is missing, and what the database says.
    public func adopt(_ entry: Entry) throws(InspectionError) {
        guard contains(entry.digest) else {
            throw InspectionError(.calibration, path(for: entry.digest), "the calibration is missing; calibrate again")
        }
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO calibration (category_key, recipe_key, digest, created, parts, recipe)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    entry.category, entry.recipeKey, Data(entry.digest.bytes),
                    Int64((entry.created.timeIntervalSince1970 * 1000).rounded()), entry.parts, entry.recipe,
                ])
        }
    }

    /// The calibration that was made current last.
    /// - Parameter recipeKey: `nil` for the last one of any recipe.
    public func current(category: String, recipeKey: String? = nil) throws(InspectionError) -> Entry? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM calibration WHERE category_key = ? AND (? IS NULL OR recipe_key = ?)
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [category, recipeKey, recipeKey]
            ).flatMap(Self.entry)
        }
    }

    /// Everything that was ever made current, oldest first.
    public func list() throws(InspectionError) -> [Entry] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM calibration ORDER BY id").compactMap(Self.entry) }
    }

    private static func entry(_ row: Row) throws -> Entry? {
        let digest = try row.decode(Data.self, forColumn: "digest")
        let created = try row.decode(Int64.self, forColumn: "created")
        return try SHA256Digest(bytes: Array(digest)).map {
            Entry(
                category: try row.decode(forColumn: "category_key"), recipeKey: try row.decode(forColumn: "recipe_key"),
                digest: $0, created: Date(timeIntervalSince1970: Double(created) / 1000),
                parts: try row.decode(forColumn: "parts"), recipe: try row.decode(forColumn: "recipe"))
        }
    }
}
