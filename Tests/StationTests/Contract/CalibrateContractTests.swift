import Foundation
import Testing

/// What decides a calibration, and that nothing else does.
struct CalibrateContractTests {
    static let small = ["--input", "128x128", "--dims", "20"]

    private func files(_ workshop: Workshop) throws -> [String: Data] {
        let folder = workshop.home.appendingPathComponent("calibrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
    }

    @Test("equal parts and settings give the same file, whichever home they go to")
    func determinism() throws {
        let workshops = try (Workshop.calibrated(), Workshop.calibrated())
        let (first, second) = try (files(workshops.0), files(workshops.1))
        #expect(first.count == 1)
        #expect(first == second)
    }

    @Test("done once is done; --force does it again, to the same file")
    func upToDate() throws {
        let workshop = try Workshop.calibrated()
        let before = try files(workshop)
        let again = try workshop.touchstone("calibrate", workshop.parts.path)
        #expect(again.status == 0)
        #expect(again.output.contains("up to date"))
        let forced = try workshop.touchstone("calibrate", "--force", workshop.parts.path)
        #expect(forced.output.contains("calibrated from 12 good parts"))
        #expect(try files(workshop) == before)
    }

    @Test("settings that matter make other calibrations")
    func settings() throws {
        let workshop = try Workshop()
        let channels = workshop.root.appendingPathComponent("channels.json")
        try Data("[7, 3, 11, 40, 2]".utf8).write(to: channels)
        let choices = [
            Self.small, Self.small + ["--epsilon", "0.01"], Self.small + ["--relative-epsilon", "0.5"],
            Self.small + ["--seed", "7"], ["--input", "128x128", "--channels", channels.path],
        ]
        for (index, choice) in choices.enumerated() {
            let made = try workshop.touchstone(["calibrate", workshop.parts.path] + choice)
            #expect(made.status == 0, "\(choice): \(made.errors)")
            #expect(try files(workshop).count == index + 1, "\(choice)")
        }
        // The order of the channels in the file does not matter.
        try Data("[2, 3, 7, 11, 40]".utf8).write(to: channels)
        let sorted = try workshop.touchstone(
            "calibrate", workshop.parts.path, "--input", "128x128", "--channels", channels.path)
        #expect(sorted.output.contains("up to date"))
    }

    @Test(
        "channel lists that cannot be",
        arguments: ["", "{}", "[1, 1]", "[-1]", "[100000]", "[]", "[1.5]", "[\"a\"]", "[1"])
    func badChannels(_ text: String) throws {
        let workshop = try Workshop()
        let channels = workshop.root.appendingPathComponent("channels.json")
        try Data(text.utf8).write(to: channels)
        let refused = try workshop.touchstone("calibrate", workshop.parts.path, "--channels", channels.path)
        #expect(refused.status == 2)
        #expect(refused.errorLines.count == 1, "\(refused.errors)")
        #expect(refused.errors.contains(channels.path))
    }

    @Test(
        "options that are no use are refused as usage",
        arguments: [
            ["--epsilon", "0"], ["--epsilon", "-1"], ["--epsilon", "nan"], ["--relative-epsilon", "inf"],
            ["--dims", "0"],
            ["--epsilon", "1", "--relative-epsilon", "1"], ["--input", "100x100"], ["--detector", "magic"],
        ])
    func badOptions(_ options: [String]) throws {
        let workshop = try Workshop()
        let refused = try workshop.touchstone(["calibrate", workshop.parts.path] + options)
        #expect(refused.status == 64)
        #expect(refused.outputBytes.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: workshop.home.appendingPathComponent("ledger.sqlite").path))
    }
}
