import Foundation
import TestSupport

/// A home of its own with the default backbone, and a small category cut from sample-data.
struct Workshop {
    /// The default backbone as `make` has fetched it.
    static let backbone = Golden.repository.appendingPathComponent(".build/backbones/efficientnet_lite1.safetensors")
    static let sampleData = Golden.repository.appendingPathComponent("sample-data")

    static var isReady: Bool {
        FileManager.default.fileExists(atPath: backbone.path) && FileManager.default.fileExists(atPath: sampleData.path)
    }

    let root: URL
    let home: URL
    /// A folder with one category, `part`: 12 good parts to learn from, 4 good and 4 defective ones to inspect.
    let parts: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        home = root.appendingPathComponent("home")
        parts = root.appendingPathComponent("parts")
        let files = FileManager.default
        try files.createDirectory(at: home.appendingPathComponent("backbones"), withIntermediateDirectories: true)
        try files.copyItem(
            at: Self.backbone, to: home.appendingPathComponent("backbones/efficientnet_lite1.safetensors"))
        let source = try Self.category()
        try copy(12, from: source.appendingPathComponent("train/good"), to: "train/good")
        try copy(4, from: source.appendingPathComponent("test/good"), to: "test/good")
        let labels = try files.contentsOfDirectory(atPath: source.appendingPathComponent("test").path).sorted()
        let label = labels.first { $0 != "good" } ?? "good"
        try copy(4, from: source.appendingPathComponent("test/\(label)"), to: "test/\(label)")
        try copy(4, from: source.appendingPathComponent("ground_truth/\(label)"), to: "ground_truth/\(label)")
    }

    /// The first category of sample-data.
    private static func category() throws -> URL {
        let names = try FileManager.default.contentsOfDirectory(atPath: sampleData.path).sorted()
        let name = names.first {
            FileManager.default.fileExists(atPath: sampleData.appendingPathComponent("\($0)/train/good").path)
        }
        return sampleData.appendingPathComponent(name ?? "")
    }

    private func copy(_ count: Int, from source: URL, to place: String) throws {
        let files = FileManager.default
        let target = parts.appendingPathComponent("part/\(place)")
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: source.path).sorted().prefix(count) {
            try files.copyItem(at: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
        }
    }

    func remove() { try? FileManager.default.removeItem(at: root) }

    func touchstone(_ arguments: String..., input: Data? = nil) throws -> Command {
        try Command.run(
            Command.touchstone, arguments, environment: ["TOUCHSTONE_HOME": home.path, "USER": "tester"], input: input)
    }
}
