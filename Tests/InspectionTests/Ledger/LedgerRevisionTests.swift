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

    @Test func givesWithdrawsAndGivesAgain() throws {
        try withLedger { ledger in
            let given = given("p", .accept, note: "first")
            let first = try ledger.revise(part: digest("p"), category: "c", to: given, undoing: false)
            #expect(first.entries.map(\.event) == [.verdict(given)])
            #expect(first.standing?.verdict == given)
            let none = try ledger.revise(part: digest("p"), category: "c", to: nil, undoing: false)
            #expect(none.entries.map(\.event) == [.withdrawal(part: digest("p"), row: nil)])
            #expect(none.standing == nil)
            // Nothing stands, so there is nothing to store.
            #expect(try ledger.revise(part: digest("p"), category: "c", to: nil, undoing: false).entries.isEmpty)
            #expect(try ledger.revise(part: digest("p"), category: "c", to: nil, undoing: true).entries.isEmpty)
            #expect(try ledger.entries().count == 2)
        }
    }

    @Test func undoingBringsBackWhatStoodBefore() throws {
        try withLedger { ledger in
            let (accept, reject) = (given("p", .accept), given("p", .reject, reason: "dent"))
            try ledger.record(accept, category: "c")
            try ledger.record(reject, category: "c")
            let undone = try ledger.revise(part: digest("p"), category: "c", to: accept, undoing: true)
            #expect(undone.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2)])
            #expect(undone.standing?.row == 1)
            let further = try ledger.revise(part: digest("p"), category: "c", to: nil, undoing: true)
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
            let undone = try ledger.revise(part: digest("p"), category: "c", to: accept, undoing: true)
            #expect(undone.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2), .verdict(accept)])
            #expect(try standing(ledger) == accept)
            #expect(
                try ledger.revise(part: digest("q"), category: "c", to: given("q", .unsure), undoing: true)
                    .entries.count == 1)
        }
    }

    @Test func aColleaguesVerdictStandsAgain() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c", author: "ada")
            try ledger.record(given("p", .unsure), category: "c", author: "bob")
            try ledger.record(given("p", .reject), category: "c", author: "ada")
            let undone = try ledger.revise(part: digest("p"), category: "c", to: given("p", .accept), undoing: true)
            #expect(undone.entries.count == 1)
            #expect(undone.standing?.author == "bob")
        }
    }

    @Test func replacesExactlyOneRow() throws {
        try withLedger { ledger in
            let (accept, reject, unsure) = (given("p", .accept), given("p", .reject), given("p", .unsure))
            try ledger.record(accept, category: "c")
            try ledger.record(reject, category: "c")
            // The right thing stands afterwards.
            let back = try ledger.replace(row: 2, with: accept, category: "c")
            #expect(back.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 2)])
            #expect(back.standing?.row == 1)
            // The wrong thing would.
            let other = try ledger.replace(row: 1, with: unsure, category: "c")
            #expect(other.entries.map(\.event) == [.withdrawal(part: digest("p"), row: 1), .verdict(unsure)])
            #expect(try standing(ledger) == unsure)
            // Neither a row that is withdrawn already nor one of another part or category is touched.
            let count = try ledger.entries().count
            #expect(throws: InspectionError.self) { try ledger.replace(row: 1, with: accept, category: "c") }
            #expect(throws: InspectionError.self) { try ledger.replace(row: 4, with: accept, category: "d") }
            #expect(throws: InspectionError.self) {
                try ledger.replace(row: 4, with: given("q", .accept), category: "c")
            }
            #expect(try ledger.entries().count == count)
        }
    }

    @Test func whatIsRefusedStoresNothing() throws {
        try withLedger { ledger in
            try ledger.record(given("p", .accept), category: "c")
            let long = given("p", .reject, note: String(repeating: "x", count: GivenVerdict.noteLimit + 1))
            for undoing in [true, false] {
                let error = #expect(throws: InspectionError.self) {
                    try ledger.revise(part: digest("p"), category: "c", to: long, undoing: undoing)
                }
                #expect(error?.code == .refused)
                #expect(throws: InspectionError.self) {
                    try ledger.revise(part: digest("q"), category: "c", to: given("p", .accept), undoing: undoing)
                }
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
