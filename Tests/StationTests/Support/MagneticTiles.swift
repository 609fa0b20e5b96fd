import Foundation
import TestSupport
import Testing

/// Real parts, outside the repository.
enum MagneticTiles {
    static let folder = Golden.shared?.appendingPathComponent("datasets/mtd")
    static var arePresent: Bool { folder.map { FileManager.default.fileExists(atPath: $0.path) } ?? false }
    static let labels = ["blowhole", "break", "crack", "fray", "uneven", "good"]

    /// Makes a category of links to the first tiles.
    static func line(_ name: String, in lines: URL, learning: Int, inspecting: Int) throws {
        let folder = lines.appendingPathComponent(name)
        try link(try pictures("train/good").suffix(learning), in: folder.appendingPathComponent("train/good"))
        var rest = inspecting
        for label in labels {
            let chosen = try pictures("test/\(label)").prefix(rest)
            rest -= chosen.count
            try link(chosen, in: folder.appendingPathComponent("test/\(label)"))
        }
        try #require(rest == 0)
    }

    /// The pictures of a folder, by name.
    static func pictures(_ place: String) throws -> [URL] {
        let folder = try #require(folder).appendingPathComponent(place)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jpg") }
            .sorted().map { folder.appendingPathComponent($0) }
    }

    private static func link(_ files: some Sequence<URL>, in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Numbers, so that the screen shows names whole.
        for (index, file) in files.enumerated() {
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent("\(1000 + index).jpg"),
                withDestinationURL: file.resolvingSymlinksInPath())
        }
    }
}
