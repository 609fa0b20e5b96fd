import CCeilings
import Network

/// The convolutions of a training step alone: forward, and the gradients of their inputs and weights, by oneDNN, each
/// shard's on a thread of its own.
final class TrainingCeiling {
    // Each belongs to the one iteration that has its index.
    nonisolated(unsafe) private var shards: [OpaquePointer] = []

    /// - Throws: `BenchError.machine` where oneDNN refuses a convolution.
    init(_ plan: TrainingPlan, shards count: Int) throws(BenchError) {
        let layers = Self.convolutions(plan)
        for _ in 0..<count {
            guard
                let made = ceiling_training_create(
                    layers, Int32(layers.count), Int32(plan.batch), plan.precision == .bf16 ? 1 : 0)
            else { throw BenchError(.machine, "oneDNN", "refuses the passes of a training step") }
            shards.append(made)
        }
    }

    deinit { for shard in shards { ceiling_training_destroy(shard) } }

    func run() {
        nonisolated(unsafe) let shards = shards
        Teamwork.perform(shards.count) { index in _ = ceiling_training_run(shards[index]) }
    }

    /// Of a trunk that is padded alike on all sides.
    private static func convolutions(_ plan: TrainingPlan) -> [ceiling_layer] {
        var sizes: [(width: Int, height: Int)] = []
        var found: [ceiling_layer] = []
        for layer in plan.architecture.layers {
            let input = layer.input < 0 ? (width: plan.width, height: plan.height) : sizes[layer.input]
            func window(_ kernel: Int, _ stride: Int, _ padding: Int) {
                sizes.append(
                    (
                        (input.width + 2 * padding - kernel) / stride + 1,
                        (input.height + 2 * padding - kernel) / stride + 1
                    ))
            }
            switch layer.operation {
            case .convolution(let c):
                guard case .symmetric(let padding) = c.padding else { return [] }
                found.append(
                    ceiling_layer(
                        in_channels: Int32(c.inputChannels), out_channels: Int32(c.outputChannels),
                        height: Int32(input.height), width: Int32(input.width), kernel: Int32(c.kernel),
                        stride: Int32(c.stride), padding: Int32(padding),
                        wants_input_gradient: layer.input < 0 ? 0 : 1))
                window(c.kernel, c.stride, padding)
            case .maxPool(let kernel, let stride, let padding): window(kernel, stride, padding)
            case .excitation: sizes.append(input)
            }
        }
        return found
    }
}
