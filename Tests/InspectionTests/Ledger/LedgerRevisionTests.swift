import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

/// Changing one's mind: what the station's undo asks of the ledger, all or nothing.
@Suite struct LedgerRevisionTests {
    private func withLedger<T>(_ body: (Ledger) throws -> T) throws -> T {
        try withTemporaryFolder { try body(try Ledger.open($0.appending("ledger.sqlite"))) }
    }

    private func standing(_ ledger: Ledger, _ part: String = "p") throws -> GivenVerdict? {
        try ledger.standing(part: digest(part), category: "c")?.verdict
    }

    @Test func undoingBringsBackWhatStoodBefore() throws {
        try withLedger { ledger in
            let (accept, reject) = (given("p", .accept), given("p", .reject, reason: "dent"))
            try ledger.record(accept, category: "c")
            try ledger.record(reject, category: "c")
            let undone = try ledger.undo(row: 2, of: digest("p"), category: "c", restoring: accept)
            #expect(undone.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2)])
            #expect(undone.standing?.row == 1)
            let further = try ledger.undo(row: 1, of: digest("p"), category: "c", restoring: nil)
            #expect(further.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 1)])
            #expect(further.standing == nil)
        }
    }

    /// The verdict before was withdrawn elsewhere, so undoing alone would leave nothing.
    @Test func undoingRecordsWhereNothingIsLeft() throws {
        try withLedger { ledger in
            let (accept, reject) = (given("p", .accept), given("p", .reject))
            try ledger.record(accept, category: "c")
            try ledger.record(reject, category: "c")
            try ledger.withdraw(row: 1)
            let undone = try ledger.undo(row: 2, of: digest("p"), category: "c", restoring: accept)
            #expect(undone.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2), .verdict(accept)])
            #expect(try standing(ledger) == accept)
        }
    }

    @Test func aColleaguesVerdictStandsAgain() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c", author: "ada")
            try ledger.record(given("p", .unsure), category: "c", author: "bob")
            try ledger.record(given("p", .reject), category: "c", author: "ada")
            let undone = try ledger.undo(row: 3, of: digest("p"), category: "c", restoring: given("p", .accept))
            #expect(undone.entries.count == 1)
            #expect(undone.standing?.author == "bob")
        }
    }

    /// Whoever takes back their own verdict does not take back the one that a colleague has given since.
    @Test func aColleaguesLaterVerdictIsLeftAlone() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c", author: "ada")
            try ledger.record(given("p", .reject), category: "c", author: "bob")
            let undone = try ledger.undo(row: 1, of: digest("p"), category: "c", restoring: nil, author: "ada")
            #expect(undone.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 1)])
            #expect(undone.standing?.row == 2)
            #expect(try standing(ledger)?.human == .reject)
            // A second time changes nothing, whatever stood before.
            let again = try ledger.undo(
                row: 1, of: digest("p"), category: "c", restoring: given("p", .unsure), author: "ada")
            #expect(again.entries.isEmpty)
            #expect(again.standing?.row == 2)
        }
    }

    @Test func undoingTouchesVerdictsOnThatPartAlone() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c")
            try ledger.record(given("p", .accept, isRecheck: true), category: "c")
            for (row, part, category) in [(1, "q", "c"), (1, "p", "d"), (2, "p", "c"), (3, "p", "c")] {
                let error = #expect(throws: InspectionError.self) {
                    try ledger.undo(row: Int64(row), of: digest(part), category: category, restoring: nil)
                }
                #expect(error?.code == .refused)
            }
            #expect(try ledger.entries().count == 2)
        }
    }

    @Test func replacesExactlyOneRow() throws {
        try withLedger { ledger in
            let (plain, stain) = (given("p", .accept), given("p", .accept, reason: "stain"))
            try ledger.record(plain, category: "c", author: "bob")
            try ledger.record(stain, category: "c", author: "ada")
            // Recorded although the same stood before: it is ada's, and taken back it leaves bob's.
            let back = try ledger.replace(row: 2, with: plain, category: "c", author: "ada")
            #expect(back.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2), .verdict(plain)])
            #expect(back.standing?.row == 4)
            #expect(back.standing?.author == "ada")
            try ledger.undo(row: 4, of: digest("p"), category: "c", restoring: plain, author: "ada")
            #expect(try ledger.standing(part: digest("p"), category: "c")?.author == "bob")
            // Neither a row that is withdrawn already nor one of another part or category is touched.
            let count = try ledger.entries().count
            #expect(throws: InspectionError.self) { try ledger.replace(row: 2, with: stain, category: "c") }
            #expect(throws: InspectionError.self) { try ledger.replace(row: 1, with: stain, category: "d") }
            #expect(throws: InspectionError.self) {
                try ledger.replace(row: 1, with: given("q", .accept), category: "c")
            }
            #expect(try ledger.entries().count == count)
        }
    }

    /// A keystroke that names a reason does not bring an older verdict back over a later one.
    @Test func aReasonDoesNotOverrideAColleague() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c", author: "ada")
            try ledger.record(given("p", .reject), category: "c", author: "bob")
            let error = #expect(throws: InspectionError.self) {
                try ledger.replace(row: 1, with: given("p", .accept, reason: "stain"), category: "c", author: "ada")
            }
            #expect(error?.description.contains("was judged by bob meanwhile") == true)
            #expect(try standing(ledger)?.human == .reject)
            #expect(try ledger.entries().count == 2)
            // A re-check stands beside, so nothing stands over it.
            try ledger.record(given("p", .accept, isRecheck: true), category: "c", author: "ada")
            let said = given("p", .accept, reason: "stain", isRecheck: true)
            #expect(try ledger.replace(row: 3, with: said, category: "c").entries.last?.event == .recheck(said))
        }
    }

    @Test func whatIsRefusedStoresNothing() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c")
            let long = given("p", .reject, note: String(repeating: "x", count: GivenVerdict.noteLimit + 1))
            let error = #expect(throws: InspectionError.self) {
                try ledger.undo(row: 1, of: digest("p"), category: "c", restoring: long)
            }
            #expect(error?.code == .refused)
            #expect(throws: InspectionError.self) {
                try ledger.undo(row: 1, of: digest("p"), category: "c", restoring: given("q", .accept))
            }
            #expect(throws: InspectionError.self) { try ledger.replace(row: 1, with: long, category: "c") }
            #expect(try ledger.entries().count == 1)
            #expect(try standing(ledger)?.human == .accept)
        }
    }

    /// A second writer never sees, nor makes, a part between two verdicts: whoever reads finds one of the two.
    @Test func undoIsAtomicBesideASecondWriter() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            let ledger = try Ledger.open(path)
            let (accept, reject) = (given("p", .accept), given("p", .reject))
            try ledger.record(accept, category: "c")
            try ledger.withdraw(row: 1)
            try ledger.record(accept, category: "c")
            let rounds = 60
            DispatchQueue.concurrentPerform(iterations: 3) { worker in
                #expect(throws: Never.self) {
                    let mine = try Ledger.open(path)
                    for i in 0..<rounds {
                        switch worker {
                        case 0:
                            // Withdrawing all and undoing: in two steps nothing would stand in between.
                            let next = i % 2 == 0 ? reject : accept
                            let row = try #require(try mine.standing(part: digest("p"), category: "c")).row
                            try mine.replace(row: row, with: next, category: "c")
                        case 1: try mine.record(given("other \(i)", .unsure), category: "c")
                        default:
                            let human = try mine.standing(part: digest("p"), category: "c")?.verdict.human
                            #expect(human == .accept || human == .reject)
                        }
                    }
                }
            }
            guard case .sound = try ledger.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
            // Each withdrawal is followed at once by what takes its place.
            let entries = try ledger.entries(after: 3)
            for (entry, next) in zip(entries, entries.dropFirst()) {
                guard case .withdrawal = entry.event else { continue }
                #expect(next.row == entry.row + 1)
                guard case .verdict(let verdict) = next.event else {
                    Issue.record("row \(entry.row) is withdrawn and nothing follows")
                    continue
                }
                #expect(verdict.part == digest("p"))
            }
        }
    }
}
