import Disk
import Network
import SystemPackage
import TestSupport
import Testing

/// Checkpoints in half precision: half the bytes, and the same bytes again when they are read and written.
@Suite struct HalfPrecisionTests {
    let path = FilePath("half.safetensors")

    @Test func roundsOnceAndNeverAgain() throws {
        let whole = Checkpoint(
            metadata: ["source": "made here"],
            tensors: ["a": Tensor(shape: [5], values: [1, 0.1, -65504, 6e-8, 3.000_123])])
        let half = try #require(whole.inHalfPrecision)
        let bytes = half.safetensors
        #expect(bytes.count < whole.safetensors.count)
        let back = try Checkpoint.parse(bytes, path)
        #expect(back.storage == .half)
        #expect(back.tensors == half.tensors)
        #expect(back.safetensors == bytes)
        for (rounded, exact) in zip(
            try #require(half.tensors["a"]).values, [1, 0.1, -65504, 6e-8, 3.000_123] as [Float])
        {
            #expect(abs(rounded - exact) <= max(abs(exact) / 2048, 0x1p-25))
        }
    }

    @Test("numbers that it does not have are not written", arguments: [Float(65520), 1e6, -.infinity, .nan])
    func tooLarge(_ value: Float) {
        #expect(Checkpoint(tensors: ["a": Tensor(shape: [1], values: [value])]).inHalfPrecision == nil)
    }

    @Test func anImportKeepsTheBytes() throws {
        let architecture = try #require(Architecture.named("mobilenet_v2"))
        var tensors: [String: Tensor] = [:]
        var random = Random(seed: 3)
        for (name, shape) in architecture.tensorShapes {
            tensors[name] = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in random.next() })
        }
        let half = try #require(
            Checkpoint(metadata: ["architecture": architecture.name], tensors: tensors).inHalfPrecision)
        let raw = try Checkpoint.parse(half.safetensors, path)
        let imported = try Checkpoint.imported(as: nil, from: raw, source: "half", licence: "none")
        #expect(imported.storage == .half)
        #expect(imported.digest == raw.digest)
    }
}
