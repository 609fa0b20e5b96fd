import Disk
import Network
import Raster
import TestSupport
import Testing

/// What was learnt, as a backbone; and a backbone, as where learning starts.
struct FoldingTests {
    private static let (width, height, batch) = (64, 48, 3)

    private static func images() -> [Image] {
        (0..<batch).map { k in
            var random = SeededRandom(seed: 40, UInt64(k))
            let pixels = (0..<(3 * width * height)).map { _ in UInt8(random.below(256)) }
            return Image(width: width, height: height, pixels: pixels)
        }
    }

    private static func fill(_ input: UnsafeMutableBufferPointer<Float>, _ normalisation: Architecture.Normalisation) {
        let area = width * height
        for (k, image) in images().enumerated() {
            for i in 0..<(3 * area) {
                let channel = i / area
                let level = Float(image.pixels[3 * (i % area) + channel])
                input[k * 3 * area + i] =
                    (level * normalisation.scale - normalisation.mean[channel]) / normalisation.deviation[channel]
            }
        }
    }

    private static func network(_ architecture: Architecture) throws -> TrainingNetwork {
        let network = try TrainingNetwork(
            LearningNetworks.plan(architecture, width: width, height: height, batch: batch, grid: 1))
        fill(network.input, architecture.normalisation)
        return network
    }

    /// Each tap of the network against the backbone's, image by image.
    private func expectTaps(_ network: TrainingNetwork, of checkpoint: Checkpoint) throws {
        var checkpoint = checkpoint
        checkpoint.digest = SHA256Digest(hashing: checkpoint.safetensors)
        let backbone = try Backbone(
            checkpoint: checkpoint, architecture: network.plan.architecture, width: Self.width, height: Self.height)
        let pass = try ForwardPass(backbone)
        for (sample, image) in Self.images().enumerated() {
            try pass.run(image)
            for k in backbone.taps.indices {
                let expected = pass.withTap(k) { Array($0) }
                let ours = network.tap(k)[(sample * expected.count)..<((sample + 1) * expected.count)]
                let largest = expected.map(abs).max() ?? 0
                #expect(largest > 0)
                let worst = zip(ours, expected).map { abs($0 - $1) }.max() ?? .infinity
                #expect(worst <= 1e-4 * largest, "\(backbone.taps[k].name) of image \(sample): \(worst) of \(largest)")
            }
        }
    }

    private static let architectures = ["tiny", "resnet18", "mobilenet_v2", "efficientnet_lite0"]
    private static func architecture(_ name: String) throws -> Architecture {
        name == "tiny" ? LearningNetworks.tiny : try #require(Architecture.named(name))
    }

    @Test(arguments: architectures)
    func foldedIsWhatWasLearnt(name: String) throws {
        let network = try Self.network(try Self.architecture(name))
        let parameters = LearningNetworks.parameters(network.layout, seed: 11)
        try parameters.withUnsafeBufferPointer { try network.forward($0.baseAddress!) }
        let channels = network.statisticsLength / 2
        let checkpoint = try Checkpoint(
            folding: parameters, runningMean: Array(network.statistics.prefix(channels)),
            runningVariance: Array(network.statistics.suffix(channels)), layout: network.layout, plan: network.plan,
            metadata: ["licence": "mine"])
        #expect(checkpoint.metadata == ["architecture": name, "batchnorm": "folded", "licence": "mine"])
        try expectTaps(network, of: checkpoint)
    }

    @Test(arguments: architectures)
    func adoptedComputesTheSame(name: String) throws {
        let architecture = try Self.architecture(name)
        let network = try Self.network(architecture)
        var random = SeededRandom(seed: 12)
        var tensors: [String: Tensor] = [:]
        for (name, shape) in architecture.tensorShapes {
            let scale = shape.count == 1 ? 0.3 : 1.4 / Float(shape.dropFirst().reduce(1, *)).squareRoot()
            let values = (0..<shape.reduce(1, *)).map { _ in random.normal() * scale }
            tensors[name] = Tensor(shape: shape, values: values)
        }
        let checkpoint = Checkpoint(tensors: tensors)
        let start = try network.parameters(adopting: checkpoint, seed: 1) { _, input in
            Self.fill(input, architecture.normalisation)
        }
        try start.parameters.withUnsafeBufferPointer { try network.forward($0.baseAddress!) }
        try expectTaps(network, of: checkpoint)
        // Folding with the statistics that were found gives the checkpoint back.
        let again = try Checkpoint(
            folding: start.parameters, runningMean: start.means, runningVariance: start.variances,
            layout: network.layout, plan: network.plan)
        try expectTaps(network, of: again)
        // Batches that are all the same pool to one of them.
        let pooled = try network.parameters(adopting: checkpoint, seed: 1, batches: 3) { _, input in
            Self.fill(input, architecture.normalisation)
        }
        try pooled.parameters.withUnsafeBufferPointer { try network.forward($0.baseAddress!) }
        try expectTaps(network, of: checkpoint)
    }

    @Test func adoptingNeedsEveryTensor() throws {
        let network = try Self.network(LearningNetworks.tiny)
        #expect(throws: NetworkError.self) {
            try network.parameters(adopting: Checkpoint(tensors: [:]), seed: 1) { _, _ in }
        }
    }

    @Test func foldingRefusesWhatIsNotFinite() throws {
        let network = try Self.network(LearningNetworks.tiny)
        var parameters = LearningNetworks.parameters(network.layout, seed: 11)
        parameters[5] = .infinity
        let ones = [Float](repeating: 1, count: network.statisticsLength / 2)
        #expect(throws: NetworkError.self) {
            try Checkpoint(
                folding: parameters, runningMean: ones, runningVariance: ones, layout: network.layout,
                plan: network.plan)
        }
    }

    @Test func randomParametersAreAsHeSays() throws {
        let network = try TrainingNetwork(
            LearningNetworks.plan(try #require(Architecture.named("resnet18")), width: 64, height: 64, grid: 1))
        let layout = network.layout
        let parameters = TrainingNetwork.randomParameters(layout, seed: 3)
        #expect(parameters == TrainingNetwork.randomParameters(layout, seed: 3))
        #expect(parameters != TrainingNetwork.randomParameters(layout, seed: 4))
        func deviation(_ name: String) throws -> Float {
            let values = parameters[try #require(layout[name]).range]
            return (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
        }
        // √(2 / (64 · 49)), √(2 / (128 · 9)).
        #expect(abs(try deviation("conv1.weight") / 0.025254 - 1) < 0.05)
        #expect(abs(try deviation("layer2.0.conv1.weight") / 0.041667 - 1) < 0.05)
        #expect(try deviation("conv1.bn.weight") == 1)
        #expect(try deviation("conv1.bn.bias") == 0)
        #expect(abs(try deviation("head.weight") * 27.7128 - 1) < 0.1)
        // A depthwise convolution's outputs see one channel each.
        let light = try TrainingNetwork(
            LearningNetworks.plan(try #require(Architecture.named("mobilenet_v2")), width: 64, height: 64, grid: 1))
        let depthwise = try #require(light.layout["blocks.5.depthwise.weight"])
        let values = TrainingNetwork.randomParameters(light.layout, seed: 3)[depthwise.range]
        let spread = (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
        #expect(abs(spread / (2.0 / 9).squareRoot() - 1) < 0.1)
    }
}
