extension Architecture {
    /// Every trunk that checkpoints can be imported for, in the order in which they are listed.
    public static let all: [Architecture] =
        [.resnet18, .resnet34, .resnet50, .wideResnet50, .mobilenetV2]
        + efficientnetScales.map { .efficientnet("efficientnet_\($0)", width: $1, depth: $2) }
        + efficientnetScales.map { .efficientnet("tf_efficientnet_\($0)", width: $1, depth: $2, isSame: true) }
        + [
            .efficientnetLite("efficientnet_lite0", width: 1.0, depth: 1.0),
            .efficientnetLite("efficientnet_lite1", width: 1.0, depth: 1.1),
            .efficientnetLite("efficientnet_lite2", width: 1.1, depth: 1.2),
        ]

    /// Widths and depths of EfficientNet's family.
    private static let efficientnetScales: [(name: String, width: Double, depth: Double)] = [
        ("b0", 1.0, 1.0), ("b1", 1.0, 1.1), ("b2", 1.1, 1.2), ("b3", 1.2, 1.4), ("b4", 1.4, 1.8),
    ]

    /// The architecture that checkpoints and `--backbone` call `name`; `nil` when there is none.
    public static func named(_ name: String) -> Architecture? {
        all.first { $0.name == name }
    }

    /// The tensors that a native checkpoint of this architecture must have, in order of computation: name and shape.
    public var tensorShapes: [(name: String, shape: [Int])] {
        layers.flatMap { layer in layer.tensorShapes.map { ("\(layer.name).\($0.name)", $0.shape) } }
    }

    /// Numbers that a checkpoint of this architecture holds up to the last tap, weights and biases.
    public var parameters: Int {
        tensorShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }
}

extension Architecture.Convolution {
    /// (out, in / groups, kernel, kernel).
    public var weightShape: [Int] { [outputChannels, inputChannels / groups, kernel, kernel] }
}

extension Architecture.Layer {
    /// The layer's own tensors, without its name before theirs.
    var tensorShapes: [(name: String, shape: [Int])] {
        switch operation {
        case .maxPool: []
        case .convolution(let convolution):
            [("weight", convolution.weightShape), ("bias", [convolution.outputChannels])]
        case .excitation(let excitation):
            [
                ("reduce.weight", [excitation.squeezed, excitation.channels, 1, 1]),
                ("reduce.bias", [excitation.squeezed]),
                ("expand.weight", [excitation.channels, excitation.squeezed, 1, 1]),
                ("expand.bias", [excitation.channels]),
            ]
        }
    }
}
