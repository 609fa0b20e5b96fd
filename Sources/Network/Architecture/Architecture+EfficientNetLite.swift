extension Architecture {
    /// EfficientNet-Lite (Tan and Le 2019, table 1, without squeeze-and-excite and with ReLU6) from the stem to the end
    /// of stage 5. Lite keeps the stem at 32 channels and the first stage at one block whatever the scaling.
    static func efficientnetLite(_ name: String, width: Double, depth: Double) -> Architecture {
        var trunk = Trunk()
        trunk.convolve("stem", to: 32, kernel: 3, stride: 2, padding: .same, activation: .relu6)
        var block = 0
        for (index, stage) in LiteStage.all.enumerated() {
            let channels = LiteStage.scaled(stage.channels, by: width)
            let repeats = index == 0 ? stage.repeats : Int((Double(stage.repeats) * depth).rounded(.up))
            for step in 0..<repeats {
                trunk.invertedBottleneck(
                    "blocks.\(block)", to: channels, expansion: stage.expansion, kernel: stage.kernel,
                    stride: step == 0 ? stage.stride : 1)
                block += 1
            }
            if stage.isTapped { trunk.tap("stage\(index + 1)") }
        }
        return Architecture(name: name, normalisation: .lite, layers: trunk.layers, taps: trunk.taps)
    }
}

/// A row of EfficientNet-B0's table: its stages as far as the last tap.
private struct LiteStage {
    let repeats: Int
    let kernel: Int
    let stride: Int
    let expansion: Int
    let channels: Int
    /// The last stage at 1/4, 1/8 and 1/16 of the input's resolution.
    let isTapped: Bool

    static let all = [
        LiteStage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16, isTapped: false),
        LiteStage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24, isTapped: true),
        LiteStage(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40, isTapped: true),
        LiteStage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80, isTapped: false),
        LiteStage(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112, isTapped: true),
    ]

    /// The multiple of 8 nearest to `width · channels`, but never more than a tenth below it.
    static func scaled(_ channels: Int, by width: Double) -> Int {
        let exact = Double(channels) * width
        let rounded = max(8, Int(exact + 4) / 8 * 8)
        return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
    }
}

extension Trunk {
    /// Expand 1×1, depthwise k×k, project 1×1 without activation; the input is added where shapes allow (Sandler et
    /// al. 2018, figure 3b).
    fileprivate mutating func invertedBottleneck(
        _ name: String, to outputChannels: Int, expansion: Int, kernel: Int, stride: Int
    ) {
        let input = last
        let isResidual = stride == 1 && channels == outputChannels
        if expansion > 1 {
            convolve(
                "\(name).expand", to: channels * expansion, kernel: 1, padding: .symmetric(0), activation: .relu6)
        }
        convolve(
            "\(name).depthwise", to: channels, kernel: kernel, stride: stride, padding: .same, groups: channels,
            activation: .relu6)
        convolve(
            "\(name).project", to: outputChannels, kernel: 1, padding: .symmetric(0),
            adds: isResidual ? input : nil, activation: .none)
    }
}
