/// The networks of inverted bottlenecks, of which every library counts blocks in its own way.
extension TensorNames {
    /// The layers of one block, in order, and where the block stands.
    private struct Block {
        var layers: [Architecture.Layer] = []
        /// Counted from the network's start.
        var index = 0
        /// Counted from zero; the block's place in it.
        var stage = 0
        var step = 0

        var convolutions: [Architecture.Layer] {
            layers.filter { if case .convolution = $0.operation { true } else { false } }
        }
        /// The first stage's blocks begin with their depthwise convolution.
        var expands: Bool { convolutions.count == 3 }
    }

    private static func blocks(of architecture: Architecture) -> [Block] {
        var blocks: [Block] = []
        var open = Block()
        var stage = -1
        for layer in architecture.layers + architecture.further where !["stem", "head"].contains(layer.name) {
            open.layers.append(layer)
            guard layer.name.hasSuffix(".project"), case .convolution(let projection) = layer.operation else {
                continue
            }
            // Only the first block of a stage changes shape, so only it has no residual.
            if projection.adds == nil { stage += 1 }
            open.step = projection.adds == nil ? 0 : (blocks.last?.step ?? -1) + 1
            (open.stage, open.index) = (stage, blocks.count)
            blocks.append(open)
            open = Block()
        }
        return blocks
    }

    /// Blocks and stages up to the last tap.
    private static func tapped(_ architecture: Architecture, _ blocks: [Block]) -> (blocks: Int, stages: Int) {
        let count = architecture.layers.count { $0.name.hasSuffix(".project") }
        return (count, count > 0 ? blocks[count - 1].stage + 1 : 0)
    }

    /// The number after `prefix` in a tensor's name: 7 in `features.7.conv`.
    private static func number(after prefix: String, in name: String) -> Int? {
        guard name.hasPrefix(prefix) else { return nil }
        return Int(name.dropFirst(prefix.count).prefix { $0 != "." })
    }

    /// The `efficientnet_pytorch` package: `_blocks.3._depthwise_conv` is followed by `_blocks.3._bn1`.
    static func efficientnetPyTorch(_ architecture: Architecture) -> TensorNames {
        let blocks = blocks(of: architecture)
        var names = TensorNames(epsilon: 1e-3) { [count = tapped(architecture, blocks).blocks] name in
            if let block = number(after: "_blocks.", in: name) { return block >= count }
            return ["_conv_head.", "_bn1.", "_fc."].contains { name.hasPrefix($0) }
        }
        names.layers["stem"] = Layer(convolution: "_conv_stem", batchNorm: "_bn0")
        names.layers["head"] = Layer(convolution: "_conv_head", batchNorm: "_bn1")
        let batchNorms = ["expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"]
        for block in blocks {
            let prefix = "_blocks.\(block.index)"
            for layer in block.layers {
                let word = String(layer.name.split(separator: ".").last ?? "")
                if let batchNorm = batchNorms[word] {
                    names.layers[layer.name] = Layer(
                        convolution: "\(prefix)._\(word)_conv", batchNorm: "\(prefix).\(batchNorm)")
                } else {
                    names.excitations[layer.name] = Excitation(
                        reduce: "\(prefix)._se_reduce", expand: "\(prefix)._se_expand")
                }
            }
        }
        return names
    }

    /// timm: blocks are counted within their stage, and those that do not expand end in a plain pointwise convolution.
    /// - Parameter epsilon: 1e-5, but 1e-3 for weights that come from TensorFlow, which have the same names.
    static func timm(_ architecture: Architecture, epsilon: Double) -> TensorNames {
        let blocks = blocks(of: architecture)
        var names = TensorNames(epsilon: epsilon) { [stages = tapped(architecture, blocks).stages] name in
            if let stage = number(after: "blocks.", in: name) { return stage >= stages }
            return ["conv_head.", "bn2.", "classifier."].contains { name.hasPrefix($0) }
        }
        names.layers["stem"] = Layer(convolution: "conv_stem", batchNorm: "bn1")
        names.layers["head"] = Layer(convolution: "conv_head", batchNorm: "bn2")
        for block in blocks {
            let prefix = "blocks.\(block.stage).\(block.step)"
            let words = block.expands ? ["conv_pw", "conv_dw", "conv_pwl"] : ["conv_dw", "conv_pw"]
            for (i, (layer, word)) in zip(block.convolutions, words).enumerated() {
                names.layers[layer.name] = Layer(convolution: "\(prefix).\(word)", batchNorm: "\(prefix).bn\(i + 1)")
            }
            for layer in block.layers {
                names.excitations[layer.name] = Excitation(
                    reduce: "\(prefix).se.conv_reduce", expand: "\(prefix).se.conv_expand")
            }
        }
        return names
    }

    /// torchvision's EfficientNet: `features.<stage>.<step>.block.<k>`, where k counts the convolutions, each with its
    /// BatchNorm as `.0` and `.1`, and the excitation between them.
    static func torchvisionEfficientNet(_ architecture: Architecture) -> TensorNames {
        let blocks = blocks(of: architecture)
        var names = TensorNames(epsilon: 1e-5) { [stages = tapped(architecture, blocks).stages] name in
            if let feature = number(after: "features.", in: name) { return feature > stages }
            return name.hasPrefix("classifier.")
        }
        names.layers["stem"] = Layer(convolution: "features.0.0", batchNorm: "features.0.1")
        let head = (blocks.last?.stage ?? 0) + 2
        names.layers["head"] = Layer(convolution: "features.\(head).0", batchNorm: "features.\(head).1")
        for block in blocks {
            for (k, layer) in block.layers.enumerated() {
                let prefix = "features.\(block.stage + 1).\(block.step).block.\(k)"
                names.layers[layer.name] = Layer(convolution: "\(prefix).0", batchNorm: "\(prefix).1")
                names.excitations[layer.name] = Excitation(reduce: "\(prefix).fc1", expand: "\(prefix).fc2")
            }
        }
        return names
    }

    /// torchvision's MobileNetV2: `features.<block>.conv.<k>`; the projection has no activation, so it and its BatchNorm
    /// stand one level higher than the others.
    static func torchvisionMobileNet(_ architecture: Architecture) -> TensorNames {
        let blocks = blocks(of: architecture)
        var names = TensorNames(epsilon: 1e-5) { [count = tapped(architecture, blocks).blocks] name in
            if let feature = number(after: "features.", in: name) { return feature > count }
            return name.hasPrefix("classifier.")
        }
        names.layers["stem"] = Layer(convolution: "features.0.0", batchNorm: "features.0.1")
        let head = "features.\(blocks.count + 1)"
        names.layers["head"] = Layer(convolution: "\(head).0", batchNorm: "\(head).1")
        for block in blocks {
            let prefix = "features.\(block.index + 1).conv"
            for (k, layer) in block.layers.enumerated() {
                names.layers[layer.name] =
                    k == block.layers.count - 1
                    ? Layer(convolution: "\(prefix).\(k)", batchNorm: "\(prefix).\(k + 1)")
                    : Layer(convolution: "\(prefix).\(k).0", batchNorm: "\(prefix).\(k).1")
            }
        }
        return names
    }
}
