import Network
import SystemPackage
import Testing

/// PyTorch's zip format.
struct TorchZipTests {
    static let entry = TorchFixture.Entry.floats("a", "0", [1, 2, 3, 4], shape: [2, 2], strides: [1, 2])
    static let path = FilePath("weights.pt")

    static func fixture(_ pickle: [UInt8] = TorchFixture([entry]).pickle, data: [UInt8] = entry.data) -> ZipFixture {
        ZipFixture(entries: [
            ("archive/data.pkl", pickle), ("archive/byteorder", Array("little".utf8)), ("archive/data/0", data),
            ("archive/version", Array("3\n".utf8)),
        ])
    }

    @Test func readsStoredEntries() throws {
        let checkpoint = try Checkpoint.parse(Self.fixture().bytes, Self.path)
        #expect(checkpoint.tensors == ["a": Tensor(shape: [2, 2], values: [1, 3, 2, 4])])
    }

    @Test func refusesDamage() throws {
        let bytes = Self.fixture().bytes
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: NetworkError.self) { try Checkpoint.parse(Array(bytes[..<length]), Self.path) }
        }
        // One bit of a number: the checksum notices.
        var flipped = bytes
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Self.entry.data) })
        flipped[place] ^= 1
        let error = try #require(throws: NetworkError.self) { try Checkpoint.parse(flipped, Self.path) }
        #expect(error.message.contains("archive/data/0"))
    }

    @Test func refusesWhatItDoesNotRead() throws {
        var compressed = Self.fixture()
        compressed.method = 8
        #expect(throws: NetworkError.self) { try Checkpoint.parse(compressed.bytes, Self.path) }
        var big = Self.fixture()
        big.entries[1].data = Array("big".utf8)
        #expect(throws: NetworkError.self) { try Checkpoint.parse(big.bytes, Self.path) }
        #expect(throws: NetworkError.self) { try Checkpoint.parse(Self.fixture(data: [0]).bytes, Self.path) }
        var twice = Self.fixture()
        twice.entries.append(twice.entries[2])
        #expect(throws: NetworkError.self) { try Checkpoint.parse(twice.bytes, Self.path) }
        let other = ZipFixture(entries: [("readme.txt", [1, 2, 3])])
        #expect(throws: NetworkError.self) { try Checkpoint.parse(other.bytes, Self.path) }
    }

    @Test func refusesToRunAnything() throws {
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.parse(Self.fixture(TorchTests.attacks[0].1).bytes, Self.path)
        }
        #expect(error.code == .unsafe && error.message.contains("posix.system"))
    }
}
