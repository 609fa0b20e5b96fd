import Foundation
import Testing

/// What `evaluate --compare`, `sweep` and their reports give.
struct CompareContractTests {
    @Test("each method runs once a seed; figures have their error; what is undefined is empty")
    func comparison() throws {
        let workshop = try Workshop()
        let folder = workshop.parts.deletingLastPathComponent().appendingPathComponent("report")
        let compared = try workshop.touchstone(
            "evaluate", workshop.parts.path, "--compare", "padim,mvg", "--seeds", "2", "--csv", "--report", folder.path)
        #expect(compared.status == 0, "\(compared.errors)")
        let table = try CSVTable(compared.output)
        #expect(table.rows.count == 2)
        let (padim, mvg) = (table.rows[0], table.rows[1])
        #expect(padim["method"] == "PaDiM" && mvg["method"] == "MVG")
        for row in [padim, mvg] {
            let value = try #require(Double(row["image_auroc_mean"] ?? ""))
            #expect(value >= 0 && value <= 1)
        }
        #expect(Double(padim["pixel_auroc_mean"] ?? "") != nil)
        #expect(mvg["pixel_auroc_mean"] == "", "it makes no map")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["report.csv", "report.html", "report.json", "report.md"])
        let csv = try String(contentsOf: folder.appendingPathComponent("report.csv"), encoding: .utf8)
        #expect(csv.trimmingCharacters(in: .newlines) == compared.output.trimmingCharacters(in: .newlines))
        let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
        #expect(page.contains("PaDiM") && page.contains("MVG") && page.contains("data:image/png;base64,"))
        #expect(!page.contains("<script"))
        let json = try JSONSerialization.jsonObject(
            with: Data(contentsOf: folder.appendingPathComponent("report.json")))
        #expect(json is [String: Any])
    }

    @Test("a sweep is one method a value")
    func sweep() throws {
        let workshop = try Workshop()
        let swept = try workshop.touchstone(
            "sweep", workshop.parts.path, "--vary", "modules:A,A+B", "--dims", "20", "--csv")
        #expect(swept.status == 0, "\(swept.errors)")
        let table = try CSVTable(swept.output)
        #expect(table.rows.map { $0["method"] } == ["modules A", "modules A+B"])
        for row in table.rows { #expect(Double(row["pixel_auroc_mean"] ?? "") != nil) }
    }

    @Test(
        "what cannot be compared is refused before anything runs",
        arguments: [
            ["evaluate", "--compare", "padim,fastflow"], ["evaluate", "--compare", "padim,padim"],
            ["evaluate", "--seeds", "0"], ["evaluate", "--pro-limit", "0"], ["evaluate", "--csv", "--markdown"],
            ["sweep", "--vary", "colour"], ["sweep", "--vary", "dims:0"], ["sweep", "--vary", "shift:1,1"],
            ["sweep", "--vary", "modules:X"], ["sweep", "--vary", "shift", "--detector", "mvg"],
            ["evaluate", "--detector", "npad", "--npad", "A,neighbourhood=2"], ["evaluate", "--subspace", "pca:2"],
            ["calibrate", "--detector", "npad", "--regularisation", "low-rank:8"],
            ["calibrate", "--detector", "mvg", "--epsilon", "0.01"], ["calibrate", "--npad", "A"],
            ["evaluate", "--detector", "npad", "--distance", "l2"], ["sweep", "--vary", "dims", "--detector", "mvg"],
        ])
    func refused(arguments: [String]) throws {
        let workshop = try Workshop()
        let command = try workshop.touchstone([arguments[0], workshop.parts.path] + arguments.dropFirst())
        #expect(command.status == 64, "\(command.output) \(command.errors)")
        #expect(!command.errors.isEmpty && command.output.isEmpty)
    }

    @Test("a detector without a map learns, scores and is asked for maps without harm")
    func withoutMap() throws {
        let workshop = try Workshop()
        let learnt = try workshop.touchstone("calibrate", workshop.parts.path, "--detector", "mvg")
        #expect(learnt.status == 0, "\(learnt.errors)")
        let scored = try workshop.touchstone("score", workshop.category.appendingPathComponent("test").path)
        #expect(scored.status == 0, "\(scored.errors)")
        let rows = try CSVTable(scored.output).rows
        #expect(!rows.isEmpty && rows.allSatisfy { Double($0["score"] ?? "") != nil })
        let again = try workshop.touchstone("calibrate", workshop.parts.path, "--detector", "mvg")
        #expect(again.status == 0, "\(again.errors)")
    }

    @Test("N-pad learns, is read back and scores as it did")
    func neighbours() throws {
        let workshop = try Workshop()
        let arguments = ["--detector", "npad", "--dims", "20", "--npad", "standard,shift=1"]
        let learnt = try workshop.touchstone(["calibrate", workshop.parts.path] + arguments)
        #expect(learnt.status == 0, "\(learnt.errors)")
        let test = workshop.category.appendingPathComponent("test").path
        let (first, second) = (try workshop.touchstone("score", test), try workshop.touchstone("score", test))
        #expect(first.status == 0 && first.output == second.output, "\(first.errors)")
        #expect(try CSVTable(first.output).rows.allSatisfy { Double($0["score"] ?? "") != nil })
    }
}
