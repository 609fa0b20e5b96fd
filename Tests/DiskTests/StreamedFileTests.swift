import Disk
import Foundation
import SystemPackage
import Testing

struct StreamedFileTests {
    private func withFolder(_ body: (FilePath) throws -> Void) throws {
        let folder = FilePath(NSTemporaryDirectory()).appending("streamed-\(UInt32.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        try folder.makeFolder()
        try body(folder)
    }

    private func write(_ text: String, _ file: StreamedFile) throws {
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    }

    @Test func standsUnderItsNameOnlyWhenItIsWhole() throws {
        try withFolder { folder in
            let path = folder.appending("f")
            let file = try StreamedFile(in: folder)
            try write("touch", file)
            try write("stone", file)
            #expect(path.kind == .missing && file.temporary.kind == .file)
            let mapped = try file.map()
            #expect(mapped.withBytes(Array.init) == Array("touchstone".utf8))
            try file.publish(as: path)
            #expect(path.kind == .file && file.temporary.kind == .missing)
            #expect(try path.readAll() == Array("touchstone".utf8))
            #expect(mapped.withBytes(Array.init) == Array("touchstone".utf8))
        }
    }

    @Test func droppedOrRefusedItLeavesNothing() throws {
        try withFolder { folder in
            let link = folder.appending("link")
            try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "elsewhere")
            do {
                let file = try StreamedFile(in: folder)
                try write("x", file)
                let error = #expect(throws: DiskError.self) { try file.publish(as: link) }
                #expect(error?.code == .notAFile)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string) == ["link"])
        }
    }

    @Test func mapsRegularFilesOnly() throws {
        try withFolder { folder in
            #expect(throws: DiskError.self) { try MappedFile(folder) }
            #expect(throws: DiskError.self) { try MappedFile(folder.appending("missing")) }
            let pipe = folder.appending("pipe")
            #expect(pipe.withPlatformString { mkfifo($0, 0o600) } == 0)
            let error = #expect(throws: DiskError.self) { try MappedFile(pipe) }
            #expect(error?.code == .notAFile)
            let empty = folder.appending("empty")
            try empty.writeAtomically([])
            #expect(try MappedFile(empty).withBytes(\.isEmpty))
            let large = folder.appending("large")
            try large.writeAtomically([1, 2, 3])
            #expect(throws: DiskError.self) { try MappedFile(large, limit: 2) }
            #expect(try MappedFile(large).withBytes(Array.init) == [1, 2, 3])
        }
    }

    /// A mapped file that is replaced stays what it was for whoever reads it.
    @Test func replacingAFileLeavesItsReadersAlone() throws {
        try withFolder { folder in
            let path = folder.appending("f")
            try path.writeAtomically([1, 2, 3])
            let mapped = try MappedFile(path)
            try path.writeAtomically([4, 5])
            #expect(mapped.withBytes(Array.init) == [1, 2, 3])
        }
    }

    @Test func spillsWithoutAName() throws {
        try withFolder { folder in
            let spill = try SpillFile(in: folder)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string).isEmpty)
            try Array("abcdef".utf8).withUnsafeBytes { try spill.write($0, at: 10) }
            var back = [UInt8](repeating: 0, count: 3)
            try back.withUnsafeMutableBytes { try spill.read(at: 12, into: $0) }
            #expect(back == Array("cde".utf8))
            #expect(throws: DiskError.self) { try back.withUnsafeMutableBytes { try spill.read(at: 14, into: $0) } }
        }
    }

    /// FIPS 180-4's own example, and any division into pieces.
    @Test func hashesPieceByPiece() {
        let bytes = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        for piece in [1, 7, 56] {
            let stream = SHA256Stream()
            for start in stride(from: 0, to: bytes.count, by: piece) {
                bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { stream.add($0) }
            }
            #expect(
                stream.finish().description == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        }
    }
}
