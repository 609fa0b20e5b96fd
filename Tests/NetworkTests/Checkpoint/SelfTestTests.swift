import Network
import Testing

/// Weights that fit by name and shape and still make no features.
struct SelfTestTests {
    private func native(scale: Float) throws -> (Checkpoint, Architecture) {
        let raw = try ForeignWeights(name: "efficientnet_b0", library: .torchvision).checkpoint(scale: scale)
        return (
            try Checkpoint.imported(as: nil, from: raw, source: "w.pth", licence: "x"),
            try #require(Architecture.named("efficientnet_b0"))
        )
    }

    @Test func soundWeightsPass() throws {
        let (checkpoint, architecture) = try native(scale: 0.05)
        try checkpoint.selfTest(as: architecture, source: "w.pth")
    }

    @Test func overflowIsRefused() throws {
        let (checkpoint, architecture) = try native(scale: 1e9)
        let error = try #require(throws: NetworkError.self) {
            try checkpoint.selfTest(as: architecture, source: "w.pth")
        }
        #expect(error.code == .malformed && error.subject == "w.pth" && error.message.contains("not finite"))
    }

    @Test func silenceIsRefused() throws {
        var (checkpoint, architecture) = try native(scale: 0.05)
        for name in checkpoint.tensors.keys {
            checkpoint.tensors[name]?.values.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
        let error = try #require(throws: NetworkError.self) {
            try checkpoint.selfTest(as: architecture, source: "w.pth")
        }
        #expect(error.message.contains("stage2") && error.message.contains("all the same"))
    }
}
