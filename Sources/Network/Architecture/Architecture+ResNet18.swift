extension Architecture {
    /// ResNet-18 (He et al. 2016, table 1) from `conv1` to `layer3`, in torchvision's layout and names: the stride of a
    /// stage stands in the first convolution of its first block, whose shortcut is a 1×1 convolution.
    public static let resnet18: Architecture = {
        var trunk = Trunk()
        trunk.convolve("conv1", to: 64, kernel: 7, stride: 2, padding: .symmetric(3), activation: .relu)
        trunk.maxPool("maxpool", kernel: 3, stride: 2, padding: 1)
        for (stage, channels) in [(1, 64), (2, 128), (3, 256)] {
            for block in 0..<2 {
                let stride = stage > 1 && block == 0 ? 2 : 1
                trunk.basicBlock("layer\(stage).\(block)", to: channels, stride: stride)
            }
            trunk.tap("layer\(stage)")
        }
        return Architecture(name: "resnet18", normalisation: .imageNet, layers: trunk.layers, taps: trunk.taps)
    }()
}

extension Trunk {
    /// Two 3×3 convolutions and a shortcut, ReLU after the sum (He et al. 2016, figure 5 left).
    fileprivate mutating func basicBlock(_ name: String, to outputChannels: Int, stride: Int) {
        let input = (layer: last, channels: channels)
        var shortcut = input.layer
        if stride > 1 || channels != outputChannels {
            shortcut = convolve(
                "\(name).downsample.0", to: outputChannels, kernel: 1, stride: stride, padding: .symmetric(0),
                from: input, activation: .none)
        }
        let inner = convolve(
            "\(name).conv1", to: outputChannels, kernel: 3, stride: stride, padding: .symmetric(1), from: input,
            activation: .relu)
        convolve(
            "\(name).conv2", to: outputChannels, kernel: 3, padding: .symmetric(1), from: (inner, outputChannels),
            adds: shortcut, activation: .relu)
        advance(by: stride)
    }
}
