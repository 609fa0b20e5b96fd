/// Writes an architecture's table from the input onwards; each step says which layer it made.
struct Trunk {
    private(set) var layers: [Architecture.Layer] = []
    private(set) var taps: [Architecture.Tap] = []
    private(set) var levels: [Architecture.Tap] = []
    /// Channels of the last layer.
    private(set) var channels = 3
    /// Input pixels for each pixel of the last layer, along an axis.
    private(set) var stride = 1

    /// Index of the last layer; −1 is the network's input.
    var last: Int { layers.count - 1 }

    /// A convolution of the last layer. With `input` given it reads that layer instead, and the caller says with
    /// `advance` by how much the block it belongs to coarsens the grid.
    /// - Returns: the index of the new layer.
    @discardableResult
    mutating func convolve(
        _ name: String, to outputChannels: Int, kernel: Int, stride: Int = 1, padding: Architecture.Padding,
        groups: Int = 1, from input: (layer: Int, channels: Int)? = nil, adds: Int? = nil,
        activation: Architecture.Activation
    ) -> Int {
        let convolution = Architecture.Convolution(
            inputChannels: input?.channels ?? channels, outputChannels: outputChannels, kernel: kernel, stride: stride,
            padding: padding, groups: groups, adds: adds, activation: activation)
        layers.append(.init(name: name, operation: .convolution(convolution), input: input?.layer ?? last))
        channels = outputChannels
        if input == nil { self.stride *= stride }
        return last
    }

    mutating func maxPool(_ name: String, kernel: Int, stride: Int, padding: Int) {
        layers.append(
            .init(name: name, operation: .maxPool(kernel: kernel, stride: stride, padding: padding), input: last))
        self.stride *= stride
    }

    /// Weighs the channels of the last layer.
    mutating func excite(_ name: String, squeezed: Int, activation: Architecture.Activation) {
        let excitation = Architecture.Excitation(channels: channels, squeezed: squeezed, activation: activation)
        layers.append(.init(name: name, operation: .excitation(excitation), input: last))
    }

    mutating func advance(by stride: Int) { self.stride *= stride }

    /// Ends a level of the network at the last layer.
    /// - Parameter isTapped: whether patches are embedded with its feature map.
    mutating func level(_ name: String, isTapped: Bool = false) {
        let end = Architecture.Tap(name: name, layer: last, channels: channels, stride: stride)
        levels.append(end)
        if isTapped { taps.append(end) }
    }

    /// The table, cut behind the last tap.
    func architecture(_ name: String, _ normalisation: Architecture.Normalisation) -> Architecture {
        let end = taps.last.map { $0.layer + 1 } ?? layers.count
        return Architecture(
            name: name, normalisation: normalisation, layers: Array(layers[..<end]), taps: taps,
            further: Array(layers[end...]), levels: levels)
    }
}
