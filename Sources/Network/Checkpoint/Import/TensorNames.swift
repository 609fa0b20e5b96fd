/// What another library calls the tensors of an architecture.
struct TensorNames {
    /// Names of one layer's convolution (`<convolution>.weight`) and of the BatchNorm after it, if there is one.
    struct Layer {
        let convolution: String
        let batchNorm: String
    }

    /// By the architecture's own layer name.
    let layers: [String: Layer]
    /// BatchNorm's ε, a property of the library that trained the weights and written in no file.
    let epsilon: Double
    /// Whether a tensor belongs to the network behind the last tap and may be dropped.
    let isBeyond: @Sendable (String) -> Bool

    /// Every way in which weights of `architecture` are known to be named; the native one is among them.
    static func known(for architecture: Architecture) -> [TensorNames] {
        let convolutions = architecture.layers.compactMap { layer in
            if case .convolution = layer.operation { layer.name } else { nil }
        }
        return architecture.name == "resnet18"
            ? [torchvision(convolutions)]
            : [native(convolutions), efficientnetPyTorch(convolutions), timm(architecture)]
    }

    /// torchvision's and timm's ResNet: `layer1.0.conv2` is followed by `layer1.0.bn2`, `downsample.0` by
    /// `downsample.1`. The native names are the same, without BatchNorm.
    private static func torchvision(_ names: [String]) -> TensorNames {
        let layers = names.map { name in
            let isShortcut = name.hasSuffix(".downsample.0")
            let parts = name.split(separator: ".").map(String.init)
            let last = isShortcut ? "1" : "bn" + parts[parts.count - 1].dropFirst("conv".count)
            return (name, Layer(convolution: name, batchNorm: (parts.dropLast() + [last]).joined(separator: ".")))
        }
        return TensorNames(layers: Dictionary(uniqueKeysWithValues: layers), epsilon: 1e-5) {
            $0.hasPrefix("layer4.") || $0.hasPrefix("fc.")
        }
    }

    /// The `efficientnet_pytorch` package: `_blocks.3._depthwise_conv` is followed by `_blocks.3._bn1`.
    private static func efficientnetPyTorch(_ names: [String]) -> TensorNames {
        var layers = ["stem": Layer(convolution: "_conv_stem", batchNorm: "_bn0")]
        var blocks = 0
        for name in names where name != "stem" {
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count == 3, let block = Int(parts[1]) else { continue }
            let batchNorm = ["expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"][parts[2]] ?? ""
            layers[name] = Layer(
                convolution: "_blocks.\(block)._\(parts[2])_conv", batchNorm: "_blocks.\(block).\(batchNorm)")
            blocks = max(blocks, block + 1)
        }
        return TensorNames(layers: layers, epsilon: 1e-3) { [blocks] name in
            let parts = name.split(separator: ".")
            if parts.count > 1, parts[0] == "_blocks", let block = Int(parts[1]) { return block >= blocks }
            return ["_conv_head.", "_bn1.", "_fc."].contains { name.hasPrefix($0) }
        }
    }

    /// timm's EfficientNet-Lite: blocks are counted within their stage, and the first stage does not expand.
    private static func timm(_ architecture: Architecture) -> TensorNames {
        var layers = ["stem": Layer(convolution: "conv_stem", batchNorm: "bn1")]
        var (stage, step) = (-1, 0)
        var block: [String] = []
        for layer in architecture.layers where layer.name != "stem" {
            block.append(layer.name)
            guard layer.name.hasSuffix(".project"), case .convolution(let projection) = layer.operation else {
                continue
            }
            // Only the first block of a stage changes shape, so only it has no residual.
            (stage, step) = projection.adds == nil ? (stage + 1, 0) : (stage, step + 1)
            let names = block.count == 2 ? ["conv_dw", "conv_pw"] : ["conv_pw", "conv_dw", "conv_pwl"]
            for (i, name) in block.enumerated() where i < names.count {
                let prefix = "blocks.\(stage).\(step)"
                layers[name] = Layer(convolution: "\(prefix).\(names[i])", batchNorm: "\(prefix).bn\(i + 1)")
            }
            block = []
        }
        return TensorNames(layers: layers, epsilon: 1e-3) { [stage] name in
            let parts = name.split(separator: ".")
            if parts.count > 1, parts[0] == "blocks", let own = Int(parts[1]) { return own > stage }
            return ["conv_head.", "bn2.", "classifier."].contains { name.hasPrefix($0) }
        }
    }

    private static func native(_ names: [String]) -> TensorNames {
        let layers = names.map { ($0, Layer(convolution: $0, batchNorm: "\($0).batchnorm")) }
        return TensorNames(layers: Dictionary(uniqueKeysWithValues: layers), epsilon: 1e-3) { _ in false }
    }
}
