import Foundation
import Testing

/// Files that are named like pictures and are none.
struct PictureTests {
    enum Kind: String, CaseIterable {
        case text, empty, truncated, huge, folder, pipe, danglingLink, device

        func make(at place: URL, sound: URL) throws {
            let files = FileManager.default
            switch self {
            case .text: try Data("this is no picture\n".utf8).write(to: place)
            case .empty: try Data().write(to: place)
            case .truncated:
                let whole = PNGFile(width: 64, height: 64).bytes
                try whole.prefix(whole.count / 2).write(to: place)
            case .huge: try PNGFile(width: 100_000, height: 100_000, rows: 0).bytes.write(to: place)
            case .folder: try files.createDirectory(at: place, withIntermediateDirectories: true)
            case .pipe: #expect(mkfifo(place.path, 0o600) == 0)
            case .danglingLink:
                try files.createSymbolicLink(atPath: place.path, withDestinationPath: "/nonexistent/part.png")
            case .device: try files.createSymbolicLink(atPath: place.path, withDestinationPath: "/dev/zero")
            }
        }
    }

    @Test("calibrate leaves it out and says so; score has a row for it", arguments: Kind.allCases)
    func kinds(_ kind: Kind) throws {
        let workshop = try Workshop()
        let sound = workshop.category.appendingPathComponent("train/good/000.jpg")
        let bad = workshop.category.appendingPathComponent("train/good/bad.png")
        try kind.make(at: bad, sound: sound)
        let made = try workshop.touchstone("calibrate", workshop.parts.path)
        #expect(made.output.contains("calibrated from 12 good parts"), "\(made.errors)")
        if kind == .folder {
            // A folder named like a picture is a folder.
            #expect(made.status == 0)
            #expect(made.errors.isEmpty)
        } else {
            expectRefusal(made, naming: bad.path, status: 1)
        }
        let part = workshop.category.appendingPathComponent("test/good/bad.png")
        try kind.make(at: part, sound: sound)
        let scored = try workshop.touchstone("score", sound.path, part.path, sound.path)
        let rows = try CSVTable(scored.output).rows
        if kind == .folder {
            #expect(rows.count == 2)
            return
        }
        #expect(scored.status == 1)
        #expect(rows.count == 3)
        #expect(rows[1]["machine_verdict"] == "NOT INSPECTED")
        #expect(rows[1]["error"]?.hasPrefix(part.path + ": ") == true)
        #expect(rows[0] == rows[2])
        #expect(rows[0]["score"]?.isEmpty == false)
        // The station without a terminal counts it and goes on.
        let station = try workshop.touchstone(workshop.parts.path)
        #expect(station.status == 1)
        #expect(station.errors.contains(part.path))
        #expect(!station.errors.contains("Fatal error"))
    }

    @Test(
        "a file that may not be read",
        .enabled(if: geteuid() != 0, "the superuser may read everything"))
    func forbidden() throws {
        let workshop = try Workshop.calibrated()
        let part = try workshop.inspected[0]
        #expect(chmod(part, 0) == 0)
        let scored = try workshop.touchstone(["score"] + workshop.inspected)
        #expect(scored.status == 1)
        #expect(try CSVTable(scored.output).rows[0]["error"]?.contains("not permitted") == true)
    }
}
