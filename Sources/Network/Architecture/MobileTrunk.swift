/// A row of the tables of MobileNetV2 and EfficientNet: inverted bottlenecks of one shape.
struct MobileStage {
    let repeats: Int
    let kernel: Int
    let stride: Int
    let expansion: Int
    let channels: Int
    /// The last stage at 1/4, 1/8 and 1/16 of the input's resolution.
    var isTapped = false
}

/// What the networks made of inverted bottlenecks differ in, besides their stages.
struct MobileTrunk {
    let activation: Architecture.Activation
    /// Symmetric: half a kernel of zeros on every side.
    let isSame: Bool
    /// Whether each block weighs its channels by squeeze-and-excitation.
    let isExcited: Bool
    private var trunk = Trunk()
    private var blocks = 0

    init(stem channels: Int, activation: Architecture.Activation, isSame: Bool, isExcited: Bool) {
        (self.activation, self.isSame, self.isExcited) = (activation, isSame, isExcited)
        trunk.convolve(
            "stem", to: channels, kernel: 3, stride: 2, padding: isSame ? .same : .symmetric(1),
            activation: activation)
        trunk.level("stem")
    }

    mutating func append(_ stage: MobileStage, name: String) {
        for step in 0..<stage.repeats {
            append(stage, stride: step == 0 ? stage.stride : 1)
            blocks += 1
        }
        trunk.level(name, isTapped: stage.isTapped)
    }

    /// Expand 1×1, depthwise k×k, weigh the channels, project 1×1 without activation; the input is added where shapes
    /// allow (Sandler et al. 2018, figure 3b; Tan and Le 2019, section 4). What the excitation squeezes into is a
    /// quarter of the block's input channels.
    private mutating func append(_ stage: MobileStage, stride: Int) {
        let (input, inputChannels) = (trunk.last, trunk.channels)
        let isResidual = stride == 1 && inputChannels == stage.channels
        let name = "blocks.\(blocks)"
        if stage.expansion > 1 {
            trunk.convolve(
                "\(name).expand", to: inputChannels * stage.expansion, kernel: 1, padding: .symmetric(0),
                activation: activation)
        }
        trunk.convolve(
            "\(name).depthwise", to: trunk.channels, kernel: stage.kernel, stride: stride,
            padding: isSame ? .same : .symmetric(stage.kernel / 2), groups: trunk.channels, activation: activation)
        if isExcited {
            trunk.excite("\(name).excite", squeezed: max(1, inputChannels / 4), activation: activation)
        }
        trunk.convolve(
            "\(name).project", to: stage.channels, kernel: 1, padding: .symmetric(0), adds: isResidual ? input : nil,
            activation: .none)
    }

    /// The network with the 1×1 convolution that ends it.
    func architecture(
        _ name: String, head channels: Int, _ normalisation: Architecture.Normalisation
    ) -> Architecture {
        var whole = trunk
        whole.convolve("head", to: channels, kernel: 1, padding: .symmetric(0), activation: activation)
        whole.level("head")
        return whole.architecture(name, normalisation)
    }
}
