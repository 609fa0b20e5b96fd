import CKernels
import Foundation

/// Adam or gradient descent with momentum over parameters that stand in one block of floats, with its own memory of
/// earlier gradients.
package struct Optimiser {
    package let settings: OptimiserSettings
    /// Adam's first and second moments, or the velocity; each as long as the parameters.
    package let moments: [AlignedFloats]
    private let slices: [ParameterSlice]

    /// - Parameter entries: adjacent ranges of parameters in order, and whether weight decay applies to them.
    package init(_ settings: OptimiserSettings, entries: [(range: Range<Int>, decays: Bool)]) {
        self.settings = settings
        slices = ParameterSlice.cutting(entries)
        let count = entries.last?.range.upperBound ?? 0
        moments = settings.method.momentNames.map { _ in AlignedFloats(count: count) }
    }

    /// The mean of the shards' gradients, in the order of the shards, written over the first.
    /// - Returns: its length over all parameters; infinite or no number where one of the gradients holds such.
    package func average(_ gradients: [AlignedFloats], on threads: TrainingThreads) -> Double {
        let squares = [Double](unsafeUninitializedCapacity: slices.count) { buffer, count in
            guard let sums = buffer.baseAddress else { return }
            // Each slice writes the one sum that has its index.
            nonisolated(unsafe) let out = sums
            threads.perform(slices.count) { index in
                let range = slices[index].range
                let others = gradients.dropFirst().map { UnsafePointer($0.start + range.lowerBound) as UnsafePointer? }
                out[index] = average_arrays(
                    gradients[0].start + range.lowerBound, others, Int32(gradients.count), Int64(range.count))
            }
            count = slices.count
        }
        return squares.reduce(0, +).squareRoot()
    }

    /// What a gradient of that length is multiplied by so that it is not longer than the settings allow.
    package func scale(forLength length: Double) -> Double {
        guard let clip = settings.clip, length > clip else { return 1 }
        return clip / length
    }

    /// Moves `parameters` against `gradient`.
    /// - Parameters:
    ///   - scale: what the gradient is multiplied by first.
    ///   - step: the step's number, counted from 1.
    package func update(
        _ parameters: AlignedFloats, gradient: AlignedFloats, scale: Double, rate: Double, step: Int,
        on threads: TrainingThreads
    ) {
        switch settings.method {
        case .adam(let beta1, let beta2, let epsilon):
            let common = adam_step(
                gradient_scale: Float(scale), beta1: Float(beta1), beta2: Float(beta2), fresh1: Float(1 - beta1),
                fresh2: Float(1 - beta2), rate: Float(rate / (1 - pow(beta1, Double(step)))),
                root: Float(1 / (1 - pow(beta2, Double(step))).squareRoot()), epsilon: Float(epsilon), keep: 1)
            let decayed = Float(1 - rate * settings.weightDecay)
            let (first, second) = (moments[0], moments[1])
            threads.perform(slices.count) { index in
                let (start, count) = (slices[index].range.lowerBound, Int64(slices[index].range.count))
                var step = common
                if slices[index].decays { step.keep = decayed }
                step_adam(
                    parameters.start + start, first.start + start, second.start + start, gradient.start + start, count,
                    step)
            }
        case .momentum(let momentum):
            let common = momentum_step(
                gradient_scale: Float(scale), momentum: Float(momentum), rate: Float(rate), decay: 0)
            let decay = Float(settings.weightDecay)
            let velocity = moments[0]
            threads.perform(slices.count) { index in
                let (start, count) = (slices[index].range.lowerBound, Int64(slices[index].range.count))
                var step = common
                if slices[index].decays { step.decay = decay }
                step_momentum(
                    parameters.start + start, velocity.start + start, gradient.start + start, count, step)
            }
        }
    }
}

extension OptimiserSettings.Method {
    /// What the optimiser remembers, as files call it.
    var momentNames: [String] {
        switch self {
        case .adam: ["moment1", "moment2"]
        case .momentum: ["velocity"]
        }
    }
}
