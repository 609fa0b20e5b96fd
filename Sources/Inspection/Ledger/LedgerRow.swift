import Disk
import Foundation
import GRDB
import SystemPackage

/// A row as the database holds it. Its columns, in this order, are what the hash covers.
struct LedgerRow {
    var id: Int64
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
    var previous = Data()
    var hash = Data()

    static let columns = [
        "id", "kind", "time", "author", "category", "part", "name", "path", "score", "threshold", "machine", "human",
        "reason", "calibration", "withdraws", "rows",
    ]

    enum Kind {
        static let verdict = "verdict"
        static let withdrawal = "withdrawal"
        static let threshold = "threshold"
        static let export = "export"
    }

    /// A row that is not chained yet.
    init(kind: String, time: Date, author: String, category: String) {
        id = 0
        self.kind = kind
        self.time = Int64((time.timeIntervalSince1970 * 1000).rounded())
        self.author = author
        self.category = category
    }

    init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        kind = try row.decode(forColumn: "kind")
        time = try row.decode(forColumn: "time")
        author = try row.decode(forColumn: "author")
        category = try row.decode(forColumn: "category")
        part = try row.decode(forColumn: "part")
        name = try row.decode(forColumn: "name")
        path = try row.decode(forColumn: "path")
        score = try row.decode(forColumn: "score")
        threshold = try row.decode(forColumn: "threshold")
        machine = try row.decode(forColumn: "machine")
        human = try row.decode(forColumn: "human")
        reason = try row.decode(forColumn: "reason")
        calibration = try row.decode(forColumn: "calibration")
        withdraws = try row.decode(forColumn: "withdraws")
        rows = try row.decode(forColumn: "rows")
        previous = try row.decode(forColumn: "previous")
        hash = try row.decode(forColumn: "hash")
    }

    var values: [(any DatabaseValueConvertible)?] {
        [
            id, kind, time, author, category, part, name, path, score, threshold, machine, human, reason, calibration,
            withdraws, rows,
        ]
    }

    func insert(_ db: Database) throws {
        let names = Self.columns + ["previous", "hash"]
        try db.execute(
            sql: """
                INSERT INTO entry (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """,
            arguments: StatementArguments(values + [previous, hash]))
    }

    /// What the row says. `nil` where it says nothing that Touchstone writes.
    var entry: LedgerEntry? {
        guard let event, let hash = SHA256Digest(bytes: Array(hash)) else { return nil }
        return LedgerEntry(row: id, time: date, author: author, category: category, event: event, hash: hash)
    }

    var date: Date { Date(timeIntervalSince1970: Double(time) / 1000) }

    private var event: LedgerEntry.Event? {
        switch kind {
        case Kind.verdict:
            verdict.map { .verdict($0) }
        case Kind.withdrawal:
            part.flatMap { SHA256Digest(bytes: Array($0)) }.map { .withdrawal(part: $0, row: withdraws) }
        case Kind.threshold:
            threshold.map { .threshold(value: Float($0), reason: reason ?? "") }
        case Kind.export:
            path.map { .export(path: FilePath(bytes: $0), rows: Int(rows ?? 0)) }
        default:
            nil
        }
    }

    private var verdict: GivenVerdict? {
        guard let part = part.flatMap({ SHA256Digest(bytes: Array($0)) }), let name, let path,
            let machine = machine.flatMap(MachineVerdict.init(rawValue:)),
            let human = human.flatMap(HumanVerdict.init(rawValue:))
        else { return nil }
        return GivenVerdict(
            part: part, name: FilePath(bytes: name), path: FilePath(bytes: path), score: score.map { Float($0) },
            threshold: threshold.map { Float($0) }, machine: machine, human: human, reason: reason,
            calibration: calibration.flatMap { SHA256Digest(bytes: Array($0)) })
    }
}
