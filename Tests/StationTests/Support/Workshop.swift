import Foundation
import TestSupport

/// A home of its own, and a small category cut from sample-data. The backbone is the one that the program brings.
final class Workshop {
    /// The shipped trunk as a file.
    static let backbone = Golden.repository.appendingPathComponent(
        "Sources/CShippedTrunk/weights/touchstone.safetensors")
    static let sampleData = Golden.repository.appendingPathComponent("sample-data")

    let root: URL
    let home: URL
    /// A folder with one category, `part`: 12 good parts to learn from, 4 good and 4 defective ones to inspect.
    let parts: URL
    var category: URL { parts.appendingPathComponent("part") }
    static let partCount = 8

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        home = root.appendingPathComponent("home")
        parts = root.appendingPathComponent("parts")
        let files = FileManager.default
        try files.createDirectory(at: home, withIntermediateDirectories: true)
        try copy(12, "train/good")
        for label in ["good", "dent"] { try copy(4, "test/\(label)") }
        try copy(4, "ground_truth/dent")
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// A workshop whose category is calibrated.
    static func calibrated(_ options: String...) throws -> Workshop {
        let workshop = try Workshop()
        let made = try workshop.touchstone(["calibrate", workshop.parts.path] + options)
        guard made.status == 0 else { throw NotCalibrated(errors: made.errors) }
        return workshop
    }

    struct NotCalibrated: Error { let errors: String }

    /// Copies the first files of a folder of the sample flange.
    private func copy(_ count: Int, _ place: String) throws {
        let files = FileManager.default
        let source = Self.sampleData.appendingPathComponent("flange/\(place)")
        let target = category.appendingPathComponent(place)
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: source.path).sorted().prefix(count) {
            try files.copyItem(at: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
        }
    }

    /// The parts to inspect, in the order in which the program lists them.
    var inspected: [String] {
        get throws {
            let test = category.appendingPathComponent("test")
            return try FileManager.default.subpathsOfDirectory(atPath: test.path)
                .filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") }.sorted()
                .map { test.appendingPathComponent($0).path }
        }
    }

    func touchstone(_ arguments: String..., input: Data? = nil, lifetime: Double? = nil) throws -> Command {
        try touchstone(arguments, input: input, lifetime: lifetime)
    }

    /// Runs the program with this home, in the workshop's folder.
    func touchstone(
        _ arguments: [String], environment: [String: String] = [:], input: Data? = nil, lifetime: Double? = nil
    ) throws -> Command {
        try Command.run(
            Command.touchstone, arguments + ["--home", home.path],
            environment: environment.merging(["USER": "tester"]) { _, fixed in fixed }, input: input, folder: root,
            lifetime: lifetime)
    }

    /// The same, beside the tests.
    func started(_ arguments: [String]) throws -> RunningCommand {
        try RunningCommand(
            Command.touchstone, arguments + ["--home", home.path], environment: ["USER": "tester"], folder: root)
    }

    /// The command line that opens the station, for a shell in a terminal.
    func stationCommand(_ options: [String] = []) -> String {
        ([Command.touchstone, parts.path, "--home", home.path] + options).map(Command.quoted).joined(separator: " ")
    }

    /// The bytes of a file in the home; empty where there is none.
    func stored(_ name: String) -> Data {
        (try? Data(contentsOf: home.appendingPathComponent(name))) ?? Data()
    }
}
