import Foundation
import Pretraining
import TestSupport
import Testing

@Suite(.enabled(if: Golden.isPresent, "needs ../shared")) struct LossGoldenTests {
    @Test(arguments: ["B4D6", "B16D64", "B2D3", "B1D5", "identical", "one_at_mean"])
    func centringLossAndGradient(_ name: String) throws {
        let golden = try Golden("gmm")
        let shape = try golden.shape("center/\(name)/f")
        let features = try golden.floats("center/\(name)/f")
        let expected = try golden.doubles("center/\(name)/grad")
        var gradient = [Float](repeating: 0, count: features.count)
        let loss = CentringLoss.loss(features, count: shape[0], length: shape[1], gradient: &gradient)
        let all = try #require(try Golden.json("gmm")["centering"] as? [String: [String: Any]])
        let wanted = try #require(all[name]?["L_center"] as? Double)
        #expect(abs(loss - wanted) <= 1e-5 * max(1, wanted))
        for (got, want) in zip(gradient, expected) { #expect(abs(Double(got) - want) <= 1e-6) }
    }

    /// The toy network of the reference: f = tanh(W1 x + b1), logits = W2 f + b2; its gradients by hand from ours.
    @Test func totalLossAndItsGradients() throws {
        let golden = try Golden("gmm")
        let (w1, b1) = (try golden.floats("total/W1"), try golden.floats("total/b1"))
        let (w2, b2) = (try golden.floats("total/W2"), try golden.floats("total/b2"))
        let x = try golden.floats("total/x_class") + golden.floats("total/x_target")
        let labels = try golden.integers32("total/y_class").map { Int($0) }
        let (inputs, hidden, classes) = (5, 4, 3)
        let count = x.count / inputs
        var features: [Float] = []
        for i in 0..<count {
            for h in 0..<hidden {
                var sum = Double(b1[h])
                for k in 0..<inputs { sum += Double(w1[h * inputs + k]) * Double(x[i * inputs + k]) }
                features.append(Float(tanh(sum)))
            }
        }
        var outputs: [Float] = []
        for i in 0..<count {
            for c in 0..<classes {
                var sum = Double(b2[c])
                for h in 0..<hidden { sum += Double(w2[c * hidden + h]) * Double(features[i * hidden + h]) }
                outputs.append(Float(sum))
            }
        }
        let figures = try #require(try Golden.json("gmm")["total"] as? [String: Any])
        let lambda = try #require(figures["lambda_"] as? Double)
        let batch = CentredBatch(
            labels: labels, targets: count - labels.count, classes: classes, lambda: Float(lambda),
            loss: SoftmaxCrossEntropy())
        var outputGradient = [Float](repeating: 0, count: outputs.count)
        var featureGradient = [Float](repeating: 0, count: features.count)
        let losses = outputs.withUnsafeBufferPointer { outputs in
            features.withUnsafeBufferPointer { features in
                outputGradient.withUnsafeMutableBufferPointer { outputGradient in
                    featureGradient.withUnsafeMutableBufferPointer { featureGradient in
                        batch.losses(
                            outputs: outputs, features: features, outputGradient: outputGradient,
                            featureGradient: featureGradient)
                    }
                }
            }
        }
        for (got, name) in zip(losses, ["L", "L_class", "L_center"]) {
            let want = try #require(figures[name] as? Double)
            #expect(abs(got - want) <= 1e-5 * want, "\(name)")
        }
        // Back through the head, then through tanh.
        var (gw1, gb1) = ([Double](repeating: 0, count: w1.count), [Double](repeating: 0, count: hidden))
        var (gw2, gb2) = ([Double](repeating: 0, count: w2.count), [Double](repeating: 0, count: classes))
        for i in 0..<count {
            for c in 0..<classes {
                let g = Double(outputGradient[i * classes + c])
                gb2[c] += g
                for h in 0..<hidden { gw2[c * hidden + h] += g * Double(features[i * hidden + h]) }
            }
            for h in 0..<hidden {
                let f = Double(features[i * hidden + h])
                var g = Double(featureGradient[i * hidden + h])
                for c in 0..<classes { g += Double(outputGradient[i * classes + c]) * Double(w2[c * hidden + h]) }
                g *= 1 - f * f
                gb1[h] += g
                for k in 0..<inputs { gw1[h * inputs + k] += g * Double(x[i * inputs + k]) }
            }
        }
        for (name, got) in [("W1", gw1), ("b1", gb1), ("W2", gw2), ("b2", gb2)] {
            for (a, b) in zip(got, try golden.doubles("total/grad_\(name)")) { #expect(abs(a - b) <= 1e-5, "\(name)") }
        }
    }
}
