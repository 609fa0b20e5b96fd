import Detectors
import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

@Suite struct ExportTests {
    private func part(_ name: [UInt8], label: String? = nil) -> Part {
        Part(path: FilePath(bytes: name), name: FilePath(bytes: name), label: label)
    }

    private func scored(_ part: Part, _ score: Float) -> Finding {
        Finding(part: part, digest: digest("d"), outcome: .scored(Anomaly(score: score, grid: nil)))
    }

    @Test func everyRowComesBackThroughAReader() throws {
        let name = Array("a,\"b\"\n\u{1B}[0m".utf8) + [0xFF]
        let standing = try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("l"))
            let verdict = given(
                "p", .reject, score: 1.5, reason: "dent, \"deep\"\r\nsecond line", note: "=1+1\n\u{1B}[2J\u{202E}x",
                seconds: 2.25)
            try ledger.record(
                verdict, category: "c", author: "ada", time: Date(timeIntervalSince1970: 1_772_368_496.789))
            return try #require(try ledger.standing(category: "c")[digest("p")])
        }
        let bad = part(Array("bad.png".utf8))
        let rows = [
            VerdictRow(
                part(name, label: "scratch"), category: "c,d", finding: scored(part(name), 7), threshold: 3,
                calibration: digest("k"), standing: standing),
            VerdictRow(
                part(name), category: "c", finding: scored(part(name), 3), threshold: 3, calibration: digest("k"),
                standing: nil),
            VerdictRow(
                bad, category: "c", finding: Finding(part: bad, digest: nil, outcome: .failed("bad.png: is empty")),
                threshold: 3, calibration: digest("k"), standing: nil),
            VerdictRow(bad, category: "c", finding: nil, threshold: nil, calibration: nil, standing: nil),
        ]
        let text = VerdictCSV.text(rows)
        #expect(text.hasPrefix("path,category,score,threshold,machine_verdict,human_verdict,reason,author,time,"))
        #expect(text.hasSuffix("\r\n"))
        let table = readCSV(text)
        #expect(table.count == 5)
        #expect(table.allSatisfy { $0.count == 18 })
        let printed = "a,\"b\"\\n\\x1B[0m\\xFF"
        // What the person saw when they judged, not what is live now.
        #expect(
            table[1] == [
                printed, "c,d", "1.500000000", "2.000000000", "GOOD", "REJECT",
                "dent, \"deep\"\\r\\nsecond line", "ada", "2026-03-01T12:34:56.789Z",
                digest("calibration").description, "scratch", "", "'=1+1\\n\\x1B[2J\\u{202E}x", "2.2", "", "", "", "",
            ])
        let nothing = Array(repeating: "", count: 6)
        #expect(
            table[2] == [
                printed, "c", "3.000000000", "3.000000000", "REJECT", "", "", "", "", digest("k").description, "", "",
            ] + nothing)
        #expect(
            table[3] == ["bad.png", "c", "", "3.000000000", "NOT INSPECTED"] + nothing + ["bad.png: is empty"] + nothing
        )
        #expect(table[4] == ["bad.png", "c", "", "", "NOT INSPECTED"] + Array(repeating: "", count: 13))
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\r" && $0 != "\n" })
    }

    @Test func aRecheckStandsBesideTheVerdict() throws {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            let store = CalibrationStore.open(folder, ledger: ledger)
            try ledger.record(given("p", .accept), category: "c", author: "ada")
            try ledger.record(given("q", .accept), category: "c", author: "ada")
            for human in [HumanVerdict.accept, .reject] {
                try ledger.record(
                    given("p", human, reason: "+dent", isRecheck: true), category: "c", author: "@bob",
                    time: Date(timeIntervalSince1970: 0))
            }
            let rows = try VerdictTable(ledger: ledger, store: store, scores: nil).standing(categories: [])
            let table = readCSV(VerdictCSV.text(rows))
            #expect(table.count == 3)
            #expect(table[1][5] == "ACCEPT" && table[1][7] == "ada")
            #expect(table[1].suffix(4) == ["REJECT", "'+dent", "'@bob", "1970-01-01T00:00:00.000Z"])
            #expect(table[2].suffix(4) == ["", "", "", ""])
        }
    }

    /// A part that cannot be decoded says so, once the category was inspected; before that nobody has looked.
    @Test func damagedPartsSayWhatIsWrongWithThem() throws {
        try withTemporaryFolder { folder in
            let parts = folder.appending("parts")
            let names = ["damaged.png", "good.png", "new.png"]
            let contents = [Array(try png(9).dropLast(20)), try png(1), try png(2)]
            for (name, bytes) in zip(names, contents) { try parts.add("test/\(name)", bytes) }
            let category = Inspection.Category(
                name: "c", folder: parts, calibrationParts: [],
                parts: names.map { Part(path: parts.appending("test/\($0)"), name: FilePath("test/\($0)")) })
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            let store = CalibrationStore.open(folder, ledger: ledger)
            let scores = try ScoreCache.open(folder.appending("scores.sqlite"))
            // Nothing is scored here, so any file may pass for the calibration.
            try store.path(for: digest("k")).writeAtomically([1])
            try store.adopt(
                CalibrationStore.Entry(
                    category: "c", recipeKey: "r", digest: digest("k"), created: Date(), parts: 3, recipe: ""))
            let table = VerdictTable(ledger: ledger, store: store, scores: scores)
            #expect(try table.rows(category).map(\.error) == Array(repeating: "not scored yet", count: 3))
            let part = SHA256Digest(hashing: contents[1])
            try scores.store([(part: part, anomaly: Anomaly(score: 1, grid: nil))], calibration: digest("k"))
            let rows = try table.rows(category)
            #expect(rows[0].error?.contains("damaged.png") == true && rows[0].error != "not scored yet")
            #expect(rows[0].machine == .notInspected)
            #expect(rows[1].error == nil && rows[1].score == 1)
            #expect(rows[2].error == "not scored yet")
        }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
    func formulasAreDisarmed(name: String) {
        let row = ScoreRow(scored(part(Array(name.utf8)), -1), category: name, threshold: -2)
        let cells = readCSV(row.csv)[0]
        #expect(cells[0] == "'" + FilePath(name).printable)
        #expect(cells[1] == "'" + name.printable)
        // Numbers are left alone.
        #expect(cells[2] == "-1.000000000")
        #expect(cells[3] == "-2.000000000")
    }

    @Test func tabsAndReturnsNeverLeadACell() {
        let cells = readCSV(ScoreRow(scored(part(Array("\t=1".utf8)), 1), category: "\r=2", threshold: nil).csv)[0]
        #expect(cells[0] == "\\t=1")
        #expect(cells[1] == "\\r=2")
    }

    @Test func scoresComeBackBitForBit() {
        var state: UInt32 = 1
        var values: [Float] = [0, 0.1, 12.345678, 1e-30, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 16_777_216]
        for _ in 0..<2000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            let value = Float(bitPattern: state)
            if value.isFinite { values.append(value) }
        }
        for value in values {
            let cell = readCSV(ScoreRow(scored(part([65]), value), category: nil, threshold: nil).csv)[0][2]
            #expect(Float(cell)?.bitPattern == value.bitPattern)
            #expect(!cell.contains("e"))
            #expect(cell.split(separator: ".").last?.count ?? 0 >= 9)
        }
    }

    @Test func scoreRowsAreWhatProgramsRelyOn() throws {
        #expect(ScoreRow.csvHeader == "path,category,score,threshold,machine_verdict,error\n")
        let row = ScoreRow(scored(part(Array("x.png".utf8)), 2.5), category: "tile", threshold: 2.5)
        #expect(row.csv == "x.png,tile,2.500000000,2.500000000,REJECT,\n")
        #expect(
            row.ndjson
                == #"{"path":"x.png","category":"tile","score":2.500000000,"threshold":2.500000000,"#
                + #""machine_verdict":"REJECT","error":null}"# + "\n")
        let unscored = ScoreRow(scored(part([65]), 1), category: nil, threshold: nil)
        #expect(unscored.csv == "A,,1.000000000,,NOT INSPECTED,\n")
    }

    @Test func everyLineOfNDJSONIsAnObject() throws {
        let names: [[UInt8]] = [Array("a\"b\\c\n\u{1B}".utf8), [0xFF, 0x0A], Array("grün \u{202E}".utf8)]
        for name in names {
            let bad = part(name)
            let rows = [
                ScoreRow(scored(bad, .infinity), category: "q\"", threshold: 1),
                ScoreRow(Finding(part: bad, digest: nil, outcome: .failed("no \"good\"")), category: nil, threshold: 1),
            ]
            for row in rows {
                #expect(row.ndjson.count { $0 == "\n" } == 1)
                let object = try #require(
                    try JSONSerialization.jsonObject(with: Data(row.ndjson.utf8)) as? [String: Any])
                #expect(Set(object.keys) == Set(ScoreRow.columns))
                #expect(object["path"] as? String == bad.path.printable)
                #expect(object["score"] is NSNull)
                #expect(object["machine_verdict"] as? String == row.machine.rawValue)
                #expect(object["error"] as? String == row.error)
            }
        }
    }

    @Test func exportsAreWholeOrNothing() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("out.csv")
            try VerdictCSV.write([], to: path)
            #expect(readCSV(String(decoding: try path.readAll(), as: UTF8.self)) == [VerdictCSV.columns])
            let error = #expect(throws: InspectionError.self) {
                try VerdictCSV.write([], to: folder.appending("nowhere/out.csv"))
            }
            #expect(error?.code == .disk)
            #expect(try folder.list() == ["out.csv"])
        }
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
        (951_782_400.5, "2000-02-29T00:00:00.500Z"), (4_102_444_799.9996, "2100-01-01T00:00:00.000Z"),
    ])
    func timesAreUTC(seconds: Double, text: String) {
        #expect(Timestamp.text(Date(timeIntervalSince1970: seconds)) == text)
    }
}
