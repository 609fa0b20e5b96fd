/// What another library calls the tensors of an architecture.
struct TensorNames {
    /// Names of one layer's convolution (`<convolution>.weight`) and of the BatchNorm after it, if there is one.
    struct Layer {
        let convolution: String
        let batchNorm: String
    }

    /// Names of the two dense layers of an excitation (`<reduce>.weight`, `<reduce>.bias`, …).
    struct Excitation {
        let reduce: String
        let expand: String
    }

    /// By the architecture's own layer name.
    var layers: [String: Layer] = [:]
    var excitations: [String: Excitation] = [:]
    /// BatchNorm's ε, a property of the library that trained the weights and written in no file.
    let epsilon: Double
    /// Whether a tensor belongs to the network behind the last tap, and may be missing or dropped.
    let isBeyond: @Sendable (String) -> Bool

    /// Every way in which weights of `architecture` are known to be named; the native one is among them.
    static func known(for architecture: Architecture) -> [TensorNames] {
        switch architecture.name {
        case let name where name.hasPrefix("efficientnet_lite"):
            // Lite's weights come from TensorFlow, whatever names they have.
            [native(architecture), efficientnetPyTorch(architecture), timm(architecture, epsilon: 1e-3)]
        case let name where name.hasPrefix("tf_efficientnet"):
            [native(architecture), efficientnetPyTorch(architecture), timm(architecture, epsilon: 1e-3)]
        case let name where name.hasPrefix("efficientnet"):
            [native(architecture), torchvisionEfficientNet(architecture), timm(architecture, epsilon: 1e-5)]
        case let name where name.hasPrefix("mobilenet"):
            [native(architecture), torchvisionMobileNet(architecture), timm(architecture, epsilon: 1e-5)]
        default:
            [torchvisionResNet(architecture)]
        }
    }

    /// Touchstone's own. BatchNorm is folded already, so its names are never met.
    private static func native(_ architecture: Architecture) -> TensorNames {
        let further = Set(
            architecture.further.flatMap { layer in layer.tensorShapes.map { "\(layer.name).\($0.name)" } })
        var names = TensorNames(epsilon: 1e-3) { further.contains($0) }
        for layer in architecture.layers + architecture.further {
            names.layers[layer.name] = Layer(convolution: layer.name, batchNorm: "\(layer.name).batchnorm")
            names.excitations[layer.name] = Excitation(
                reduce: "\(layer.name).reduce", expand: "\(layer.name).expand")
        }
        return names
    }

    /// torchvision's and timm's ResNet: `layer1.0.conv2` is followed by `layer1.0.bn2`, `downsample.0` by
    /// `downsample.1`. The native names are the same, without BatchNorm.
    private static func torchvisionResNet(_ architecture: Architecture) -> TensorNames {
        var names = TensorNames(epsilon: 1e-5) { $0.hasPrefix("layer4.") || $0.hasPrefix("fc.") }
        for layer in architecture.layers + architecture.further {
            let isShortcut = layer.name.hasSuffix(".downsample.0")
            let parts = layer.name.split(separator: ".").map(String.init)
            let last = isShortcut ? "1" : "bn" + parts[parts.count - 1].dropFirst("conv".count)
            names.layers[layer.name] = Layer(
                convolution: layer.name, batchNorm: (parts.dropLast() + [last]).joined(separator: "."))
        }
        return names
    }
}
