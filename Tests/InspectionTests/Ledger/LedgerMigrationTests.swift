import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage
import Testing

/// Ledgers of homes that exist already: they are brought up to date once, and their chain holds.
@Suite struct LedgerMigrationTests {
    @Test func aLedgerOfTheFirstLayoutKeepsItsRowsAndItsChain() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            try FirstLedger.write(to: path)
            let ledger = try Ledger.open(path)
            guard case .sound(10, let head?) = try ledger.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
            #expect(head.description == FirstLedger.head)
            let entries = try ledger.entries()
            #expect(entries.map(\.row) == (1...10).map { $0 })
            #expect(
                entries.map(\.author)
                    == ["touchstone", "ada", "eve", "ada", "eve", "eve", "ada", "bob", "ada", "bob"])
            guard case .verdict(let second) = entries[1].event, case .verdict(let third) = entries[2].event else {
                Issue.record("rows 2 and 3 are no verdicts")
                return
            }
            #expect(second.part == digest("a") && second.human == .accept && second.reason == nil)
            #expect(second.note == nil && !second.isRecheck && second.seconds == nil)
            #expect(third.name.bytes == [0x74, 0xFF, 0x0A, 0x1B])
            #expect(third.score == 0.1 && third.reason == "glare, 'perhaps'\n")
            #expect(entries[5].event == .withdrawal(part: digest("a"), row: 5))
            #expect(
                entries[8].event
                    == .threshold(
                        ThresholdEntry(
                            kind: .image, value: 3.75, previous: 2.5, reason: "too many false rejects",
                            calibration: digest("calibration"))))
            #expect(
                try ledger.standing(category: "bottle").mapValues(\.row) == [
                    digest("a"): 2, digest("b"): 3, digest("c"): 4,
                ])
            #expect(try ledger.standing(category: "cable").isEmpty)

            // New rows go on from there, and the second opening finds nothing left to do.
            try ledger.record(given("a", .reject, note: "grün\n"), category: "bottle")
            guard case .sound(rows: 11, _) = try Ledger.open(path).verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
            let error = #expect(throws: DatabaseError.self) { try tamper(path, "DELETE FROM entry WHERE id = 3") }
            #expect(error?.message?.contains("append-only") == true)
        }
    }

    @Test(arguments: [
        ("UPDATE entry SET human = 'REJECT' WHERE id = 2", Int64(2)), ("DELETE FROM entry WHERE id = 5", 5),
        ("UPDATE entry SET hash = zeroblob(32) WHERE id = 4", 4),
    ])
    func whatWasTamperedWithBeforeStillShows(sql: String, row: Int64) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            try FirstLedger.write(to: path)
            try tamper(
                path,
                """
                PRAGMA foreign_keys = OFF; DROP TRIGGER entry_is_never_updated; DROP TRIGGER entry_is_never_deleted;
                \(sql);
                """)
            guard case .broken(row, _) = try Ledger.open(path).verifyChain() else {
                Issue.record("the tampering was not seen: \(sql)")
                return
            }
        }
    }

    @Test func readingAloneBringsACopyUpToDateAndLeavesTheFile() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            try FirstLedger.write(to: path)
            let bytes = try path.readAll()
            let ledger = try Ledger.open(path, access: .readOnly)
            #expect(ledger.isReadOnly)
            #expect(try ledger.entries().count == 10)
            #expect(try ledger.page(limit: 3).map(\.row) == [10, 9, 8])
            #expect(try path.readAll() == bytes)
            #expect(throws: InspectionError.self) { try ledger.record(given("a", .accept), category: "c") }
        }
    }

    @Test func severalProgramsMayBringItUpToDateAtOnce() throws {
        for _ in 0..<5 {
            try withTemporaryFolder { folder in
                let path = folder.appending("ledger.sqlite")
                try FirstLedger.write(to: path)
                DispatchQueue.concurrentPerform(iterations: 4) { writer in
                    #expect(throws: Never.self) {
                        try Ledger.open(path).record(given("\(writer)", .accept, note: "n"), category: "c")
                    }
                }
                let check = try Ledger.open(path).verifyChain()
                guard case .sound(rows: 14, _) = check else {
                    Issue.record("the chain is broken: \(check)")
                    return
                }
            }
        }
    }

    /// The oracle knows the first layout's canonical form by itself; so the form that old rows have today is that one.
    @Test func aChainThatWasMadeElsewhereHolds() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            let head = try FirstLedgerOracle.write(rows: 500, to: path)
            #expect(try Ledger.open(path).verifyChain() == .sound(rows: 500, head: head))
        }
    }
}

/// Writes ledgers of the first layout, of any length, with hashes of its own.
enum FirstLedgerOracle {
    static func write(rows: Int, to path: FilePath) throws -> SHA256Digest? {
        try FirstLedger.write(to: path, rows: false)
        let queue = try DatabaseQueue(path: path.string)
        var previous = Data(count: 32)
        try queue.write { db in
            let statement = try db.makeStatement(
                sql: "INSERT INTO entry VALUES (\(repeatElement("?", count: 18).joined(separator: ", ")))")
            for id in 1...rows {
                let part = Data(digest("\(id)").bytes)
                let name = Data("test/\(id).png".utf8)
                let values: [(any DatabaseValueConvertible)?] = [
                    Int64(id), "verdict", Int64(1_700_000_000_000 + id), "ada", "c", part, name, name,
                    Double(id) / 4, 2.5, "GOOD", "REJECT", id % 2 == 0 ? nil : "reason \(id)", nil, nil, nil,
                ]
                let hash = Data(SHA256Digest(hashing: Array(previous) + values.flatMap(bytes)).bytes)
                try statement.execute(arguments: StatementArguments(values + [previous, hash]))
                previous = hash
            }
        }
        try queue.close()
        return SHA256Digest(bytes: Array(previous))
    }

    private static func bytes(_ value: (any DatabaseValueConvertible)?) -> [UInt8] {
        func word(_ word: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: word.littleEndian) { Array($0) } }
        return switch value {
        case let value as Int64: [1] + word(value)
        case let value as Double: [2] + word(value.bitPattern)
        case let value as String: [3] + word(value.utf8.count) + Array(value.utf8)
        case let value as Data: [4] + word(value.count) + Array(value)
        default: [0]
        }
    }
}
