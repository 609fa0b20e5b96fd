import Foundation
import Testing

/// What programs may rely on of `score`.
struct ScoreContractTests {
    static let columns = ["path", "category", "score", "threshold", "machine_verdict", "error"]

    @Test("one row a part, in the order given, the unreadable among them")
    func rows() throws {
        let workshop = try Workshop.calibrated()
        let parts = try workshop.inspected
        let broken = workshop.root.appendingPathComponent("broken.png").path
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: broken))
        let missing = workshop.root.appendingPathComponent("missing.png").path
        let order = [parts[5], broken, parts[0], missing, parts[7], parts[0]]
        let scored = try workshop.touchstone(["score"] + order)
        #expect(scored.status == 1)
        let table = try CSVTable(scored.output)
        #expect(table.columns == Self.columns)
        #expect(table.rows.map { $0["path"] } == order)
        for row in table.rows {
            let isSound = row["path"] != broken && row["path"] != missing
            #expect(row["category"] == "part")
            #expect(row["error"]?.isEmpty == isSound)
            if isSound {
                let score = try #require(row["score"].flatMap(Float.init))
                let threshold = try #require(row["threshold"].flatMap(Float.init))
                #expect(row["machine_verdict"] == (score >= threshold ? "REJECT" : "GOOD"))
            } else {
                #expect(row["machine_verdict"] == "NOT INSPECTED")
                #expect(row["score"] == "")
                #expect(row["error"]?.contains(try #require(row["path"])) == true)
            }
        }
        #expect(scored.errorLines.count == 1)
        #expect(scored.errors.contains("2 of 6"))
        let none = try workshop.touchstone("score", broken, missing)
        #expect(none.status == 2, "nothing could be done")
        #expect(try CSVTable(none.output).rows.count == 2)
    }

    @Test("arguments, a folder and standard input give the same rows")
    func sources() throws {
        let workshop = try Workshop.calibrated()
        let parts = try workshop.inspected
        let expected = try workshop.touchstone(["score"] + parts)
        #expect(expected.status == 0)
        let folder = try workshop.touchstone("score", workshop.category.appendingPathComponent("test").path)
        #expect(folder.outputBytes == expected.outputBytes)
        for separator in ["\n", "\0"] {
            let list = Data(parts.map { $0 + separator }.joined().utf8)
            let piped = try workshop.touchstone("score", "-", input: list)
            #expect(piped.outputBytes == expected.outputBytes)
        }
        // Without the last separator as well, and named outright.
        let open = try workshop.touchstone(
            "score", "-", "--category", "part", input: Data(parts.joined(separator: "\n").utf8))
        #expect(open.outputBytes == expected.outputBytes)
        let file = workshop.root.appendingPathComponent("scores.csv")
        let written = try workshop.touchstone(["score", "-o", file.path] + parts)
        #expect(written.status == 0)
        #expect(written.outputBytes.isEmpty)
        #expect(try Data(contentsOf: file) == expected.outputBytes)
    }

    @Test("ndjson says the same as CSV, and null where CSV says nothing")
    func ndjson() throws {
        let workshop = try Workshop.calibrated()
        let missing = workshop.root.appendingPathComponent("missing.png").path
        let paths = try workshop.inspected + [missing]
        let csv = try CSVTable(try workshop.touchstone(["score"] + paths).output)
        let scored = try workshop.touchstone(["score", "--format", "ndjson"] + paths)
        #expect(scored.status == 1)
        let lines = scored.output.split(separator: "\n")
        #expect(lines.count == paths.count)
        for (line, row) in zip(lines, csv.rows) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(Set(object.keys) == Set(Self.columns))
            for column in Self.columns {
                let text = row[column] ?? ""
                switch object[column] {
                case let number as NSNumber: #expect(number.doubleValue == Double(text), "\(column)")
                case is NSNull: #expect(text.isEmpty, "\(column)")
                default: #expect(object[column] as? String == text, "\(column)")
                }
            }
        }
    }

    @Test("without a calibration there is nothing to score with")
    func notCalibrated() throws {
        let workshop = try Workshop()
        let scored = try workshop.touchstone("score", workshop.inspected[0])
        #expect(scored.status == 2)
        #expect(scored.outputBytes.isEmpty)
        #expect(scored.errorLines.count == 1)
        #expect(scored.errors.contains("touchstone calibrate"))
    }
}
