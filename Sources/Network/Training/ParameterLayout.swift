/// Where each learnt tensor stands in one array of floats.
public struct ParameterLayout: Equatable, Sendable {
    public struct Entry: Equatable, Sendable {
        /// `<layer>.weight` (out, in / groups, kernel, kernel), `<layer>.bn.weight` (gamma), `<layer>.bn.bias` (beta),
        /// `head.weight` (outputs, features) and `head.bias`.
        public let name: String
        public let shape: [Int]
        public let offset: Int
        public let count: Int
        /// Whether weight decay applies: to the weights of convolutions and of the head, not to BatchNorms and biases,
        /// which only shift and scale.
        public let decays: Bool

        /// Where the tensor's numbers stand.
        public var range: Range<Int> { offset..<(offset + count) }
    }

    /// In order of computation: of each convolution its weight, gamma and beta; last the head.
    public private(set) var entries: [Entry] = []
    /// Floats in all.
    public private(set) var count = 0
    /// Convolutions in order, with where their BatchNorm's channels stand among the statistics.
    private(set) var norms: [Norm] = []

    struct Norm: Equatable, Sendable {
        let layer: String
        /// Channels that the convolution reads.
        let inputs: Int
        let channels: Range<Int>
        let weight: Entry
        let gamma: Entry
        let beta: Entry
    }

    /// - Parameter features: numbers of one sample that the head reads.
    init(_ trunk: Architecture, outputs: Int, features: Int) {
        var channels = 0
        for layer in trunk.layers {
            guard case .convolution(let convolution) = layer.operation else { continue }
            let outputs = convolution.outputChannels
            let weight = append("\(layer.name).weight", convolution.weightShape, decays: true)
            let gamma = append("\(layer.name).bn.weight", [outputs], decays: false)
            let beta = append("\(layer.name).bn.bias", [outputs], decays: false)
            norms.append(
                Norm(
                    layer: layer.name, inputs: convolution.inputChannels, channels: channels..<(channels + outputs),
                    weight: weight, gamma: gamma, beta: beta))
            channels += outputs
        }
        append("head.weight", [outputs, features], decays: true)
        append("head.bias", [outputs], decays: false)
    }

    /// The tensor of that name.
    public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

    @discardableResult
    private mutating func append(_ name: String, _ shape: [Int], decays: Bool) -> Entry {
        let size = shape.reduce(1, *)
        let entry = Entry(name: name, shape: shape, offset: count, count: size, decays: decays)
        entries.append(entry)
        count += size
        return entry
    }
}
