import Foundation
import Network
import SystemPackage

/// Reference values made by an independent implementation, and the real parts and weights beside them. They stand in a
/// folder `shared` next to the clone and are never part of it; tests that need them say so and skip where it is absent.
public struct Golden: Sendable {
    /// `../shared` beside the repository; `nil` where there is none.
    public static let shared: URL? = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        let shared = folder.deletingLastPathComponent().appendingPathComponent("shared")
        return FileManager.default.fileExists(atPath: shared.path) ? shared : nil
    }()

    public static var isPresent: Bool { shared != nil }

    /// The repository's own folder.
    public static let repository: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// EfficientNet-Lite0, as `make test` fetches it; `nil` where it could not be had.
    public static let lite0 = existing(
        repository.appendingPathComponent(".build/backbones/efficientnet_lite0.safetensors"))
    /// Whether `lite0` goes as far as its head; one that was made by an older program ends at the last tap.
    public static let hasEveryLevel: Bool = {
        guard let lite0, let checkpoint = try? Checkpoint.readSafetensors(FilePath(lite0.path)),
            let architecture = Architecture.named("efficientnet_lite0")
        else { return false }
        return architecture.atLevels(of: checkpoint).missingLevels.isEmpty
    }()
    /// ResNet-18's trunk.
    public static let resNet18 = shared.flatMap {
        existing($0.appendingPathComponent("weights/resnet18-imagenet1k-v1-trunk.safetensors"))
    }

    private static func existing(_ file: URL) -> URL? {
        FileManager.default.fileExists(atPath: file.path) ? file : nil
    }

    public let metadata: [String: String]
    private let entries: [String: Entry]
    private let data: Data

    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    public struct Missing: Error { let name: String }

    /// Reads `reference/<name>.safetensors`.
    public init(_ name: String) throws {
        guard let shared = Self.shared else { throw Missing(name: "shared") }
        let all = try Data(contentsOf: shared.appendingPathComponent("reference/\(name).safetensors"))
        let length = Int(all.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = all.subdata(in: 8..<(8 + length))
        let object = try JSONSerialization.jsonObject(with: header) as? [String: Any] ?? [:]
        metadata = object["__metadata__"] as? [String: String] ?? [:]
        let rest = object.filter { $0.key != "__metadata__" }
        entries = try JSONDecoder().decode(
            [String: Entry].self, from: try JSONSerialization.data(withJSONObject: rest))
        data = all.subdata(in: (8 + length)..<all.count)
    }

    /// The JSON beside it.
    public static func json(_ name: String) throws -> [String: Any] {
        guard let shared = Self.shared else { throw Missing(name: "shared") }
        let data = try Data(contentsOf: shared.appendingPathComponent("reference/\(name).json"))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    public var names: [String] { entries.keys.sorted() }

    public func shape(_ name: String) throws -> [Int] {
        guard let entry = entries[name] else { throw Missing(name: name) }
        return entry.shape
    }

    public func floats(_ name: String) throws -> [Float] { try values(name, "F32") }
    public func doubles(_ name: String) throws -> [Double] { try values(name, "F64") }
    public func integers(_ name: String) throws -> [Int] { try values(name, "I64") }
    public func integers32(_ name: String) throws -> [Int32] { try values(name, "I32") }
    public func bytes(_ name: String) throws -> [UInt8] { try values(name, "U8") }

    private func values<Value>(_ name: String, _ type: String) throws -> [Value] {
        guard let entry = entries[name], entry.dtype == type else { throw Missing(name: name) }
        let count = entry.shape.reduce(1, *)
        return data.withUnsafeBytes { raw in
            (0..<count).map {
                raw.loadUnaligned(
                    fromByteOffset: entry.data_offsets[0] + $0 * MemoryLayout<Value>.stride, as: Value.self)
            }
        }
    }
}
