extension Architecture {
    /// Every trunk that checkpoints can be imported for, in the order in which they are listed.
    public static let all: [Architecture] = [
        .resnet18,
        .efficientnetLite("efficientnet_lite0", width: 1.0, depth: 1.0),
        .efficientnetLite("efficientnet_lite1", width: 1.0, depth: 1.1),
        .efficientnetLite("efficientnet_lite2", width: 1.1, depth: 1.2),
    ]

    /// The architecture that checkpoints and `--backbone` call `name`; `nil` when there is none.
    public static func named(_ name: String) -> Architecture? {
        all.first { $0.name == name }
    }

    /// The tensors of a native checkpoint of this architecture, in order of computation: name and shape.
    public var tensorShapes: [(name: String, shape: [Int])] {
        layers.flatMap { layer -> [(name: String, shape: [Int])] in
            guard case .convolution(let convolution) = layer.operation else { return [] }
            return [
                ("\(layer.name).weight", convolution.weightShape),
                ("\(layer.name).bias", [convolution.outputChannels]),
            ]
        }
    }

    /// Numbers that a checkpoint of this architecture holds, weights and biases.
    public var parameters: Int {
        tensorShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }
}

extension Architecture.Convolution {
    /// (out, in / groups, kernel, kernel).
    public var weightShape: [Int] { [outputChannels, inputChannels / groups, kernel, kernel] }
}
