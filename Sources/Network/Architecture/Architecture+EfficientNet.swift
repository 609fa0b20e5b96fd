extension Architecture {
    /// EfficientNet (Tan and Le 2019, table 1), as torchvision and timm's `efficientnet_b0` compute it: padded
    /// symmetrically. Patches are embedded with what it gives up to the end of stage 5. Weights that were trained with TensorFlow's SAME padding
    /// (timm's `tf_efficientnet_b0`, `efficientnet_pytorch`) go by names with `tf_`.
    static func efficientnet(_ name: String, width: Double, depth: Double, isSame: Bool = false) -> Architecture {
        var trunk = MobileTrunk(
            stem: MobileStage.scaled(32, by: width), activation: .swish, isSame: isSame, isExcited: true)
        for (index, stage) in MobileStage.efficientnet.enumerated() {
            trunk.append(stage.scaled(width: width, depth: depth), name: "stage\(index + 1)")
        }
        return trunk.architecture(name, head: MobileStage.scaled(1280, by: width), .imageNet)
    }

    /// EfficientNet-Lite: without squeeze-and-excitation and with ReLU6, SAME padding. Lite keeps the stem at 32
    /// channels, the head at 1280, and the first and last stages at one block whatever the scaling.
    static func efficientnetLite(_ name: String, width: Double, depth: Double) -> Architecture {
        var trunk = MobileTrunk(stem: 32, activation: .relu6, isSame: true, isExcited: false)
        for (index, stage) in MobileStage.efficientnet.enumerated() {
            let isFixed = index == 0 || index == MobileStage.efficientnet.count - 1
            trunk.append(stage.scaled(width: width, depth: isFixed ? 1 : depth), name: "stage\(index + 1)")
        }
        return trunk.architecture(name, head: 1280, .lite)
    }

    /// MobileNetV2 (Sandler et al. 2018, table 2), padded symmetrically as torchvision and timm do. Patches are embedded
    /// with what it gives up to the last stage at 1/16.
    static let mobilenetV2: Architecture = {
        var trunk = MobileTrunk(stem: 32, activation: .relu6, isSame: false, isExcited: false)
        for (index, stage) in MobileStage.mobilenetV2.enumerated() {
            trunk.append(stage, name: "stage\(index + 1)")
        }
        return trunk.architecture("mobilenet_v2", head: 1280, .imageNet)
    }()
}

extension MobileStage {
    /// EfficientNet-B0's.
    fileprivate static let efficientnet = [
        MobileStage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        MobileStage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24, isTapped: true),
        MobileStage(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40, isTapped: true),
        MobileStage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        MobileStage(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112, isTapped: true),
        MobileStage(repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        MobileStage(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]

    fileprivate static let mobilenetV2 = [
        MobileStage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        MobileStage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24, isTapped: true),
        MobileStage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 32, isTapped: true),
        MobileStage(repeats: 4, kernel: 3, stride: 2, expansion: 6, channels: 64),
        MobileStage(repeats: 3, kernel: 3, stride: 1, expansion: 6, channels: 96, isTapped: true),
        MobileStage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 160),
        MobileStage(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]

    fileprivate func scaled(width: Double, depth: Double) -> MobileStage {
        MobileStage(
            repeats: Int((Double(repeats) * depth).rounded(.up)), kernel: kernel, stride: stride,
            expansion: expansion, channels: Self.scaled(channels, by: width), isTapped: isTapped)
    }

    /// The multiple of 8 nearest to `width · channels`, but never more than a tenth below it.
    static func scaled(_ channels: Int, by width: Double) -> Int {
        let exact = Double(channels) * width
        let rounded = max(8, Int(exact + 4) / 8 * 8)
        return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
    }
}
