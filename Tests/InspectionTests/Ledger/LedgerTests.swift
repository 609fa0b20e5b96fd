import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage
import Testing

@Suite struct LedgerTests {
    private func withLedger<T>(_ body: (Ledger, FilePath) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            return try body(try Ledger.open(path), path)
        }
    }

    @Test func givesBackWhatWasRecorded() throws {
        try withLedger { ledger, path in
            let time = Date(timeIntervalSince1970: 1_790_000_000.123)
            let name = FilePath(bytes: [0xFF, 0x0A, 0x1B])
            let verdict = GivenVerdict(
                part: digest("a"), name: name, path: FilePath("/x").appending(name.components), score: 0.1,
                threshold: nil, machine: .reject, human: .unsure, reason: "glare, 'perhaps'\n", calibration: nil)
            try ledger.record(verdict, category: "bottle", author: "eve", time: time)
            let reopened = try Ledger.open(path)
            let standing = try #require(try reopened.standing(category: "bottle")[digest("a")])
            #expect(standing.verdict == verdict)
            #expect(standing.author == "eve")
            #expect(standing.row == 1)
            #expect(abs(standing.time.timeIntervalSince(time)) < 0.0005)
            #expect(try reopened.standing(category: "cable").isEmpty)
        }
    }

    @Test func theLatestVerdictStandsUntilItIsWithdrawn() throws {
        try withLedger { ledger, _ in
            func standing() throws -> HumanVerdict? {
                let standing = try ledger.standing(category: "c")[digest("p")]
                #expect(try ledger.standing(part: digest("p"), category: "c") == standing)
                return standing?.verdict.human
            }
            let first = try ledger.record(given("p", .accept), category: "c")
            let second = try ledger.record(given("p", .reject), category: "c")
            try ledger.record(given("q", .unsure), category: "c")
            #expect(try standing() == .reject)
            try ledger.withdraw(row: second.row)
            #expect(try standing() == .accept)
            let again = #expect(throws: InspectionError.self) { try ledger.withdraw(row: second.row) }
            #expect(again?.code == .refused)
            #expect(throws: InspectionError.self) { try ledger.withdraw(row: 99) }
            try ledger.withdraw(row: first.row)
            #expect(try standing() == nil)
            // The other part, and the same part elsewhere, are left alone.
            #expect(try ledger.standing(category: "c")[digest("q")]?.verdict.human == .unsure)
            try ledger.record(given("p", .unsure), category: "c")
            #expect(try standing() == .unsure)
            #expect(try ledger.entries().count == 6)
        }
    }

    @Test func withdrawingAllLeavesNothingStanding() throws {
        try withLedger { ledger, _ in
            try ledger.record(given("p", .accept), category: "c")
            try ledger.record(given("p", .reject), category: "c")
            try ledger.record(given("p", .accept), category: "other")
            #expect(try ledger.withdrawAll(part: digest("p"), category: "c") != nil)
            #expect(try ledger.standing(category: "c").isEmpty)
            #expect(try ledger.standing(category: "other").count == 1)
            #expect(try ledger.withdrawAll(part: digest("p"), category: "c") == nil)
            #expect(try ledger.entries().count == 4)
        }
    }

    @Test func thresholdsHaveAHistory() throws {
        try withLedger { ledger, _ in
            #expect(try ledger.threshold(category: "c", calibration: nil) == nil)
            for (i, value) in [Float(1.25), 3, 0.1].enumerated() {
                let time = Date(timeIntervalSince1970: Double(1000 + i))
                try ledger.set(
                    Threshold(value: value, author: "ada", time: time, reason: "r\(i)"), category: "c", calibration: nil
                )
            }
            try ledger.set(
                Threshold(value: 9, author: "bob", time: Date(), reason: ""), category: "d", calibration: nil)
            #expect(try ledger.threshold(category: "c", calibration: nil)?.value == 0.1)
            #expect(try ledger.thresholds(category: "c").map(\.value) == [1.25, 3, 0.1])
            #expect(try ledger.thresholds(category: "c").map(\.reason) == ["r0", "r1", "r2"])
            for value in [Float.nan, .infinity] {
                let threshold = Threshold(value: value, author: "a", time: Date(), reason: "")
                #expect(throws: InspectionError.self) { try ledger.set(threshold, category: "c", calibration: nil) }
            }
            #expect(try ledger.categories() == ["c", "d"])
        }
    }

    @Test func aThresholdHoldsUnderItsOwnCalibrationOnly() throws {
        try withLedger { ledger, _ in
            let (first, second) = (SHA256Digest(hashing: [1]), SHA256Digest(hashing: [2]))
            for (value, calibration) in [(Float(1), first), (2, second), (3, first)] {
                try ledger.set(
                    Threshold(value: value, author: "ada", time: Date(), reason: ""), category: "c",
                    calibration: calibration)
            }
            #expect(try ledger.threshold(category: "c", calibration: first)?.value == 3)
            #expect(try ledger.threshold(category: "c", calibration: second)?.value == 2)
            #expect(try ledger.threshold(category: "c", calibration: SHA256Digest(hashing: [3])) == nil)
            guard case .sound = try ledger.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
        }
    }

    @Test func entriesTellWhatHappenedInOrder() throws {
        try withLedger { ledger, _ in
            let verdict = given("p", .accept, score: .nan)
            #expect(verdict.score == nil)
            try ledger.record(verdict, category: "c")
            try ledger.noteExport(to: "/tmp/out.csv", rows: 7, category: nil)
            try ledger.withdraw(row: 1)
            let events = try ledger.entries().map(\.event)
            #expect(
                events == [
                    .verdict(verdict), .export(path: "/tmp/out.csv", rows: 7),
                    .withdrawal(part: digest("p"), row: 1),
                ])
            #expect(try ledger.entries(category: "c").map(\.row) == [1, 3])
            #expect(try ledger.entries(after: 1, limit: 1).map(\.row) == [2])
        }
    }

    @Test func rowsCannotBeAlteredDeletedOrReplaced() throws {
        try withLedger { ledger, path in
            for part in ["a", "b", "c"] { try ledger.record(given(part, .accept), category: "c") }
            for sql in [
                "UPDATE entry SET human = 'REJECT' WHERE id = 2", "DELETE FROM entry WHERE id = 3", "DELETE FROM entry",
                "REPLACE INTO entry SELECT * FROM entry WHERE id = 2",
                "INSERT INTO entry (id, kind, time, author, category, previous, hash) "
                    + "VALUES (9, 'export', 0, '', '', zeroblob(32), zeroblob(32))",
            ] {
                let error = #expect(throws: DatabaseError.self) { try tamper(path, sql) }
                #expect(error?.message?.contains("append-only") == true, "\(sql)")
            }
            let head = try ledger.entries().last?.hash
            #expect(try ledger.verifyChain() == .sound(rows: 3, head: head))
        }
    }

    @Test(arguments: [
        ("UPDATE entry SET human = 'REJECT' WHERE id = 2", Int64(2)),
        ("UPDATE entry SET score = NULL WHERE id = 3", 3),
        ("UPDATE entry SET author = 'mallory' WHERE id = 1", 1),
        ("UPDATE entry SET name = x'00' WHERE id = 4", 4),
        ("DELETE FROM entry WHERE id = 2", 2),
        ("UPDATE entry SET id = 9 WHERE id = 4", 4),
        ("UPDATE entry SET hash = zeroblob(32) WHERE id = 2", 2),
        ("UPDATE entry SET previous = zeroblob(32) WHERE id = 3", 3),
    ])
    func theChainNamesTheFirstBadRow(sql: String, row: Int64) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            let ledger = try Ledger.open(path)
            for part in ["a", "b", "c", "d"] { try ledger.record(given(part, .accept), category: "c") }
            let head = try ledger.entries().last?.hash
            #expect(try ledger.verifyChain() == .sound(rows: 4, head: head))
            try tamper(
                path,
                "DROP TRIGGER entry_is_never_updated; DROP TRIGGER entry_is_never_deleted; \(sql);")
            guard case .broken(let found, _) = try ledger.verifyChain() else {
                Issue.record("the tampering was not seen: \(sql)")
                return
            }
            #expect(found == row)
        }
    }

    @Test func anEmptyLedgerIsSound() throws {
        try withLedger { ledger, _ in
            let check = try ledger.verifyChain()
            #expect(check == .sound(rows: 0, head: nil))
        }
    }

    @Test func severalConnectionsWriteOneChain() throws {
        try withLedger { _, path in
            let each = 25
            DispatchQueue.concurrentPerform(iterations: 4) { writer in
                #expect(throws: Never.self) {
                    let ledger = try Ledger.open(path)
                    for i in 0..<each { try ledger.record(given("\(writer)-\(i)", .reject), category: "c") }
                }
            }
            let ledger = try Ledger.open(path)
            #expect(try ledger.entries().map(\.row) == (1...Int64(4 * each)).map { $0 })
            #expect(try ledger.standing(category: "c").count == 4 * each)
            guard case .sound = try ledger.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
        }
    }

    @Test func severalProgramsMayMakeTheLedgerAtOnce() throws {
        for _ in 0..<5 {
            try withTemporaryFolder { folder in
                let path = folder.appending("ledger.sqlite")
                DispatchQueue.concurrentPerform(iterations: 4) { writer in
                    #expect(throws: Never.self) {
                        try Ledger.open(path).record(given("\(writer)", .accept), category: "c")
                    }
                }
                let entries = try Ledger.open(path).entries()
                #expect(entries.count == 4)
            }
        }
    }

    @Test func commitsAreFlushedAndLogged() throws {
        try withLedger { ledger, path in
            try ledger.record(given("p", .accept), category: "c")
            // The write-ahead log holds the commit before anything is copied into the database.
            #expect(FilePath("\(path.string)-wal").kind == .file)
        }
    }
}
