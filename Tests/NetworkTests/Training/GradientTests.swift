import Foundation
import Network
import Testing

/// Gradients against central differences of the loss.
struct GradientTests {
    /// Every tensor of a network with every kind of layer, against the definitions in double precision: along directions
    /// that lean on the gradient, and some that do not know of it.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithDifferencesInDoublePrecision(seed: UInt64) throws {
        let network = try TrainingNetwork(LearningNetworks.plan())
        let plain = PlainTraining(plan: network.plan, layout: network.layout)
        let parameters = LearningNetworks.parameters(network.layout, seed: seed)
        network.fillInput(seed: seed + 10)
        let input = network.input.map(Double.init)
        let gradient = try network.gradientOfWeightedSum(parameters, seed: seed + 20)
        let weights = network.weights(seed: seed + 20)
        func loss(_ parameters: [Double]) -> Double {
            let answer = plain.forward(parameters, input)
            var sum = 0.0
            for (a, w) in zip(answer.outputs, weights.outputs) { sum += a * Double(w) }
            for (a, w) in zip(answer.features, weights.features) { sum += a * Double(w) }
            return sum
        }
        var random = SeededRandom(seed: seed + 30)
        for entry in network.layout.entries {
            let length = norm(gradient[entry.range])
            #expect(length > 1e-3, "\(entry.name) has a gradient to compare")
            for kind in 0..<3 {
                var direction = [Double](repeating: 0, count: entry.count)
                for (k, i) in entry.range.enumerated() {
                    let lean = kind == 0 ? 1 : kind == 1 ? Double(2 * random.uniform()) : 0
                    direction[k] = lean * Double(gradient[i]) / length + Double(random.normal()) / 4
                }
                let step = 1e-6
                var (ahead, behind) = (parameters.map(Double.init), parameters.map(Double.init))
                for (k, i) in entry.range.enumerated() {
                    ahead[i] += step * direction[k]
                    behind[i] -= step * direction[k]
                }
                let slope = (loss(ahead) - loss(behind)) / (2 * step)
                var ours = 0.0
                for (k, i) in entry.range.enumerated() { ours += direction[k] * Double(gradient[i]) }
                let scale = length * direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
                #expect(abs(ours - slope) <= 1e-4 * scale, "\(entry.name), direction \(kind): \(ours), \(slope)")
                if kind < 2 { #expect(abs(ours - slope) <= 1e-3 * abs(slope), "\(entry.name): \(ours), \(slope)") }
            }
        }
    }

    /// The real trunk against its own losses in single precision.
    @Test(arguments: ["resnet18", "mobilenet_v2", "efficientnet_lite1"])
    func agreesWithDifferencesOfItself(name: String) throws {
        let architecture = try #require(Architecture.named(name))
        let network = try TrainingNetwork(
            LearningNetworks.plan(architecture, width: 64, height: 48, batch: 4, grid: 1, outputs: 4))
        let parameters = LearningNetworks.parameters(network.layout, seed: 7, beta: 3)
        network.fillInput(seed: 8)
        let gradient = try network.gradientOfWeightedSum(parameters, seed: 9)
        let weights = network.weights(seed: 9)
        func loss(_ parameters: [Float]) throws -> Double {
            try parameters.withUnsafeBufferPointer { try network.forward($0.baseAddress!) }
            var sum = 0.0
            for (a, w) in zip(network.outputs, weights.outputs) { sum += Double(a) * Double(w) }
            for (a, w) in zip(network.features, weights.features) { sum += Double(a) * Double(w) }
            return sum
        }
        // All parameters at once, and alone the weights of the first and of the last convolution.
        let convolutions = network.layout.entries.filter { $0.shape.count == 4 }.map(\.range)
        for range in [0..<network.layout.count, convolutions[0], convolutions[convolutions.count - 1]] {
            let length = norm(gradient[range])
            // Far enough for single precision, near enough for the curvature.
            let step = min(0.01, 0.2 / length)
            var (ahead, behind) = (parameters, parameters)
            for i in range {
                ahead[i] += Float(step * Double(gradient[i]) / length)
                behind[i] -= Float(step * Double(gradient[i]) / length)
            }
            let slope = (try loss(ahead) - loss(behind)) / (2 * step)
            #expect(abs(slope - length) <= 1e-3 * length, "\(range): \(slope), \(length)")
        }
    }

    private func norm(_ values: ArraySlice<Float>) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
