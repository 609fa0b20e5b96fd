import Disk
import Network
import TestSupport
import Testing

/// Names, folding and refusals of the importer, on weights made here with the names of other libraries.
struct ImportTests {
    static func foreign(_ name: String) throws -> Checkpoint {
        try #require(ForeignWeights.all.first { $0.name == name }).checkpoint()
    }

    @Test(arguments: ForeignWeights.all)
    func recognisesAndFolds(weights: ForeignWeights) throws {
        let raw = try weights.checkpoint()
        let native = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "Apache-2.0")
        let architecture = try #require(Architecture.named(weights.name))
        try #require(native.metadata["architecture"] == weights.name)
        try native.validate(against: architecture)
        #expect(native.digest == nil, "these weights are in no file yet")
        #expect(native.metadata["batchnorm"] == "folded")
        #expect(native.metadata["source"] == "here" && native.metadata["licence"] == "Apache-2.0")
        #expect(native.metadata["source_sha256"] == raw.digest?.description)
        #expect(native.tensors.count == architecture.tensorShapes.count)
        for layer in architecture.layers {
            func foreign(_ name: String) throws -> [Double] { try #require(raw.tensors[name]).values.map(Double.init) }
            func ours(_ name: String) throws -> [Float] {
                try #require(native.tensors["\(layer.name).\(name)"]).values
            }
            if case .excitation = layer.operation {
                let (reduce, expand) = try weights.names(layer.name)
                for (name, own) in [(reduce, "reduce"), (expand, "expand")] {
                    #expect(try ours("\(own).weight") == raw.tensors["\(name).weight"]?.values)
                    #expect(try ours("\(own).bias") == raw.tensors["\(name).bias"]?.values)
                }
            }
            guard case .convolution(let c) = layer.operation else { continue }
            let (convolution, batchNorm) = try weights.names(layer.name)
            let (weight, gamma) = (try foreign("\(convolution).weight"), try foreign("\(batchNorm).weight"))
            let (beta, mean) = (try foreign("\(batchNorm).bias"), try foreign("\(batchNorm).running_mean"))
            let variance = try foreign("\(batchNorm).running_var")
            let (folded, bias) = (try ours("weight"), try ours("bias"))
            // At a random input, BatchNorm after the convolution and the folded convolution agree.
            let area = weight.count / c.outputChannels
            var worst = 0.0
            for channel in 0..<c.outputChannels {
                var (plain, ours) = (0.0, Double(bias[channel]))
                for i in channel * area..<(channel + 1) * area {
                    let input = Double((i * 37) % 11) - 5
                    plain += input * weight[i]
                    ours += input * Double(folded[i])
                }
                let expected =
                    (plain - mean[channel]) / (variance[channel] + weights.epsilon).squareRoot() * gamma[channel]
                    + beta[channel]
                worst = max(worst, abs(ours - expected) / max(1, abs(expected)))
            }
            #expect(worst <= 1e-5 * Double(area).squareRoot(), "\(layer.name)")
        }
    }

    /// The same weights in torchvision's and timm's names are the same network.
    @Test(arguments: ["mobilenet_v2", "efficientnet_b0", "efficientnet_b3"])
    func librariesAgree(name: String) throws {
        let (first, second) = (
            ForeignWeights(name: name, library: .torchvision), ForeignWeights(name: name, library: .timm)
        )
        let raw = try first.checkpoint()
        var words: [String: String] = [:]
        for layer in try #require(Architecture.named(name)).layers {
            let (from, to) = (try first.names(layer.name), try second.names(layer.name))
            words[from.first] = to.first
            words[from.second] = to.second
        }
        var renamed = Checkpoint(tensors: [:])
        for (key, tensor) in raw.tensors {
            let dot = try #require(key.lastIndex(of: "."))
            renamed.tensors[try #require(words[String(key[..<dot])]) + key[dot...]] = tensor
        }
        let isSame =
            try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x").tensors
            == Checkpoint.imported(as: nil, from: renamed, source: "here", licence: "x").tensors
        #expect(isSame)
    }

    /// TensorFlow's weights have the same names in timm as those that PyTorch trained: only a word tells them apart.
    @Test func sharedNamesNeedAWord() throws {
        let raw = try ForeignWeights(name: "efficientnet_b0", library: .timm).checkpoint()
        let plain = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x")
        let said = try Checkpoint.imported(
            as: Architecture.named("tf_efficientnet_b0"), from: raw, source: "here", licence: "x")
        #expect(plain.metadata["architecture"] == "efficientnet_b0")
        #expect(said.metadata["architecture"] == "tf_efficientnet_b0")
        let isDifferent = said.tensors != plain.tensors
        #expect(isDifferent, "their BatchNorms have other epsilons")
    }

    /// An explicit architecture is checked, and what the weights look like is said.
    @Test(arguments: [
        ("resnet50", "wide_resnet50_2", "layer1.0.conv1.weight"), ("resnet34", "resnet18", "layer1.2.bn1.bias"),
        ("resnet18", "resnet34", "layer1.2.conv1.weight"), ("efficientnet_b1", "efficientnet_b0", "features.1.1."),
        ("efficientnet_b0", "mobilenet_v2", "features.1.conv"),
    ])
    func saysWhatTheWeightsLookLike(of name: String, taken: String, tensor: String) throws {
        let raw = try Self.foreign(name)
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.imported(as: Architecture.named(taken), from: raw, source: "w.pth", licence: "x")
        }
        #expect(error.code == .mismatch && error.message.contains(tensor), "\(error.message)")
        #expect(error.message.contains("--architecture \(name)"), "\(error.message)")
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

    /// Behind the last tap, whatever the library calls it; and what is not there by right.
    @Test(arguments: [
        (
            "efficientnet_lite0", ForeignWeights.Library.timm,
            ["blocks.5.0.conv_pw.weight", "conv_head.weight", "bn2.bias"],
            "blocks.4.3.conv_pw.weight"
        ),
        (
            "efficientnet_b2", .timm, ["blocks.6.0.se.conv_reduce.weight", "classifier.bias"],
            "blocks.4.4.conv_pw.weight"
        ),
        (
            "efficientnet_b2", .torchvision,
            ["features.6.0.block.0.0.weight", "features.8.0.weight", "classifier.1.bias"],
            "features.5.4.block.0.0.weight"
        ),
        (
            "mobilenet_v2", .torchvision,
            ["features.14.conv.0.0.weight", "features.18.0.weight", "classifier.1.weight"],
            "features.13.conv.4.weight"
        ),
    ])
    func dropsWhatEachLibraryHasBehind(
        name: String, library: ForeignWeights.Library, behind: [String], stray: String
    ) throws {
        var raw = try ForeignWeights(name: name, library: library).checkpoint()
        let plain = try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x")
        for name in behind { raw.tensors[name] = Tensor(shape: [1], values: [1]) }
        #expect(try Checkpoint.imported(as: nil, from: raw, source: "here", licence: "x").tensors == plain.tensors)
        raw.tensors[stray] = Tensor(shape: [1], values: [1])
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.imported(as: nil, from: raw, source: "x", licence: "x")
        }
        #expect(error.message.contains(stray))
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
