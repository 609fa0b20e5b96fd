import Network
import SystemPackage
import TestSupport
import Testing

/// Thousands of files with a few bytes changed, cut out or put in: each is read or refused, none ends the process.
struct FuzzTests {
    static let seeds: [(name: String, bytes: [UInt8])] = [
        (
            "safetensors",
            Checkpoint(
                metadata: ["architecture": "x"],
                tensors: ["a": Tensor(shape: [2, 2], values: [1, 2, 3, 4]), "b": Tensor(shape: [1], values: [5])]
            ).safetensors
        ),
        (
            "legacy",
            TorchFixture([
                .floats("a", "1", [1, 2, 3, 4], shape: [2, 2], strides: [1, 2]),
                .floats("b", "2", [5], shape: [1], strides: [1]),
            ]).bytes
        ),
        ("zip", TorchZipTests.fixture().bytes),
    ]

    @Test(arguments: seeds.indices)
    func everyMutationIsReadOrRefused(index: Int) {
        let original = Self.seeds[index].bytes
        var random = Random(seed: 17 + index)
        func below(_ limit: Int) -> Int { min(limit - 1, max(0, Int((random.next() + 1) / 2 * Float(limit)))) }
        var (read, refused) = (0, 0)
        for _ in 0..<6000 {
            var bytes = original
            for _ in 0...below(3) {
                let place = below(bytes.count)
                switch below(6) {
                case 0: bytes[place] = UInt8(below(256))
                case 1: bytes[place] ^= 1 << below(8)
                case 2: bytes[place] = [0, 0xFF, 0x7F, 0x80][below(4)]
                case 3: bytes.insert(UInt8(below(256)), at: place)
                case 4: bytes.remove(at: place)
                default:
                    let other = below(bytes.count)
                    let end = min(bytes.count, other + 1 + below(16))
                    bytes.insert(contentsOf: Array(bytes[other..<end]), at: place)
                }
            }
            do {
                let checkpoint = try Checkpoint.parse(bytes, "fuzz")
                #expect(checkpoint.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
                read += 1
            } catch {
                #expect(!error.description.contains("\n"))
                refused += 1
            }
        }
        // Both happen, or the mutations do not reach what is tested.
        #expect(read > 0 && refused > 3000, "\(Self.seeds[index].name): \(read) read, \(refused) refused")
    }
}
