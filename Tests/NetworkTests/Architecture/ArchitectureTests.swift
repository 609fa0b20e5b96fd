import Network
import Testing

/// The tables against themselves and against what is published about the networks.
struct ArchitectureTests {
    @Test func namesAreFound() {
        #expect(
            Architecture.all.map(\.name) == [
                "resnet18", "efficientnet_lite0", "efficientnet_lite1", "efficientnet_lite2",
            ])
        for architecture in Architecture.all {
            #expect(Architecture.named(architecture.name)?.name == architecture.name)
        }
        #expect(Architecture.named("resnet50") == nil)
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
