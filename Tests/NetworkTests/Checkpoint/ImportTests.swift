import Disk
import Network
import TestSupport
import Testing

/// Names, folding and refusals of the importer, on weights made here with the names of other libraries.
struct ImportTests {
    /// Weights of `name` as `efficientnet_pytorch` or torchvision would save them, BatchNorm apart.
    static func foreign(_ name: String, seed: Int = 1) throws -> Checkpoint {
        let architecture = try #require(Architecture.named(name))
        var random = Random(seed: seed)
        var tensors: [String: Tensor] = [:]
        for layer in architecture.layers {
            guard case .convolution(let c) = layer.operation else { continue }
            let (convolution, batchNorm) = names(layer.name, isLite: name != "resnet18")
            let shape = [c.outputChannels, c.inputChannels / c.groups, c.kernel, c.kernel]
            func fill(_ shape: [Int], _ value: (Float) -> Float) -> Tensor {
                Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in value(random.next()) })
            }
            tensors["\(convolution).weight"] = fill(shape) { $0 }
            tensors["\(batchNorm).weight"] = fill([c.outputChannels]) { $0 + 1.5 }
            tensors["\(batchNorm).bias"] = fill([c.outputChannels]) { $0 }
            tensors["\(batchNorm).running_mean"] = fill([c.outputChannels]) { $0 }
            tensors["\(batchNorm).running_var"] = fill([c.outputChannels]) { $0 + 1.001 }
        }
        return Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: [1, 2, 3]))
    }

    static func names(_ layer: String, isLite: Bool) -> (convolution: String, batchNorm: String) {
        let parts = layer.split(separator: ".").map(String.init)
        if isLite {
            if layer == "stem" { return ("_conv_stem", "_bn0") }
            let norms = ["expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"]
            return ("_blocks.\(parts[1])._\(parts[2])_conv", "_blocks.\(parts[1]).\(norms[parts[2]] ?? "")")
        }
        if parts.contains("downsample") { return (layer, "\(parts[0]).\(parts[1]).downsample.1") }
        return (layer, layer.replacing("conv", with: "bn"))
    }

    @Test(arguments: Architecture.all.map(\.name))
    func recognisesAndFolds(name: String) throws {
        let raw = try Self.foreign(name)
        let native = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "Apache-2.0")
        let architecture = try #require(Architecture.named(name))
        try native.validate(against: architecture)
        #expect(native.digest == nil, "these weights are in no file yet")
        #expect(native.metadata["architecture"] == name && native.metadata["batchnorm"] == "folded")
        #expect(native.metadata["source"] == "here" && native.metadata["licence"] == "Apache-2.0")
        #expect(native.metadata["source_sha256"] == raw.digest?.description)
        #expect(native.tensors.count == architecture.tensorShapes.count)
        let epsilon = name == "resnet18" ? 1e-5 : 1e-3
        for layer in architecture.layers {
            guard case .convolution(let c) = layer.operation else { continue }
            let (convolution, batchNorm) = Self.names(layer.name, isLite: name != "resnet18")
            func values(_ name: String) throws -> [Double] { try #require(raw.tensors[name]).values.map(Double.init) }
            let (weight, gamma) = (try values("\(convolution).weight"), try values("\(batchNorm).weight"))
            let (beta, mean) = (try values("\(batchNorm).bias"), try values("\(batchNorm).running_mean"))
            let variance = try values("\(batchNorm).running_var")
            let folded = try #require(native.tensors["\(layer.name).weight"]).values
            let bias = try #require(native.tensors["\(layer.name).bias"]).values
            // At a random input, BatchNorm after the convolution and the folded convolution agree.
            for channel in 0..<c.outputChannels {
                let area = weight.count / c.outputChannels
                var (plain, ours) = (0.0, Double(bias[channel]))
                for i in channel * area..<(channel + 1) * area {
                    let input = Double((i * 37) % 11) - 5
                    plain += input * weight[i]
                    ours += input * Double(folded[i])
                }
                let expected =
                    (plain - mean[channel]) / (variance[channel] + epsilon).squareRoot() * gamma[channel]
                    + beta[channel]
                #expect(abs(ours - expected) <= 1e-5 * max(1, abs(expected)) * Double(area).squareRoot())
            }
        }
    }

    @Test func dropsWhatIsBehindTheLastTapAndUnwraps() throws {
        var raw = try Self.foreign("efficientnet_lite0")
        let plain = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x")
        let extra = Tensor(shape: [1], values: [1])
        for name in ["_conv_head.weight", "_bn1.weight", "_fc.bias", "_blocks.11._bn0.weight", "_blocks.15._bn2.bias"] {
            raw.tensors[name] = extra
        }
        #expect(try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x").tensors == plain.tensors)
        raw.tensors = Dictionary(uniqueKeysWithValues: raw.tensors.map { ("module." + $0.key, $0.value) })
        #expect(try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x").tensors == plain.tensors)
    }

    /// ResNet-34 has every tensor of ResNet-18's trunk, with the same shapes, and more.
    @Test func deeperNetworksAreNotMistaken() throws {
        var raw = try Self.foreign("resnet18")
        raw.tensors["layer4.0.conv1.weight"] = Tensor(shape: [1], values: [1])
        raw.tensors["fc.weight"] = Tensor(shape: [1], values: [1])
        _ = try Checkpoint.imported(as: nil, from: raw, source: "r18.pth", licence: "x")
        raw.tensors["layer1.2.conv1.weight"] = raw.tensors["layer1.1.conv1.weight"]
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: raw, source: "r34.pth", licence: "x")
        }
        #expect(error.code == .mismatch && error.message.contains("layer1.2.conv1.weight"))
        var squeezed = try Self.foreign("efficientnet_lite0")
        squeezed.tensors["_blocks.0._se_reduce.weight"] = Tensor(shape: [1], values: [1])
        #expect(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: squeezed, source: "b0.pth", licence: "x")
        }
    }

    @Test func namesTheFirstTensorThatIsMissingOrMisshaped() throws {
        let whole = try Self.foreign("efficientnet_lite1")
        for name in ["_blocks.5._expand_conv.weight", "_blocks.5._bn1.running_var", "_bn0.bias"] {
            var raw = whole
            raw.tensors[name] = nil
            let missing = try #require(throws: NetworkError.self) {
                try Checkpoint.imported(as: nil, from: raw, source: "w.pth", licence: "x")
            }
            #expect(missing.code == .mismatch && missing.subject == "w.pth" && missing.message.contains(name))
            raw.tensors[name] = Tensor(shape: [3, 5], values: Array(repeating: 0, count: 15))
            let misshaped = try #require(throws: NetworkError.self) {
                try Checkpoint.imported(as: nil, from: raw, source: "w.pth", licence: "x")
            }
            #expect(misshaped.message.contains(name) && misshaped.message.contains("[3, 5]"))
        }
        #expect(throws: NetworkError.self) {
            try Checkpoint.imported(
                as: Architecture.named("efficientnet_lite0"), from: whole, source: "w", licence: "x")
        }
    }

    /// timm counts blocks within stages: block 2 of Lite0 is the second of stage 1.
    @Test func readsTimmNames() throws {
        let raw = try Self.foreign("efficientnet_lite0")
        let plain = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x")
        let stages = [
            0: (0, 0), 1: (1, 0), 2: (1, 1), 3: (2, 0), 4: (2, 1), 5: (3, 0), 6: (3, 1), 7: (3, 2),
            8: (4, 0), 9: (4, 1), 10: (4, 2),
        ]
        let words = [
            "_expand_conv": "conv_pw", "_depthwise_conv": "conv_dw", "_project_conv": "conv_pwl",
            "_bn0": "bn1", "_bn1": "bn2", "_bn2": "bn3",
        ]
        let first = ["_depthwise_conv": "conv_dw", "_project_conv": "conv_pw", "_bn1": "bn1", "_bn2": "bn2"]
        var timm = Checkpoint(tensors: [:])
        for (name, tensor) in raw.tensors {
            let parts = name.split(separator: ".").map(String.init)
            guard parts[0] == "_blocks", let block = Int(parts[1]), let (stage, step) = stages[block] else {
                timm.tensors[(parts[0] == "_bn0" ? "bn1" : "conv_stem") + "." + parts[1]] = tensor
                continue
            }
            let word = try #require((block == 0 ? first : words)[parts[2]])
            timm.tensors["blocks.\(stage).\(step).\(word).\(parts[3])"] = tensor
        }
        for name in [
            "blocks.5.0.conv_pw.weight", "blocks.6.0.bn1.bias", "conv_head.weight", "bn2.bias", "classifier.bias",
        ] {
            timm.tensors[name] = Tensor(shape: [1], values: [1])
        }
        #expect(try Checkpoint.imported(as: nil, from: timm, source: "here", licence: "x").tensors == plain.tensors)
        timm.tensors["blocks.4.3.conv_pw.weight"] = Tensor(shape: [1], values: [1])
        #expect(throws: NetworkError.self) { try Checkpoint.imported(as: nil, from: timm, source: "x", licence: "x") }
    }

    @Test func refusesImpossibleStatisticsAndUnknownNetworks() throws {
        var raw = try Self.foreign("resnet18")
        raw.tensors["bn1.running_var"]?.values[3] = -1
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: raw, source: "w", licence: "x")
        }
        #expect(error.message.contains("bn1"))
        let stranger = Checkpoint(tensors: ["x": Tensor(shape: [1], values: [1])])
        let unknown = try #require(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: stranger, source: "w", licence: "x")
        }
        #expect(unknown.code == .unknown && unknown.message.contains("efficientnet_lite1"))
        #expect(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: Checkpoint(tensors: [:]), source: "w", licence: "x")
        }
        var folded = try Self.foreign("resnet18")
        folded.metadata["batchnorm"] = "folded"
        #expect(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: folded, source: "w", licence: "x")
        }
    }

    @Test func nativeWeightsPassThroughUnchanged() throws {
        let native = try Checkpoint.imported(
            as: nil, from: try Self.foreign("efficientnet_lite2"), source: "here", licence: "x")
        let read = try Checkpoint.parse(native.safetensors, "lite2.safetensors")
        let again = try Checkpoint.imported(as: nil, from: read, source: "there", licence: "x")
        #expect(again.tensors == native.tensors && again.digest == read.digest)
    }
}
