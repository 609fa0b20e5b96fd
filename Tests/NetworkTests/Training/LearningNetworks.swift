import Network

/// Networks and numbers that tests of training share.
enum LearningNetworks {
    /// Every kind of layer that can be trained: strided with lopsided zeros, depthwise of both sizes, residual (one adds
    /// what it reads), pooled, every activation, and channels that fill no vector.
    static let tiny: Architecture = {
        func convolution(
            _ name: String, _ input: Int, _ from: Int, _ to: Int, _ kernel: Int, stride: Int = 1,
            padding: Architecture.Padding = .same, groups: Int = 1, adds: Int? = nil,
            _ activation: Architecture.Activation
        ) -> Architecture.Layer {
            .init(
                name: name,
                operation: .convolution(
                    .init(
                        inputChannels: from, outputChannels: to, kernel: kernel, stride: stride, padding: padding,
                        groups: groups, adds: adds, activation: activation)), input: input)
        }
        let layers: [Architecture.Layer] = [
            convolution("stem", -1, 3, 8, 3, stride: 2, .relu6),
            convolution("depthwise", 0, 8, 8, 5, groups: 8, .swish),
            convolution("project", 1, 8, 8, 1, adds: 0, .none),
            .init(name: "pool", operation: .maxPool(kernel: 3, stride: 2, padding: 1), input: 2),
            convolution("block", 3, 8, 8, 3, padding: .symmetric(1), adds: 3, .relu),
            convolution("shortcut", 4, 8, 24, 1, stride: 2, .none),
            convolution("expand", 4, 8, 24, 1, .swish),
            convolution("strided", 6, 24, 24, 3, stride: 2, groups: 24, .relu6),
            convolution("join", 7, 24, 24, 3, padding: .symmetric(1), adds: 5, .swish),
            convolution("last", 8, 24, 20, 3, padding: .symmetric(1), .relu),
        ]
        return Architecture(
            name: "tiny", normalisation: .lite, layers: layers,
            taps: [
                .init(name: "first", layer: 2, channels: 8, stride: 2),
                .init(name: "second", layer: 4, channels: 8, stride: 4),
                .init(name: "third", layer: 9, channels: 20, stride: 8),
            ])
    }()

    static func plan(
        _ architecture: Architecture = tiny, width: Int = 22, height: Int = 26, batch: Int = 3, grid: Int = 2,
        outputs: Int = 5, precision: Precision = .f32
    ) -> TrainingPlan {
        TrainingPlan(
            architecture: architecture, head: .init(outputs: outputs, grid: grid), width: width, height: height,
            batch: batch, precision: precision)
    }

    /// Gammas and betas off their start, so that a wrong use of either shows.
    /// - Parameter beta: at 3 hardly any number is near the kinks of ReLU and ReLU6, across which differences tell nothing
    ///   of derivatives and rounding changes who passes a gradient on.
    static func parameters(_ layout: ParameterLayout, seed: UInt64, beta: Float = 0) -> [Float] {
        var parameters = TrainingNetwork.randomParameters(layout, seed: seed)
        var random = SeededRandom(seed: seed, 99)
        for entry in layout.entries where entry.shape.count == 1 {
            for i in entry.range { parameters[i] += random.uniform(in: -0.4...0.4) }
            if entry.name.hasSuffix(".bn.bias") { for i in entry.range { parameters[i] += beta } }
        }
        return parameters
    }

    static func normals(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in random.normal() }
    }
}

extension TrainingNetwork {
    /// Fills the input with normal numbers.
    func fillInput(seed: UInt64) { _ = input.update(fromContentsOf: LearningNetworks.normals(input.count, seed: seed)) }

    /// The gradient of the loss that weighs outputs and features by normal numbers.
    func gradientOfWeightedSum(_ parameters: [Float], seed: UInt64) throws -> [Float] {
        var gradient = [Float](repeating: .nan, count: layout.count)
        try parameters.withUnsafeBufferPointer { parameters in
            try forward(parameters.baseAddress!)
            let (ofOutputs, ofFeatures) = weights(seed: seed)
            _ = outputGradient.update(fromContentsOf: ofOutputs)
            _ = featureGradient.update(fromContentsOf: ofFeatures)
            try gradient.withUnsafeMutableBufferPointer {
                try backward(parameters.baseAddress!, into: $0.baseAddress!)
            }
        }
        return gradient
    }

    func weights(seed: UInt64) -> (outputs: [Float], features: [Float]) {
        (
            LearningNetworks.normals(outputs.count, seed: seed),
            LearningNetworks.normals(features.count, seed: seed + 1)
        )
    }
}
