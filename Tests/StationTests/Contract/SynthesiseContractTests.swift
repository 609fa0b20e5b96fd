import Foundation
import Testing

/// Test defects on good parts: what is written, and that nothing of anybody's is touched.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: Workshop.sampleData.path), "needs sample-data"))
struct SynthesiseContractTests {
    private let files = FileManager.default
    private let root: Scratch

    /// A folder that goes away with the test.
    private final class Scratch {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
    }

    init() throws { root = try Scratch() }

    private func place(_ name: String) -> URL { root.url.appendingPathComponent(name) }

    private func touchstone(_ arguments: String...) throws -> Command {
        try Command.run(Command.touchstone, arguments, folder: root.url)
    }

    /// The first good flanges.
    private func parts(_ count: Int) throws -> URL {
        let folder = place("parts")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for i in 0..<count {
            let name = "00\(i).jpg"
            try files.copyItem(
                at: Workshop.sampleData.appendingPathComponent("flange/train/good/\(name)"),
                to: folder.appendingPathComponent(name))
        }
        return folder
    }

    private func tree(_ folder: URL) throws -> [String: Data] {
        var tree: [String: Data] = [:]
        for name in try files.subpathsOfDirectory(atPath: folder.path) {
            tree[name] = try? Data(contentsOf: folder.appendingPathComponent(name))
        }
        return tree
    }

    @Test("a picture, a mask and rows for each part, the same bytes every time")
    func folder() throws {
        let parts = try parts(3)
        let before = try tree(parts)
        let made = try touchstone("synthesise", parts.path, "--output", "a", "--components", "2")
        #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
        #expect(made.output == "a: 3 defects with masks; synthetic.csv says what was drawn\n")
        let written = try tree(place("a"))
        let names = (0..<3).flatMap {
            ["test/synthetic/00\($0).png", "ground_truth/synthetic/00\($0)_mask.png"]
        }
        #expect(Set(written.keys) == Set(names + ["synthetic.csv"]))
        let table = try CSVTable(String(decoding: written["synthetic.csv"] ?? Data(), as: UTF8.self))
        #expect(table.rows.count == 6)
        #expect(
            table.rows[0]["path"] == "test/synthetic/000.png" && table.rows[0]["part"]?.hasSuffix("000.jpg") == true)
        #expect(table.rows.allSatisfy { Double($0["contrast"] ?? "").map { $0 >= 10 } == true })
        #expect(try touchstone("synthesise", parts.path, "-o", "b", "--components", "2").status == 0)
        #expect(try tree(place("b")) == written)
        #expect(try touchstone("synthesise", parts.path, "-o", "c", "--components", "2", "--seed", "7").status == 0)
        #expect(try tree(place("c"))["test/synthetic/000.png"] != written["test/synthetic/000.png"])
        #expect(try tree(parts) == before)
    }

    @Test("a folder that is not empty, missing parts, several categories and wrong numbers are refused")
    func refusals() throws {
        let parts = try parts(2)
        try files.createDirectory(at: place("full"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: place("full/notes.txt"))
        expectRefusal(try touchstone("synthesise", parts.path, "-o", "full"), naming: "full: is not empty")
        expectRefusal(try touchstone("synthesise", parts.path, "-o", "full/notes.txt"), naming: "notes.txt")
        expectRefusal(try touchstone("synthesise", "nowhere", "-o", "out"), naming: "nowhere: no such file")
        expectRefusal(
            try touchstone("synthesise", Workshop.sampleData.path, "-o", "out"), naming: "connector, fabric, flange")
        expectRefusal(try touchstone("synthesise", parts.path, "-o", "out", "--with-good"), naming: "five good parts")
        for options in [["--strength", "0.1-0.5"], ["--size", "1-0.5"], ["--count", "0"], ["--components", "many"]] {
            let refused = try Command.run(
                Command.touchstone, ["synthesise", parts.path, "-o", "out"] + options, folder: root.url)
            #expect(refused.status == 64, "\(options)")
        }
        #expect(!files.fileExists(atPath: place("out").path))
        #expect(try tree(place("full")) == ["notes.txt": Data("mine".utf8)])
    }

    @Test("an unreadable part is named and left out, and the rest is made")
    func unreadable() throws {
        let parts = try parts(2)
        try Data("no picture".utf8).write(to: parts.appendingPathComponent("bad\u{1B}.png"))
        let made = try touchstone("synthesise", parts.path, "-o", "out", "--count", "6")
        #expect(made.status == 1)
        #expect(
            made.errorLines.count == 1 && made.errors.contains("bad\\x1B.png") && made.errors.contains("left out"))
        #expect(try files.contentsOfDirectory(atPath: place("out/test/synthetic").path).count == 4)
        #expect(try files.contentsOfDirectory(atPath: place("out/ground_truth/synthetic").path).count == 4)
        let nothing = try touchstone("synthesise", parts.appendingPathComponent("bad\u{1B}.png").path, "-o", "none")
        #expect(nothing.status == 2)
    }

    @Test("stopped in the middle, what is there is whole")
    func interrupted() throws {
        let parts = try parts(2)
        let running = try RunningCommand(
            Command.touchstone, ["synthesise", parts.path, "-o", "out", "--count", "100000"], folder: root.url)
        let first = place("out/test/synthetic/00003.png")
        for _ in 0..<600 where !files.fileExists(atPath: first.path) { Thread.sleep(forTimeInterval: 0.05) }
        running.send(SIGINT)
        let ended = try running.wait()
        #expect(ended.status == 130)
        let pictures = try files.contentsOfDirectory(atPath: place("out/test/synthetic").path).sorted()
        let masks = try files.contentsOfDirectory(atPath: place("out/ground_truth/synthetic").path).sorted()
        #expect(!pictures.isEmpty && pictures.count < 100_000 && pictures.allSatisfy { $0.hasSuffix(".png") })
        #expect(masks == pictures.map { $0.replacingOccurrences(of: ".png", with: "_mask.png") })
        let table = try CSVTable(String(contentsOf: place("out/synthetic.csv"), encoding: .utf8))
        #expect(Set(table.rows.map { $0["path"] }) == Set(pictures.map { "test/synthetic/\($0)" }))
    }

    @Test("a whole category is one that can be evaluated")
    func evaluated() throws {
        let workshop = try Workshop()
        let category = workshop.root.appendingPathComponent("trial")
        let made = try Command.run(
            Command.touchstone, ["synthesise", workshop.category.path, "-o", category.path, "--with-good"])
        #expect(made.status == 0, "\(made.errors)")
        // 16 good parts: three to paint on, three to test, ten to learn from, as they are.
        #expect(made.output.contains("3 defects with masks, and 13 good parts"))
        let copied = category.appendingPathComponent("train/good")
        let originals = try tree(workshop.category).filter { $0.key.contains("good/") }.values
        for name in try files.contentsOfDirectory(atPath: copied.path) {
            #expect(originals.contains(try Data(contentsOf: copied.appendingPathComponent(name))))
        }
        let judged = try workshop.touchstone("evaluate", category.path, "--json", "--input", "128x128", "--dims", "20")
        #expect(judged.status == 0, "\(judged.errors)")
        let object = try JSONSerialization.jsonObject(with: judged.outputBytes) as? [String: Any]
        let row = try #require((object?["rows"] as? [[String: Any]])?.first)
        #expect(row["defective_parts"] as? Int == 3 && row["good_parts"] as? Int == 3)
        #expect(row["calibration_parts"] as? Int == 10 && row["defective_without_mask"] as? Int == 0)
        #expect(row["pixel_auroc"] is Double)
    }
}
