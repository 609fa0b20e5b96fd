import Disk
import Network
import Raster
import TestSupport
import Testing

/// The forward pass against convolutions written out, on small networks of every kind of layer.
struct BackboneTests {
    @Test(arguments: [1, 2, 3])
    func agreesWithPlainConvolution(seed: Int) throws {
        let network = TinyNetwork(seed: seed)
        let backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 33, height: 18)
        let pass = try ForwardPass(backbone)
        let image = network.image(width: 33, height: 18)
        try pass.run(image)
        for (k, tap) in network.architecture.taps.enumerated() {
            let expected = network.output(of: tap.layer, image: image)
            let shape = backbone.taps[k]
            #expect(shape.height == expected.height && shape.width == expected.width)
            pass.withTap(k) { ours in
                for y in 0..<shape.height {
                    for x in 0..<shape.width {
                        for c in 0..<shape.channels {
                            let want = expected[c, y, x]
                            #expect(
                                abs(ours[(y * shape.width + x) * shape.channels + c] - want) <= 1e-4 * max(1, abs(want))
                            )
                        }
                    }
                }
            }
        }
    }

    @Test func sameInputSameBytes() throws {
        let network = TinyNetwork(seed: 4)
        let backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 32, height: 32)
        let image = network.image(width: 32, height: 32)
        let runs = try (0..<3).map { _ in
            let pass = try ForwardPass(backbone)
            try pass.run(image)
            return pass.withTap(0) { Array($0) }
        }
        #expect(runs[0] == runs[1] && runs[1] == runs[2])
    }

    @Test func refusesInputsSmallerThanAKernel() throws {
        let layer = Architecture.Layer(
            name: "valid",
            operation: .convolution(
                .init(
                    inputChannels: 3, outputChannels: 1, kernel: 3, stride: 1, padding: .symmetric(0), groups: 1,
                    adds: nil, activation: .none)), input: -1)
        let architecture = Architecture(
            name: "valid", normalisation: .lite, layers: [layer],
            taps: [.init(name: "valid", layer: 0, channels: 1, stride: 1)])
        let tensors = [
            "valid.weight": Tensor(shape: [1, 3, 3, 3], values: Array(repeating: 1, count: 27)),
            "valid.bias": Tensor(shape: [1], values: [0]),
        ]
        let checkpoint = Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: []))
        #expect(throws: NetworkError.self) {
            try Backbone(checkpoint: checkpoint, architecture: architecture, width: 2, height: 2)
        }
        _ = try Backbone(checkpoint: checkpoint, architecture: architecture, width: 3, height: 3)
    }
}
