import Foundation
import Network

/// A trivial task: red samples from blue ones, in noise. Softmax and cross-entropy written out.
struct TwoColours: Objective {
    /// The step at which something goes wrong, and what.
    var accident: Accident?
    enum Accident: Sendable {
        case loss(step: Int)
        case gradient(step: Int)
        case error(step: Int)
        case input(step: Int)
    }
    struct Stumbled: Error, Equatable { let step: Int }

    let outputs = 2
    let terms = ["cross-entropy", "error"]

    struct Samples: Batch {
        let labels: [Int]
        let spoilsLoss: Bool
        let spoilsGradient: Bool

        func losses(
            outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
            outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
        ) -> [Double] {
            var (loss, wrong) = (0.0, 0.0)
            let share = 1 / Float(labels.count)
            for (index, label) in labels.enumerated() {
                let (a, b) = (outputs[2 * index], outputs[2 * index + 1])
                let second = 1 / (1 + exp(a - b))
                let right = label == 1 ? second : 1 - second
                loss -= Double(log(max(right, 1e-20))) / Double(labels.count)
                wrong += right < 0.5 ? 1 / Double(labels.count) : 0
                outputGradient[2 * index] += share * (1 - second - (label == 0 ? 1 : 0))
                outputGradient[2 * index + 1] += share * (second - (label == 1 ? 1 : 0))
            }
            if spoilsGradient { outputGradient[0] = .infinity }
            return [spoilsLoss ? .nan : loss, wrong]
        }
    }

    func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        var labels: [Int] = []
        var (spoilsLoss, spoilsGradient) = (false, false)
        let plane = place.width * place.height
        for index in 0..<place.count {
            let sample = UInt64(place.shard * place.count + index)
            var random = SeededRandom(seed: 3, UInt64(place.step), sample)
            let label = random.below(2)
            labels.append(label)
            for i in 0..<3 * plane {
                input[index * 3 * plane + i] = random.normal() + (i / plane == 2 * label ? 0.5 : 0)
            }
        }
        // The last shard stumbles.
        if let accident, place.shard == place.shards - 1 {
            switch accident {
            case .loss(let step): spoilsLoss = step == place.step
            case .gradient(let step): spoilsGradient = step == place.step
            case .error(let step): if step == place.step { throw Stumbled(step: step) }
            case .input(let step): if step == place.step { input[0] = .infinity }
            }
        }
        return Samples(labels: labels, spoilsLoss: spoilsLoss, spoilsGradient: spoilsGradient)
    }
}
