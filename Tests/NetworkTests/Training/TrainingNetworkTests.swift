import Foundation
import Network
import Testing

struct TrainingNetworkTests {
    @Test func forwardAgreesWithTheDefinitions() throws {
        let network = try TrainingNetwork(LearningNetworks.plan())
        let plain = PlainTraining(plan: network.plan, layout: network.layout)
        let parameters = LearningNetworks.parameters(network.layout, seed: 1)
        network.fillInput(seed: 2)
        try parameters.withUnsafeBufferPointer { try network.forward($0.baseAddress!) }
        let expected = plain.forward(parameters.map(Double.init), network.input.map(Double.init))
        expectClose(Array(network.outputs), expected.outputs, "outputs")
        expectClose(Array(network.features), expected.features, "features")
        expectClose(Array(network.statistics), expected.means + expected.variances, "statistics")
        for (k, tap) in network.plan.architecture.taps.enumerated() {
            let volume = expected.volumes[tap.layer]
            let area = volume.height * volume.width
            let last = network.tap(k).indices.map { i in
                let (sample, pixel, channel) = (i / area / tap.channels, i / tap.channels % area, i % tap.channels)
                return volume.values[(sample * tap.channels + channel) * area + pixel]
            }
            expectClose(network.tap(k), last, tap.name)
        }
        #expect(network.statisticsSamples.count == network.statisticsLength / 2)
        #expect(network.statisticsSamples.first == 3 * 13 * 11)
    }

    private func expectClose(_ ours: [Float], _ expected: [Double], _ what: String) {
        #expect(ours.count == expected.count)
        let largest = expected.map(abs).max() ?? 0
        let worst = zip(ours, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
        #expect(worst <= 1e-5 * largest, "\(what): \(worst) of \(largest)")
    }

    /// Brain floats point the same way, layer by layer; in forty of them rounding adds up.
    @Test(
        .enabled(if: Precision.bf16.isNative, "needs a CPU with bf16"),
        arguments: zip(["resnet18", "mobilenet_v2", "efficientnet_lite1"], [0.99, 0.98, 0.98]))
    func brainFloatsGiveNearlyTheSameGradient(name: String, least: Double) throws {
        let architecture = try #require(Architecture.named(name))
        var gradients: [[Float]] = []
        var layout: ParameterLayout?
        for precision in [Precision.f32, .bf16] {
            let network = try TrainingNetwork(
                LearningNetworks.plan(architecture, width: 64, height: 64, batch: 8, grid: 1, precision: precision))
            let parameters = LearningNetworks.parameters(network.layout, seed: 3, beta: 3)
            network.fillInput(seed: 4)
            gradients.append(try network.gradientOfWeightedSum(parameters, seed: 5))
            layout = network.layout
        }
        // Betas that the next BatchNorm takes away again have a gradient of nothing but rounding; beside their layer's
        // weights it is small.
        for group in Dictionary(
            grouping: try #require(layout).entries,
            by: { $0.name.replacing(".bn", with: "").split(separator: ".").dropLast().joined(separator: ".") })
        {
            var (product, first, second) = (0.0, 0.0, 0.0)
            for i in group.value.flatMap(\.range) {
                let (a, b) = (Double(gradients[0][i]), Double(gradients[1][i]))
                product += a * b
                first += a * a
                second += b * b
            }
            let cosine = product / (first * second).squareRoot()
            #expect(cosine > least, "\(group.key): \(cosine)")
        }
    }

    @Test(arguments: Precision.allCases.filter(\.isNative))
    func sameCallsGiveTheSameBits(precision: Precision) throws {
        let plan = LearningNetworks.plan(precision: precision)
        let networks = try [TrainingNetwork(plan), TrainingNetwork(plan)]
        let parameters = LearningNetworks.parameters(networks[0].layout, seed: 6)
        for network in networks { network.fillInput(seed: 7) }
        let first = try networks[0].gradientOfWeightedSum(parameters, seed: 8)
        #expect(try networks[0].gradientOfWeightedSum(parameters, seed: 8) == first)
        #expect(try networks[1].gradientOfWeightedSum(parameters, seed: 8) == first)
        #expect(first.allSatisfy { $0.isFinite })
    }

    @Test(arguments: Precision.allCases.filter(\.isNative))
    func shardsInThreadsGiveTheSameBits(precision: Precision) throws {
        let architecture = try #require(Architecture.named("resnet18"))
        let plan = LearningNetworks.plan(architecture, width: 64, height: 64, batch: 4, precision: precision)
        let networks = try (0..<2).map { _ in try TrainingNetwork(plan) }
        let parameters = LearningNetworks.parameters(networks[0].layout, seed: 1)
        var inTurn: [[Float]] = []
        for (k, network) in networks.enumerated() {
            network.fillInput(seed: UInt64(k))
            inTurn.append(try network.gradientOfWeightedSum(parameters, seed: 9))
        }
        nonisolated(unsafe) let shared = networks
        nonisolated(unsafe) var results: [[Float]] = [[], []]
        let lock = NSLock()
        DispatchQueue.concurrentPerform(iterations: 2) { k in
            let gradient = try? shared[k].gradientOfWeightedSum(parameters, seed: 9)
            lock.withLock { results[k] = gradient ?? [] }
        }
        #expect(results == inTurn)
        #expect(results[0] != results[1])
    }

    @Test func whatIsNoNumberReachesTheOutputs() throws {
        let network = try TrainingNetwork(LearningNetworks.plan())
        var parameters = LearningNetworks.parameters(network.layout, seed: 1)
        parameters[0] = .nan
        network.fillInput(seed: 2)
        let gradient = try network.gradientOfWeightedSum(parameters, seed: 3)
        #expect(network.outputs.allSatisfy { $0.isNaN })
        #expect(gradient.contains { $0.isNaN })
    }

    @Test func refusesWhatCannotBeTrained() throws {
        func refusal(_ plan: TrainingPlan) -> NetworkError? {
            do {
                _ = try TrainingNetwork(plan)
                return nil
            } catch { return error as NetworkError }
        }
        let excited = try #require(Architecture.named("efficientnet_b0"))
        #expect(try #require(refusal(LearningNetworks.plan(excited))).description.contains("squeeze-and-excitation"))
        #expect(try #require(refusal(LearningNetworks.plan(grid: 9))).description.contains("9x9 cells"))
        #expect(try #require(refusal(LearningNetworks.plan(batch: 0))).code == .library)
        let small = Architecture(
            name: "small", normalisation: .lite,
            layers: [
                .init(
                    name: "a",
                    operation: .convolution(
                        .init(
                            inputChannels: 3, outputChannels: 8, kernel: 7, stride: 1, padding: .symmetric(0),
                            groups: 1, adds: nil, activation: .relu)), input: -1)
            ], taps: [.init(name: "a", layer: 0, channels: 8, stride: 1)])
        #expect(
            try #require(refusal(LearningNetworks.plan(small, width: 6, height: 6))).description
                .contains("smaller than the kernel"))
    }
}
