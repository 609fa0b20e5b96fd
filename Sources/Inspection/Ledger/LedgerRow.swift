import Disk
import Foundation
import GRDB
import SystemPackage

/// A row as the database holds it. Its columns, in this order, are what the hash covers.
struct LedgerRow {
    var id: Int64
    /// A `LedgerEntry.Kind`, or one of a later version.
    var kind: String
    /// Milliseconds since 1970, UTC.
    var time: Int64
    var author: String
    var category: String
    var part: Data?
    var name: Data?
    var path: Data?
    var score: Double?
    var threshold: Double?
    var machine: String?
    var human: String?
    var reason: String?
    var calibration: Data?
    /// The row that is withdrawn.
    var withdraws: Int64?
    var rows: Int64?
    var note: String?
    var seconds: Double?
    /// The row that is acknowledged.
    var refers: Int64?
    var previous = Data()
    var hash = Data()

    static let columns = [
        "id", "kind", "time", "author", "category", "part", "name", "path", "score", "threshold", "machine", "human",
        "reason", "calibration", "withdraws", "rows", "note", "seconds", "refers",
    ]
    /// How many of the columns the first layout had: all rows hash these, whether they hold something or not.
    static let firstColumnCount = 16

    /// What a query has to select.
    static let selection = (columns + ["previous", "hash"]).joined(separator: ", ")

    /// A row that is not chained yet.
    init(kind: LedgerEntry.Kind, time: Date, author: String, category: String) {
        id = 0
        self.kind = kind.rawValue
        self.time = Self.milliseconds(time)
        self.author = author
        self.category = category
    }

    /// Within some 285,000 years of 1970: what lies further is as good as never.
    static func milliseconds(_ time: Date) -> Int64 {
        Int64(min(max((time.timeIntervalSince1970 * 1000).rounded(), -9e15), 9e15))
    }

    /// - Parameter row: holds `selection`. Looked up by place: by name took two thirds of the time of reading a ledger.
    init(_ row: Row) throws {
        id = try row.decode(atIndex: 0)
        kind = try row.decode(atIndex: 1)
        time = try row.decode(atIndex: 2)
        author = try row.decode(atIndex: 3)
        category = try row.decode(atIndex: 4)
        part = try row.decode(atIndex: 5)
        name = try row.decode(atIndex: 6)
        path = try row.decode(atIndex: 7)
        score = try row.decode(atIndex: 8)
        threshold = try row.decode(atIndex: 9)
        machine = try row.decode(atIndex: 10)
        human = try row.decode(atIndex: 11)
        reason = try row.decode(atIndex: 12)
        calibration = try row.decode(atIndex: 13)
        withdraws = try row.decode(atIndex: 14)
        rows = try row.decode(atIndex: 15)
        note = try row.decode(atIndex: 16)
        seconds = try row.decode(atIndex: 17)
        refers = try row.decode(atIndex: 18)
        previous = try row.decode(atIndex: 19)
        hash = try row.decode(atIndex: 20)
    }

    var values: [(any DatabaseValueConvertible)?] {
        [
            id, kind, time, author, category, part, name, path, score, threshold, machine, human, reason, calibration,
            withdraws, rows, note, seconds, refers,
        ]
    }

    func insert(_ db: Database) throws {
        let names = Self.columns + ["previous", "hash"]
        try db.cachedStatement(
            sql: """
                INSERT INTO entry (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """
        ).execute(arguments: StatementArguments(values + [previous, hash]))
    }

    /// SQLite's text ends at a zero character: what was hashed would not be what is stored.
    mutating func replaceZeros() {
        func clean(_ text: String) -> String {
            text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        }
        author = clean(author)
        category = clean(category)
        reason = reason.map(clean)
        note = note.map(clean)
    }

    var date: Date { Date(timeIntervalSince1970: Double(time) / 1000) }
}
