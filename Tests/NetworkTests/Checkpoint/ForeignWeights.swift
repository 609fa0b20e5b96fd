import Disk
import Network
import TestSupport
import Testing

/// Random weights as other libraries would save them, BatchNorm apart. The names are put together here from what is
/// published about each library, independently of the importer.
struct ForeignWeights: CustomTestStringConvertible {
    enum Library: String { case torchvision, timm, efficientnetPyTorch }

    let name: String
    let library: Library
    var testDescription: String { "\(name) in \(library.rawValue)'s names" }

    /// Every architecture in every library's names that tell it apart from all others.
    static let all: [ForeignWeights] = Architecture.all.flatMap { architecture in
        let name = architecture.name
        let libraries: [Library] =
            switch name {
            case _ where name.contains("resnet"): [.torchvision]
            case _ where name.hasPrefix("tf_"): [.efficientnetPyTorch]
            case _ where name.contains("lite"): [.efficientnetPyTorch, .timm]
            default: [.torchvision, .timm]
            }
        return libraries.map { ForeignWeights(name: name, library: $0) }
    }

    var epsilon: Double { name.hasPrefix("tf_") || name.contains("lite") ? 1e-3 : 1e-5 }

    /// Blocks of each stage, as the scaling of each network gives them.
    private static let repeats = [
        "mobilenet_v2": [1, 2, 3, 4, 3], "b0": [1, 2, 2, 3, 3], "b1": [2, 3, 3, 4, 4], "b2": [2, 3, 3, 4, 4],
        "b3": [2, 3, 3, 5, 5], "b4": [2, 4, 4, 6, 6], "lite0": [1, 2, 2, 3, 3], "lite1": [1, 3, 3, 4, 4],
        "lite2": [1, 3, 3, 4, 4],
    ]

    /// Names of a layer's convolution and its BatchNorm, or of an excitation's two dense layers.
    func names(_ layer: String) throws -> (first: String, second: String) {
        let parts = layer.split(separator: ".").map(String.init)
        if name.contains("resnet") {
            if parts.contains("downsample") { return (layer, "\(parts[0]).\(parts[1]).downsample.1") }
            return (layer, layer.replacing("conv", with: "bn"))
        }
        if layer == "stem" {
            switch library {
            case .torchvision: return ("features.0.0", "features.0.1")
            case .timm: return ("conv_stem", "bn1")
            case .efficientnetPyTorch: return ("_conv_stem", "_bn0")
            }
        }
        let (block, part) = (try #require(Int(parts[1])), parts[2])
        let repeats = try #require(Self.repeats[name] ?? Self.repeats[String(name.split(separator: "_").last ?? "")])
        var (stage, step) = (0, block)
        while step >= repeats[stage] { (stage, step) = (stage + 1, step - repeats[stage]) }
        switch library {
        case .efficientnetPyTorch:
            let prefix = "_blocks.\(block)."
            if part == "excite" { return (prefix + "_se_reduce", prefix + "_se_expand") }
            let norms = ["expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"]
            return (prefix + "_\(part)_conv", prefix + (try #require(norms[part])))
        case .timm:
            let prefix = "blocks.\(stage).\(step)."
            if part == "excite" { return (prefix + "se.conv_reduce", prefix + "se.conv_expand") }
            let words =
                stage == 0
                ? ["depthwise": ("conv_dw", "bn1"), "project": ("conv_pw", "bn2")]
                : ["expand": ("conv_pw", "bn1"), "depthwise": ("conv_dw", "bn2"), "project": ("conv_pwl", "bn3")]
            let (convolution, norm) = try #require(words[part])
            return (prefix + convolution, prefix + norm)
        case .torchvision where name == "mobilenet_v2":
            let prefix = "features.\(block + 1).conv."
            let words =
                stage == 0
                ? ["depthwise": ("0.0", "0.1"), "project": ("1", "2")]
                : ["expand": ("0.0", "0.1"), "depthwise": ("1.0", "1.1"), "project": ("2", "3")]
            let (convolution, norm) = try #require(words[part])
            return (prefix + convolution, prefix + norm)
        case .torchvision:
            let first = stage == 0 ? ["depthwise", "excite", "project"] : ["expand", "depthwise", "excite", "project"]
            let k = try #require(first.firstIndex(of: part))
            let prefix = "features.\(stage + 1).\(step).block.\(k)."
            return part == "excite" ? (prefix + "fc1", prefix + "fc2") : (prefix + "0", prefix + "1")
        }
    }

    /// - Parameter scale: of the weights; small ones keep the activations of deep networks in range.
    func checkpoint(seed: Int = 1, scale: Float = 1) throws -> Checkpoint {
        let architecture = try #require(Architecture.named(name))
        var random = Random(seed: seed)
        var tensors: [String: Tensor] = [:]
        func fill(_ shape: [Int], _ value: (Float) -> Float) -> Tensor {
            Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in value(random.next()) })
        }
        for layer in architecture.layers {
            switch layer.operation {
            case .maxPool: break
            case .convolution(let c):
                let (convolution, batchNorm) = try names(layer.name)
                tensors["\(convolution).weight"] = fill(
                    [c.outputChannels, c.inputChannels / c.groups, c.kernel, c.kernel]
                ) { $0 * scale }
                tensors["\(batchNorm).weight"] = fill([c.outputChannels]) { $0 + 1.5 }
                tensors["\(batchNorm).bias"] = fill([c.outputChannels]) { $0 }
                tensors["\(batchNorm).running_mean"] = fill([c.outputChannels]) { $0 }
                tensors["\(batchNorm).running_var"] = fill([c.outputChannels]) { $0 + 1.001 }
                tensors["\(batchNorm).num_batches_tracked"] = Tensor(shape: [], values: [5])
            case .excitation(let e):
                let (reduce, expand) = try names(layer.name)
                tensors["\(reduce).weight"] = fill([e.squeezed, e.channels, 1, 1]) { $0 * scale }
                tensors["\(reduce).bias"] = fill([e.squeezed]) { $0 }
                tensors["\(expand).weight"] = fill([e.channels, e.squeezed, 1, 1]) { $0 }
                tensors["\(expand).bias"] = fill([e.channels]) { $0 }
            }
        }
        return Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: [1, 2, 3]))
    }
}
