import Disk
import Foundation
import Network
import SystemPackage
import TestSupport
import Testing

/// The state's file: read back to the bit, refused when one byte of it is another.
struct TrainingStateTests {
    static let state = TrainingState(
        steps: 41, terms: ["batch": "2×4", "optimiser": "adam"],
        metadata: ["recipe": "{\"training.sha256\":\"\(String(repeating: "a", count: 64))\"}", "seed": "7"],
        tensors: [
            "parameter.conv.weight": Tensor(
                shape: [2, 2], values: [0.1, -0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]),
            "running.mean": Tensor(shape: [1], values: [3]),
        ])

    @Test func comesBackToTheBit() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            try Self.state.write(to: path)
            let back = try TrainingState.read(from: path)
            #expect(back.steps == 41 && back.terms == Self.state.terms && back.metadata == Self.state.metadata)
            for (name, tensor) in Self.state.tensors {
                #expect(back.tensors[name]?.values.map(\.bitPattern) == tensor.values.map(\.bitPattern), "\(name)")
            }
            #expect(back.bytes == Self.state.bytes)
            // Other programs read it as well.
            #expect(try Checkpoint.readSafetensors(path).tensors == Self.state.tensors)
        }
    }

    @Test func oneOtherByteIsRefused() throws {
        let bytes = Self.state.bytes
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            for place in stride(from: 0, to: bytes.count, by: 5) {
                var damaged = bytes
                damaged[place] ^= 0x10
                try Data(damaged).write(to: URL(fileURLWithPath: path.string))
                let error = try #require(throws: NetworkError.self, "byte \(place)") {
                    try TrainingState.read(from: path)
                }
                #expect(error.code == .malformed && error.subject == path.printable, "byte \(place)")
            }
        }
    }

    @Test func tornFilesAreRefused() throws {
        let bytes = Self.state.bytes
        let torn: [[UInt8]] = [
            [], Array(bytes.prefix(7)), Array(bytes.prefix(200)), bytes.dropLast(), bytes + [0],
            Array(repeating: 0, count: bytes.count),
            Array(bytes.prefix(bytes.count - 16)) + Array(repeating: 0, count: 16),
        ]
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            for (index, bytes) in torn.enumerated() {
                try path.writeAtomically(bytes)
                let error = try #require(throws: NetworkError.self, "\(index)") { try TrainingState.read(from: path) }
                #expect(error.code == .malformed, "\(index)")
            }
            let missing = try #require(throws: NetworkError.self) {
                try TrainingState.read(from: folder.appending("none"))
            }
            #expect(missing.code == .disk)
        }
    }

    @Test func otherCheckpointsAreNoStates() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("weights.safetensors")
            try Checkpoint(tensors: Self.state.tensors).writeSafetensors(to: path)
            let error = try #require(throws: NetworkError.self) { try TrainingState.read(from: path) }
            #expect(error.message.contains("no state of a training"))
        }
    }

    @Test func nothingThatIsNoNumberReplacesAGoodState() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            try Self.state.write(to: path)
            var bad = Self.state
            bad.tensors["running.mean"] = Tensor(shape: [1], values: [.nan])
            let error = try #require(throws: NetworkError.self) { try bad.write(to: path) }
            #expect(error.code == .notFinite)
            #expect(try TrainingState.read(from: path).steps == 41)
        }
    }

    @Test("a full disk keeps the last good state", .enabled(if: Self.canMount, "needs rights to mount a tmpfs"))
    func fullDisk() throws {
        try withTemporaryFolder { folder in
            #expect(Self.shell("mount -t tmpfs -o size=64k tmpfs \"$1\"", folder))
            defer { _ = Self.shell("umount \"$1\"", folder) }
            let path = folder.appending("state.safetensors")
            try Self.state.write(to: path)
            var large = Self.state
            large.tensors["more"] = Tensor(shape: [100_000], values: Array(repeating: 1, count: 100_000))
            let error = try #require(throws: NetworkError.self) { try large.write(to: path) }
            #expect(error.code == .disk && error.message.contains("the disk is full"))
            #expect(try TrainingState.read(from: path).bytes == Self.state.bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string) == ["state.safetensors"])
        }
    }

    static let canMount: Bool = {
        guard
            (try? withTemporaryFolder({ folder in
                guard shell("mount -t tmpfs -o size=64k tmpfs \"$1\" && umount \"$1\"", folder) else {
                    throw Errno.notPermitted
                }
            })) != nil
        else { return false }
        return true
    }()

    /// Whether `script` ends well with `folder` as its `$1`.
    static func shell(_ script: String, _ folder: FilePath) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder.string]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
