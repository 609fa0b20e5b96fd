import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

@Suite struct LedgerEventTests {
    private func withLedger<T>(_ body: (Ledger, FilePath) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            return try body(try Ledger.open(path), path)
        }
    }

    static let hostile = [
        "\u{1B}]0;title\u{7}\u{1B}[2J", "one\r\ntwo\n\nthree\t", "=cmd|' /C calc'!A0",
        "\u{202E}drawkcab \u{2066}\u{200F}",
        "e\u{301} é 👩‍👩‍👧‍👦 𝕳", "'; DROP TABLE entry; --", "%_\\", "\u{FEFF}\u{0}after zero", " ", "\u{85}\u{2028}",
        String(repeating: "\u{10FFFF}", count: GivenVerdict.noteLimit),
    ]

    @Test(arguments: hostile)
    func notesComeBackAsTheyWere(note: String) throws {
        try withLedger { ledger, path in
            let verdict = given("p", .reject, reason: note, note: note, seconds: 1.25)
            try ledger.record(verdict, category: note, author: note)
            let reopened = try Ledger.open(path)
            let entry = try #require(try reopened.entries().first)
            // SQLite's text ends at a zero, so that alone is replaced; it never cuts off what follows.
            let kept = note.replacing("\0", with: "\u{FFFD}")
            guard case .verdict(let back) = entry.event else {
                Issue.record("it is no verdict")
                return
            }
            #expect(back.note.map { Array($0.utf8) } == Array(kept.utf8))
            #expect(back.reason.map { Array($0.utf8) } == Array(kept.utf8))
            #expect(entry.author == kept && entry.category == kept)
            #expect(back.seconds == 1.25)
            guard case .sound(1, _) = try reopened.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
            #expect(try reopened.page(filter: LedgerFilter(text: kept), limit: 5).count == 1)
            #expect(try reopened.page(filter: LedgerFilter(category: kept, author: kept), limit: 5).count == 1)
        }
    }

    @Test func notesAndTimesHaveLimits() throws {
        try withLedger { ledger, _ in
            #expect(GivenVerdict.fits(note: String(repeating: "é", count: 2000)))
            let long = String(repeating: "x", count: 2001)
            #expect(!GivenVerdict.fits(note: long))
            let error = #expect(throws: InspectionError.self) {
                try ledger.record(given("p", .reject, note: long), category: "c")
            }
            #expect(error?.code == .refused)
            #expect(error?.message.contains("2000") == true)
            let entries = try ledger.entries()
            #expect(entries.isEmpty)
            #expect(given("p", .reject, note: "").note == nil)
            for seconds in [-1, .nan, .infinity] { #expect(given("p", .reject, seconds: seconds).seconds == nil) }
        }
    }

    @Test func everyNewColumnIsInTheChain() throws {
        let columns = ["note = 'other'", "note = NULL", "seconds = 9", "seconds = NULL", "refers = 1"]
        for change in columns + ["kind = 'verdict'"] {
            try withLedger { ledger, path in
                try ledger.record(given("p", .accept), category: "c")
                try ledger.record(given("p", .reject, note: "n", isRecheck: true, seconds: 2), category: "c")
                try tamper(path, "DROP TRIGGER entry_is_never_updated; UPDATE entry SET \(change) WHERE id = 2")
                guard case .broken(2, _) = try ledger.verifyChain() else {
                    Issue.record("the tampering was not seen: \(change)")
                    return
                }
            }
        }
    }

    @Test func aRecheckReplacesNothing() throws {
        try withLedger { ledger, _ in
            let (first, again) = (given("p", .accept), given("p", .reject, isRecheck: true))
            try ledger.record(first, category: "c", author: "ada")
            let row = try ledger.record(again, category: "c", author: "bob").row
            #expect(try ledger.entries().last?.event == .recheck(again))
            #expect(try ledger.standing(category: "c")[digest("p")]?.verdict == first)
            // What is changed afterwards does not change what was compared.
            try ledger.record(given("p", .unsure), category: "c")
            let rechecks = try ledger.rechecks(category: "c")
            #expect(rechecks.map(\.original?.row) == [1])
            #expect(rechecks.map(\.again.author) == ["bob"])
            // Without a verdict before it there is nothing to agree with.
            try ledger.record(given("q", .accept, isRecheck: true), category: "c")
            #expect(try ledger.rechecks(category: "c").map(\.original?.row) == [1, nil])
            #expect(try ledger.agreement(category: "c").count == 1)
            // It is taken back by itself, and withdrawing all that stands leaves it.
            try ledger.withdrawAll(part: digest("p"), category: "c")
            #expect(try ledger.rechecks(category: "c").count == 2)
            #expect(
                try ledger.withdrawRecheck(part: digest("p"), category: "c")?.event
                    == .withdrawal(part: digest("p"), row: row))
            #expect(try ledger.withdrawRecheck(part: digest("p"), category: "c") == nil)
            #expect(throws: InspectionError.self) { try ledger.withdraw(row: row) }
            #expect(try ledger.rechecks(category: "c").count == 1)
        }
    }

    @Test func agreementCountsPairs() throws {
        try withLedger { ledger, _ in
            for i in 0..<10 {
                try ledger.record(given("\(i)", i < 5 ? .accept : .reject), category: "c")
                try ledger.record(given("\(i)", i < 4 ? .accept : .reject, isRecheck: true), category: "c")
            }
            let agreement = try ledger.agreement(category: "c")
            #expect(agreement.count == 10 && agreement.agreed == 9)
            // pₒ = 0.9, pₑ = 0.5 · 0.4 + 0.5 · 0.6
            #expect(abs(try #require(agreement.kappa) - 0.8) < 1e-12)
            #expect(try ledger.agreement(category: "d").count == 0)
        }
    }

    @Test func pixelThresholdsAreTheirOwn() throws {
        try withLedger { ledger, _ in
            func set(_ value: Float, _ kind: ThresholdEntry.Kind, _ calibration: String) throws -> ThresholdEntry? {
                let threshold = Threshold(value: value, author: "ada", time: Date(), reason: "r\(value)")
                let entry = try ledger.set(threshold, category: "c", calibration: digest(calibration), kind: kind)
                guard case .threshold(let stored) = entry.event else { return nil }
                return stored
            }
            #expect(try set(1, .image, "a")?.previous == nil)
            #expect(try set(7, .pixel, "a")?.previous == nil)
            #expect(try set(2, .image, "b")?.previous == nil)
            #expect(try set(3, .image, "a")?.previous == 1)
            #expect(try set(8, .pixel, "a")?.previous == 7)
            #expect(try ledger.threshold(category: "c", calibration: digest("a"))?.value == 3)
            #expect(try ledger.pixelThreshold(category: "c", calibration: digest("a"))?.value == 8)
            #expect(try ledger.pixelThreshold(category: "c", calibration: digest("b")) == nil)
            #expect(try ledger.thresholds(category: "c").map(\.value) == [1, 2, 3])
            #expect(try ledger.thresholds(category: "c", kind: .pixel).map(\.value) == [7, 8])
            // Reading says the same as writing did.
            let read = try ledger.entries().map { entry -> Float? in
                guard case .threshold(let threshold) = entry.event else { return nil }
                return threshold.previous
            }
            #expect(read == [nil, nil, nil, 1, 7])
            #expect(
                try ledger.entries().map(\.kind) == [
                    .threshold, .pixelThreshold, .threshold, .threshold, .pixelThreshold,
                ])
            #expect(throws: InspectionError.self) { try set(.nan, .pixel, "a") }
        }
    }

    @Test func alarmsAndRunsAreNoted() throws {
        try withLedger { ledger, _ in
            let alarm = try ledger.raise(.drift, text: "EWMA 2.31 over 2.04\n", category: "c", author: "touchstone")
            let seen = try ledger.acknowledge(alarm: alarm.row, text: "lamp", category: "c", author: "ada")
            #expect(alarm.event == .alarm(.drift, text: "EWMA 2.31 over 2.04\n"))
            #expect(seen.event == .acknowledgement(row: 1, text: "lamp"))
            #expect(seen.author == "ada")
            #expect(try ledger.raise(.rejects, text: "", category: "c").event == .alarm(.rejects, text: ""))
            #expect(try ledger.acknowledge(alarm: nil, category: "c").event == .acknowledgement(row: nil, text: ""))
            for (row, category) in [(seen.row, "c"), (alarm.row, "d"), (99, "c")] {
                #expect(throws: InspectionError.self) { try ledger.acknowledge(alarm: row, category: category) }
            }
            let start = InspectionRun(source: .replay, path: "/parts", text: "seed 7")
            let end = InspectionRun(source: .watch, path: FilePath(bytes: [0xFF]), parts: 12, text: "3 flagged")
            #expect(!start.hasEnded && end.hasEnded)
            #expect(try ledger.note(start, category: "c").event == .run(start))
            #expect(try ledger.note(end, category: "c").event == .run(end))
            guard case .sound(6, _) = try ledger.verifyChain() else {
                Issue.record("the chain is broken")
                return
            }
            #expect(try ledger.standing(category: "c").isEmpty)
        }
    }
}
