import Foundation
import Testing

/// Folders that hold no category, or half of one.
struct FolderTests {
    private let files = FileManager.default

    @Test("an empty folder, for every command", arguments: ["calibrate", "evaluate", "score", "station", "export"])
    func empty(_ command: String) throws {
        let workshop = try Workshop()
        let folder = workshop.root.appendingPathComponent("empty")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        expectRefusal(try workshop.touchstone(command, folder.path), naming: folder.path)
    }

    @Test("no such folder", arguments: ["calibrate", "evaluate", "station", "export"])
    func missing(_ command: String) throws {
        let workshop = try Workshop()
        let folder = workshop.root.appendingPathComponent("nowhere").path
        expectRefusal(try workshop.touchstone(command, folder), naming: folder)
    }

    @Test("too few good parts", arguments: [0, 1, 2])
    func few(_ count: Int) throws {
        let workshop = try Workshop()
        let good = workshop.category.appendingPathComponent("train/good")
        for name in try files.contentsOfDirectory(atPath: good.path).sorted().dropFirst(count) {
            try files.removeItem(at: good.appendingPathComponent(name))
        }
        for command in ["calibrate", "evaluate", "station"] {
            expectRefusal(try workshop.touchstone(command, workshop.parts.path), naming: workshop.category.path)
        }
        #expect(!files.fileExists(atPath: workshop.home.appendingPathComponent("calibrations").path))
    }

    @Test("one category that cannot be used does not hold the others up")
    func theRest() throws {
        let workshop = try Workshop()
        let other = workshop.parts.appendingPathComponent("other")
        try files.createDirectory(at: other.appendingPathComponent("train/good"), withIntermediateDirectories: true)
        try files.copyItem(
            at: workshop.category.appendingPathComponent("train/good/000.jpg"),
            to: other.appendingPathComponent("train/good/000.jpg"))
        let made = try workshop.touchstone("calibrate", workshop.parts.path)
        expectRefusal(made, naming: other.path, status: 1)
        #expect(made.output.contains("\npart: calibrated from 12 good parts"))
    }

    @Test("grey pictures and other sizes among the rest are fine")
    func mixed() throws {
        let workshop = try Workshop()
        let good = workshop.category.appendingPathComponent("train/good")
        try PNGFile(width: 100, height: 60, channels: 1).bytes.write(to: good.appendingPathComponent("grey.png"))
        try PNGFile(width: 33, height: 333, channels: 3).bytes.write(to: good.appendingPathComponent("tall.png"))
        let made = try workshop.touchstone("calibrate", workshop.parts.path)
        #expect(made.status == 0)
        #expect(made.errors.isEmpty)
        #expect(made.output.contains("from 14 good parts"))
    }
}
