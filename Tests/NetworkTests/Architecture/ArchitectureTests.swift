import Network
import Testing

/// The tables against themselves and against what is published about the networks.
struct ArchitectureTests {
    @Test func namesAreFound() {
        let names = Set(Architecture.all.map(\.name))
        #expect(names.count == Architecture.all.count)
        let wanted = [
            "resnet18", "resnet34", "resnet50", "wide_resnet50_2", "mobilenet_v2", "efficientnet_b0",
            "efficientnet_b1", "efficientnet_b2", "efficientnet_b3", "efficientnet_b4", "tf_efficientnet_b0",
            "tf_efficientnet_b4", "efficientnet_lite0", "efficientnet_lite1", "efficientnet_lite2",
        ]
        #expect(names.isSuperset(of: wanted))
        for architecture in Architecture.all {
            #expect(Architecture.named(architecture.name)?.name == architecture.name)
        }
        #expect(Architecture.named("resnet49") == nil)
    }

    @Test(arguments: Architecture.all.map(\.name))
    func layersFitTogether(name: String) throws {
        let architecture = try #require(Architecture.named(name))
        var outputs: [(channels: Int, stride: Int)] = []
        for (index, layer) in architecture.layers.enumerated() {
            #expect(layer.input < index)
            let input = layer.input < 0 ? (channels: 3, stride: 1) : outputs[layer.input]
            switch layer.operation {
            case .maxPool(_, let stride, _): outputs.append((input.channels, input.stride * stride))
            case .excitation(let excitation):
                #expect(excitation.channels == input.channels && excitation.squeezed > 0, "\(layer.name)")
                outputs.append(input)
            case .convolution(let convolution):
                #expect(convolution.inputChannels == input.channels, "\(layer.name)")
                #expect(convolution.inputChannels.isMultiple(of: convolution.groups))
                outputs.append((convolution.outputChannels, input.stride * convolution.stride))
                if let adds = convolution.adds {
                    #expect(adds < index && outputs[adds] == outputs[index], "\(layer.name)")
                }
            }
        }
        for tap in architecture.taps { #expect(outputs[tap.layer] == (tap.channels, tap.stride)) }
        #expect(architecture.taps.last?.layer == architecture.layers.count - 1, "nothing is computed for no tap")
        #expect(Set(architecture.layers.map(\.name)).count == architecture.layers.count)
    }

    @Test func tapsAreWhereTheDetectorsExpectThem() throws {
        func taps(_ name: String) throws -> [[Int]] {
            try #require(Architecture.named(name)).taps.map { [$0.channels, $0.stride] }
        }
        #expect(try taps("resnet18") == [[64, 4], [128, 8], [256, 16]])
        #expect(try taps("resnet34") == [[64, 4], [128, 8], [256, 16]])
        #expect(try taps("resnet50") == [[256, 4], [512, 8], [1024, 16]])
        #expect(try taps("wide_resnet50_2") == [[256, 4], [512, 8], [1024, 16]])
        #expect(try taps("mobilenet_v2") == [[24, 4], [32, 8], [96, 16]])
        #expect(try taps("efficientnet_b0") == [[24, 4], [40, 8], [112, 16]])
        #expect(try taps("efficientnet_b1") == [[24, 4], [40, 8], [112, 16]])
        #expect(try taps("efficientnet_b2") == [[24, 4], [48, 8], [120, 16]])
        #expect(try taps("efficientnet_b3") == [[32, 4], [48, 8], [136, 16]])
        #expect(try taps("efficientnet_b4") == [[32, 4], [56, 8], [160, 16]])
        #expect(try taps("efficientnet_lite0") == [[24, 4], [40, 8], [112, 16]])
        #expect(try taps("efficientnet_lite1") == [[24, 4], [40, 8], [112, 16]])
        #expect(try taps("efficientnet_lite2") == [[24, 4], [48, 8], [120, 16]])
    }

    /// Counts of the published weights up to the last tap, BatchNorm folded.
    @Test func parametersAreThePublishedOnes() throws {
        #expect(try #require(Architecture.named("resnet18")).parameters == 2_780_544)
        #expect(try #require(Architecture.named("efficientnet_lite0")).parameters == 692_688)
        #expect(try #require(Architecture.named("efficientnet_lite1")).parameters == 977_872)
    }

    @Test func everyLiteBlockRepeatsAsScaled() throws {
        let blocks = ["efficientnet_lite0": 11, "efficientnet_lite1": 15, "efficientnet_lite2": 15]
        for (name, count) in blocks {
            let names = try #require(Architecture.named(name)).layers.map(\.name)
            #expect(names.count { $0.hasSuffix(".project") } == count)
            // The first block has nothing to expand.
            #expect(names.count { $0.hasSuffix(".expand") } == count - 1)
        }
    }
}
