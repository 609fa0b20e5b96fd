import Foundation
import Testing

/// What programs may rely on of `data check`.
struct DataCheckContractTests {
    static let keys: Set<String> = [
        "category", "folder", "layout", "reason", "learn", "good", "defective", "unlabelled", "labels", "masks",
        "formats", "sizes", "unreadable", "mask_problems", "duplicates", "can", "problems", "notes",
    ]

    /// It keeps nothing, so it knows of no home.
    private func check(_ arguments: String...) throws -> Command {
        try Command.run(Command.touchstone, ["data", "check"] + arguments)
    }

    private func document(_ command: Command) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: command.outputBytes) as? [String: Any])
    }

    @Test("a sound folder: schema 1, exit code 0")
    func sound() throws {
        let workshop = try Workshop()
        let checked = try check(workshop.parts.path, "--json")
        #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked.errors)")
        let document = try document(checked)
        #expect(Set(document.keys) == ["schema", "folder", "usable", "fine", "problems", "categories"])
        #expect(document["schema"] as? Int == 1 && document["fine"] as? Bool == true)
        let categories = try #require(document["categories"] as? [[String: Any]])
        #expect(categories.count == 1 && categories.allSatisfy { Set($0.keys) == Self.keys })
        #expect(categories.first?["learn"] as? Int == 12)
        #expect(categories.first?["labels"] as? [String: Int] == ["dent": 4, "good": 4])
        #expect((categories.first?["masks"] as? [String: Int])?["sound"] == 4)
        #expect((categories.first?["can"] as? [String: Bool])?.values.allSatisfy { $0 } == true)
    }

    @Test("a leak and a damaged part: named, exit code 1")
    func leak() throws {
        let workshop = try Workshop()
        let files = FileManager.default
        try files.copyItem(
            at: workshop.category.appendingPathComponent("train/good/000.jpg"),
            to: workshop.category.appendingPathComponent("test/good/seen.jpg"))
        try Data("no picture".utf8).write(to: workshop.category.appendingPathComponent("test/dent/bad.png"))
        let checked = try check(workshop.parts.path)
        #expect(checked.status == 1)
        #expect(checked.output.contains("train/good/000.jpg and test/good/seen.jpg"))
        #expect(checked.output.contains("bad.png: is text, not PNG or JPEG"))
        #expect(checked.output.contains("MVTec AD (mvtec), because there are train and test"))
    }

    @Test("nothing usable: exit code 2")
    func nothing() throws {
        let workshop = try Workshop()
        let folder = workshop.root.appendingPathComponent("texts")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("no picture".utf8).write(to: folder.appendingPathComponent("a.png"))
        #expect(try check(folder.path).status == 2)
        expectRefusal(try check(folder.path + "x"), naming: folder.path + "x")
    }

    @Test("help teaches every layout")
    func help() throws {
        let help = try check("--help")
        #expect(help.status == 0)
        for word in ["mvtec", "loco", "mvtec3d", "btad", "visa", "mtd", "kolektor", "kolektor2", "labels", "plain"] {
            #expect(help.output.contains(word))
        }
    }
}
