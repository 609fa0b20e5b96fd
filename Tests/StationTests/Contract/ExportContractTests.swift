import Foundation
import Testing

/// What programs may rely on of `export`.
struct ExportContractTests {
    @Test("every part has a row, judged or not; without a folder only verdicts have")
    func rows() throws {
        let workshop = try Workshop.calibrated()
        // The station without a terminal inspects and remembers the scores.
        let station = try workshop.touchstone(workshop.parts.path)
        #expect(station.status == 0, "\(station.errors)")
        let exported = try workshop.touchstone("export", workshop.parts.path)
        #expect(exported.status == 0)
        #expect(exported.output.hasSuffix("\r\n"))
        let table = try CSVTable(exported.output)
        #expect(
            table.columns == [
                "path", "category", "score", "threshold", "machine_verdict", "human_verdict", "reason", "author",
                "time", "calibration", "label", "error", "note", "seconds", "recheck_verdict", "recheck_reason",
                "recheck_author", "recheck_time",
            ])
        #expect(table.rows.map { $0["path"] } == (try workshop.inspected))
        #expect(table.rows.allSatisfy { $0["human_verdict"] == "" && $0["error"] == "" && $0["score"] != "" })
        // The scores are those that the command gives, to the last digit.
        let scored = try CSVTable(try workshop.touchstone(["score"] + workshop.inspected).output)
        #expect(table.rows.map { $0["score"] } == scored.rows.map { $0["score"] })
        #expect(table.rows.map { $0["machine_verdict"] } == scored.rows.map { $0["machine_verdict"] })

        let file = workshop.root.appendingPathComponent("verdicts.csv")
        let written = try workshop.touchstone("export", workshop.parts.path, "-o", file.path)
        #expect(written.status == 0)
        #expect(try Data(contentsOf: file) == exported.outputBytes)
        let verdicts = try workshop.touchstone("export")
        #expect(try CSVTable(verdicts.output).rows.isEmpty)
    }

    @Test("a place that cannot be written is named, and nothing is left there")
    func noFolder() throws {
        let workshop = try Workshop.calibrated("--input", "128x128", "--dims", "20")
        let file = workshop.root.appendingPathComponent("nowhere/verdicts.csv")
        let refused = try workshop.touchstone("export", workshop.parts.path, "-o", file.path)
        #expect(refused.status == 2)
        #expect(refused.errorLines.count == 1)
        #expect(refused.errors.contains(file.path))
    }
}
