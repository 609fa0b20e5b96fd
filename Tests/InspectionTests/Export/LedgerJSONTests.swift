import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

@Suite struct LedgerJSONTests {
    private func entries(_ body: (Ledger) throws -> Void) throws -> [LedgerEntry] {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            try body(ledger)
            return try ledger.entries()
        }
    }

    @Test func everyEventIsAnObject() throws {
        let note = "\u{1B}[2J\n\u{202E}\u{9B}\u{2028}\u{E0001}\"grün\"\\"
        let all = try entries { ledger in
            try ledger.record(
                given("p", .reject, reason: "dent", note: note, seconds: 1.5), category: note, author: note)
            try ledger.record(given("p", .accept, score: nil, isRecheck: true), category: "c")
            try ledger.withdraw(row: 2)
            for value in [Float(1), 2.5] {
                try ledger.set(
                    Threshold(value: value, author: "ada", time: Date(), reason: "r"), category: "c", calibration: nil)
            }
            try ledger.noteExport(to: FilePath(bytes: [0x1B, 0xFF]), rows: 3, category: nil)
            try ledger.raise(.drift, text: note, category: "c")
            try ledger.acknowledge(alarm: 7, category: "c")
            try ledger.note(InspectionRun(source: .watch, path: "/p", parts: 4), category: "c")
        }
        let text = try LedgerJSON.text(all)
        #expect(
            text.unicodeScalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control: $0 == "\n"
                case .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            })
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(
            objects.map { $0["kind"] as? String } == [
                "verdict", "recheck", "withdrawal", "threshold", "threshold", "export", "alarm", "acknowledgement",
                "run",
            ])
        #expect(objects[0]["note"] as? String == note && objects[0]["author"] as? String == note)
        #expect(objects[0]["human_verdict"] as? String == "REJECT" && objects[0]["seconds"] as? Double == 1.5)
        #expect(objects[1]["score"] == nil && objects[1]["machine_verdict"] as? String == "NOT INSPECTED")
        #expect(objects[2]["refers_to"] as? Int == 2)
        #expect(objects[3]["previous"] == nil && objects[4]["previous"] as? Double == 1)
        #expect(objects[5]["path"] as? String == "\\x1B\\xFF" && objects[5]["count"] as? Int == 3)
        #expect(objects.map { $0["hash"] as? String } == all.map(\.hash.description))
        #expect(try LedgerJSON.text([]) == "[]\n")
    }

    @Test func wordsAreOneSafeLine() throws {
        let note = "\u{1B}[2J\r\n\u{202E}=1+1"
        let all = try entries { ledger in
            try ledger.record(given("p", .reject, score: 3, reason: note, note: note), category: note, author: note)
            try ledger.withdrawAll(part: digest("p"), category: note)
            for value in [Float(1), 2.5] {
                try ledger.set(
                    Threshold(value: value, author: "a", time: Date(), reason: note), category: "c", calibration: nil,
                    kind: .pixel)
            }
            try ledger.raise(.rejects, text: note, category: "c")
            try ledger.acknowledge(alarm: nil, text: note, category: "c")
            try ledger.note(InspectionRun(source: .replay, path: FilePath(note), text: note), category: "c")
        }
        for words in all.map(\.words) {
            for text in [words.what, words.change, words.why] {
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 && $0 != "\u{202E}" }, "\(words)")
            }
        }
        #expect(all[0].words.change == "GOOD → REJECT" && all[0].words.what == "verdict test/p.png")
        #expect(all[2].words.change == "– → 1.000" && all[3].words.change == "1.000 → 2.500")
        #expect(all[3].words.what == "pixel threshold" && all[3].words.why == note.printable)
    }
}
