import Disk
import Foundation
import Network
import SystemPackage
import TestSupport
import Testing

/// Safetensors: written and read back, and refused when they are not what they say.
struct SafetensorsTests {
    static let path = FilePath("weights.safetensors")

    static func file(_ header: String, data: Int = 0) -> [UInt8] {
        ZipFixture.little(UInt64(header.utf8.count)) + Array(header.utf8) + Array(repeating: 0, count: data)
    }

    @Test func readsBackWhatWasWritten() throws {
        let checkpoint = Checkpoint(
            metadata: ["source": "a \"quoted\" \\ word\n\u{1B} é 🙂", "architecture": "tiny"],
            tensors: [
                "b": Tensor(shape: [2, 1, 2], values: [1, -0.5, .leastNonzeroMagnitude, 3e38]),
                "a/ä": Tensor(shape: [], values: [7]), "empty": Tensor(shape: [0, 4], values: []),
            ])
        let bytes = checkpoint.safetensors
        let back = try Checkpoint.parse(bytes, Self.path)
        #expect(back.tensors == checkpoint.tensors && back.metadata == checkpoint.metadata)
        #expect(back.digest == SHA256Digest(hashing: bytes))
        #expect(back.safetensors == bytes, "same tensors, same bytes")
        #expect(bytes[0].isMultiple(of: 8))
    }

    @Test func writesFilesWithTheirDigest() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("x.safetensors")
            let digest = try Checkpoint(tensors: ["a": Tensor(shape: [1], values: [1])]).writeSafetensors(to: path)
            #expect(try Checkpoint.readSafetensors(path).digest == digest)
            let error = try #require(throws: NetworkError.self) {
                try Checkpoint(tensors: [:]).writeSafetensors(to: folder.appending("none/x.safetensors"))
            }
            #expect(error.code == .disk)
        }
    }

    @Test func convertsEveryKindOfWeight() throws {
        let header =
            #"{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"#
            + #""h":{"dtype":"F16","shape":[1],"data_offsets":[8,10]},"#
            + #""b":{"dtype":"BF16","shape":[1],"data_offsets":[10,12]},"#
            + #""n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}"#
        var bytes = Self.file(header)
        bytes += ZipFixture.little((0.5).bitPattern) + [0x00, 0x3C] + [0x80, 0xBF] + Array(repeating: 1, count: 8)
        let checkpoint = try Checkpoint.parse(bytes, Self.path)
        #expect(checkpoint.tensors.mapValues(\.values) == ["d": [0.5], "h": [1], "b": [-1]])
    }

    static let damaged: [(String, [UInt8])] = [
        ("no header", [1, 0, 0, 0, 0, 0, 0, 0]),
        ("header longer than the file", ZipFixture.little(UInt64(1000)) + Array("{}".utf8)),
        ("header of all memory", ZipFixture.little(UInt64.max) + Array("{}".utf8)),
        ("header not ended", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, data: 4)),
        ("more after the header", file("{} {}")),
        ("nested", file(String(repeating: #"{"a":"#, count: 100_000))),
        (
            "name twice",
            file(
                #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
                    + #""a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#
            )
        ),
        ("key twice", file(#"{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#)),
        ("unknown key", file(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"run":1}}"#)),
        ("unknown type", file(#"{"a":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}"#, data: 1)),
        ("no shape", file(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4)),
        ("shape and bytes differ", file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, data: 4)),
        ("shape overflows", file(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#)),
        ("negative", file(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, data: 4)),
        ("fraction", file(#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, data: 4)),
        (
            "number too long",
            file(#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, data: 4)
        ),
        ("past the end", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: 3)),
        ("after the end", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: 5)),
        ("backwards", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, data: 4)),
        ("gap", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, data: 8)),
        (
            "overlap",
            file(
                #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
                    + #""b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#,
                data: 6)
        ),
        ("metadata is a number", file(#"{"__metadata__":{"a":1}}"#)),
        ("half a surrogate", file(#"{"__metadata__":{"a":"\ud800"}}"#)),
        ("control character", file("{\"__metadata__\":{\"a\":\"\u{01}\"}}")),
        ("trailing comma", file(#"{"__metadata__":{},}"#)),
    ]

    @Test(arguments: damaged.indices)
    func refusesDamage(index: Int) throws {
        let (what, bytes) = Self.damaged[index]
        let error = try #require(throws: NetworkError.self, "\(what)") { try Checkpoint.parse(bytes, Self.path) }
        #expect(error.code == .malformed)
        #expect(error.subject == "weights.safetensors" && !error.description.contains("\n"))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func namesTheTensorThatIsNotFinite(value: Float) throws {
        let bytes = Checkpoint(tensors: ["conv1.weight": Tensor(shape: [2], values: [0, value])]).safetensors
        let error = try #require(throws: NetworkError.self) { try Checkpoint.parse(bytes, Self.path) }
        #expect(error.message.contains("conv1.weight"))
    }

    @Test func namesTheFileThatIsMissing() throws {
        let error = try #require(throws: NetworkError.self) { try Checkpoint.read("no/such\u{1B}file") }
        #expect(error.code == .disk && error.subject == "no/such\\x1Bfile")
    }

    @Test(.enabled(if: Golden.isPresent, "needs ../shared"))
    func readsTheRealTrunk() throws {
        let file = try #require(Golden.shared).appendingPathComponent(
            "weights/resnet18-imagenet1k-v1-trunk.safetensors")
        let checkpoint = try Checkpoint.read(FilePath(file.path))
        #expect(checkpoint.tensors.values.reduce(0) { $0 + $1.values.count } == 2_780_544)
        #expect(checkpoint.digest == SHA256Digest(hashing: Array(try Data(contentsOf: file))))
        let imported = try Checkpoint.imported(as: nil, from: checkpoint, source: "trunk", licence: "none stated")
        #expect(imported.tensors == checkpoint.tensors && imported.digest == checkpoint.digest)
        #expect(imported.metadata["architecture"] == "resnet18" && imported.metadata["taps"] == "layer1 layer2 layer3")
        #expect(imported.metadata["input"] == checkpoint.metadata["input"])
    }
}

func withTemporaryFolder(_ body: (FilePath) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("checkpoints-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(FilePath(folder.path))
}
