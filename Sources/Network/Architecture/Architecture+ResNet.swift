extension Architecture {
    /// ResNet-18 (He et al. 2016, table 1), tapped from `layer1` to `layer3`.
    public static let resnet18 = residual("resnet18", blocks: [2, 2, 2, 2])
    /// ResNet-34: the same blocks, more of them.
    static let resnet34 = residual("resnet34", blocks: [3, 4, 6, 3])
    /// ResNet-50, whose blocks are bottlenecks.
    static let resnet50 = residual("resnet50", blocks: [3, 4, 6, 3], bottleneckWidth: 1)
    /// Wide-ResNet-50-2 (Zagoruyko and Komodakis 2016): the 3×3 convolution of each bottleneck is twice as wide.
    static let wideResnet50 = residual("wide_resnet50_2", blocks: [3, 4, 6, 3], bottleneckWidth: 2)

    /// The stem and four stages of a ResNet in torchvision's layout and names (timm's are the same). The stem ends behind
    /// its pooling, where the first stage reads it. The first block of a stage carries its stride: in a basic block on the first 3×3 convolution, in a bottleneck on the only one (known
    /// as ResNet v1.5), and its shortcut is a 1×1 convolution.
    /// - Parameter bottleneckWidth: channels inside a bottleneck over those of the stage's name; `nil` for basic blocks.
    private static func residual(_ name: String, blocks: [Int], bottleneckWidth: Int? = nil) -> Architecture {
        var trunk = Trunk()
        trunk.convolve("conv1", to: 64, kernel: 7, stride: 2, padding: .symmetric(3), activation: .relu)
        trunk.maxPool("maxpool", kernel: 3, stride: 2, padding: 1)
        trunk.level("stem")
        for (index, repeats) in blocks.enumerated() {
            let channels = 64 << index
            for block in 0..<repeats {
                let name = "layer\(index + 1).\(block)"
                let stride = index > 0 && block == 0 ? 2 : 1
                if let bottleneckWidth {
                    trunk.bottleneck(name, inside: channels * bottleneckWidth, to: channels * 4, stride: stride)
                } else {
                    trunk.basicBlock(name, to: channels, stride: stride)
                }
            }
            trunk.level("layer\(index + 1)", isTapped: index < 3)
        }
        return trunk.architecture(name, .imageNet)
    }
}

extension Trunk {
    /// Two 3×3 convolutions and a shortcut, ReLU after the sum (He et al. 2016, figure 5 left).
    fileprivate mutating func basicBlock(_ name: String, to outputChannels: Int, stride: Int) {
        let input = (layer: last, channels: channels)
        let shortcut = shortcut(name, from: input, to: outputChannels, stride: stride)
        let inner = convolve(
            "\(name).conv1", to: outputChannels, kernel: 3, stride: stride, padding: .symmetric(1), from: input,
            activation: .relu)
        convolve(
            "\(name).conv2", to: outputChannels, kernel: 3, padding: .symmetric(1), from: (inner, outputChannels),
            adds: shortcut, activation: .relu)
        advance(by: stride)
    }

    /// 1×1, 3×3, 1×1 and a shortcut, ReLU after the sum (He et al. 2016, figure 5 right).
    fileprivate mutating func bottleneck(_ name: String, inside: Int, to outputChannels: Int, stride: Int) {
        let input = (layer: last, channels: channels)
        let shortcut = shortcut(name, from: input, to: outputChannels, stride: stride)
        let first = convolve(
            "\(name).conv1", to: inside, kernel: 1, padding: .symmetric(0), from: input, activation: .relu)
        let second = convolve(
            "\(name).conv2", to: inside, kernel: 3, stride: stride, padding: .symmetric(1), from: (first, inside),
            activation: .relu)
        convolve(
            "\(name).conv3", to: outputChannels, kernel: 1, padding: .symmetric(0), from: (second, inside),
            adds: shortcut, activation: .relu)
        advance(by: stride)
    }

    /// The layer that a block adds: its input, or where shapes differ a 1×1 convolution of it.
    private mutating func shortcut(
        _ name: String, from input: (layer: Int, channels: Int), to outputChannels: Int, stride: Int
    ) -> Int {
        guard stride > 1 || input.channels != outputChannels else { return input.layer }
        return convolve(
            "\(name).downsample.0", to: outputChannels, kernel: 1, stride: stride, padding: .symmetric(0),
            from: input, activation: .none)
    }
}
