import Disk
import Foundation
import GRDB

/// The chain of hashes: hash = SHA-256(hash of the row before ‖ canonical bytes of the row); before the first row stand
/// 32 zeros. It shows rows that were altered, removed from the middle or put between; rows cut off the end show only
/// against a head that was written down elsewhere.
enum LedgerChain {
    static let origin = Data(count: 32)

    static func hash(_ row: LedgerRow, after previous: Data) -> Data {
        Data(SHA256Digest(hashing: Array(previous) + canonical(row)).bytes)
    }

    /// Every column in its order: a byte for its type (0 nothing, 1 integer, 2 real, 3 text, 4 bytes), then eight bytes
    /// little-endian, which are the number itself or the length of the text or bytes that follow.
    ///
    /// Of the columns that later layouts added, the empty ones at the end are left out, so that a row of the first
    /// layout keeps its bytes. No two rows share a form for it: a column says where it ends, and its place which it is.
    static func canonical(_ row: LedgerRow) -> [UInt8] {
        var out: [UInt8] = []
        func put(_ type: UInt8, _ word: UInt64) {
            out.append(type)
            withUnsafeBytes(of: word.littleEndian) { out.append(contentsOf: $0) }
        }
        var values = row.values[...]
        while values.count > LedgerRow.firstColumnCount, case .some(.none) = values.last { values = values.dropLast() }
        for value in values {
            switch (value?.databaseValue ?? .null).storage {
            case .null: out.append(0)
            case .int64(let number): put(1, UInt64(bitPattern: number))
            case .double(let number): put(2, number.bitPattern)
            case .string(let text):
                put(3, UInt64(text.utf8.count))
                out.append(contentsOf: text.utf8)
            case .blob(let data):
                put(4, UInt64(data.count))
                out.append(contentsOf: data)
            }
        }
        return out
    }

    /// Gives the row its number, its place in the chain and its hash, and stores it.
    /// - Precondition: inside a transaction that excludes other writers.
    static func append(_ row: LedgerRow, to db: Database) throws -> LedgerRow {
        let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM entry ORDER BY id DESC LIMIT 1")
        var row = row
        row.replaceZeros()
        row.id = try (last.map { try $0.decode(Int64.self, forColumn: "id") } ?? 0) + 1
        row.previous = try last.map { try $0.decode(Data.self, forColumn: "hash") } ?? origin
        row.hash = hash(row, after: row.previous)
        try row.insert(db)
        return row
    }
}

/// What came of following the chain.
public enum ChainCheck: Equatable, Sendable {
    /// Every row is as it was written. `head` is the last row's hash; `nil` in an empty ledger.
    case sound(rows: Int64, head: SHA256Digest?)
    /// The first row that is not as it was written, and why, in printable words.
    case broken(row: Int64, String)
}

extension LedgerChain {
    static func check(_ db: Database) throws -> ChainCheck {
        var previous = origin
        var expected: Int64 = 1
        let cursor = try Row.fetchCursor(db, sql: "SELECT \(LedgerRow.selection) FROM entry ORDER BY id")
        while let raw = try cursor.next() {
            let id = Int64.fromDatabaseValue(raw[0]) ?? expected
            guard id == expected else { return .broken(row: expected, "is missing") }
            guard let row = try? LedgerRow(raw) else { return .broken(row: id, "has a column of the wrong type") }
            guard row.previous == previous else { return .broken(row: id, "does not follow from the row before it") }
            guard row.hash == hash(row, after: previous) else { return .broken(row: id, "was altered") }
            previous = row.hash
            expected += 1
        }
        return .sound(rows: expected - 1, head: expected > 1 ? SHA256Digest(bytes: Array(previous)) : nil)
    }
}
