import CDNN

/// The architecture's table in the C shim's words, beside the weights it points to.
struct LayerTable {
    private var layers: [dnn_layer] = []
    private var weights: [Weights] = []

    /// Numbers that a field of an entry shall point to.
    private struct Weights {
        let layer: Int
        let field: WritableKeyPath<dnn_layer, UnsafePointer<Float>?>
        let values: [Float]
    }

    /// - Parameter checkpoint: `nil` for a table without weights.
    /// - Precondition: `checkpoint` has been validated against `architecture`.
    init(_ architecture: Architecture, _ checkpoint: Checkpoint?, width: Int, height: Int) {
        var sizes: [(width: Int, height: Int)] = []
        for layer in architecture.layers {
            let input = layer.input < 0 ? (width: width, height: height) : sizes[layer.input]
            func keep(_ field: WritableKeyPath<dnn_layer, UnsafePointer<Float>?>, _ tensor: String) {
                guard let checkpoint else { return }
                let values = checkpoint.tensors["\(layer.name).\(tensor)"]?.values ?? []
                weights.append(Weights(layer: layers.count, field: field, values: values))
            }
            var entry = dnn_layer()
            entry.input = Int32(layer.input)
            entry.adds = -1
            let normalisation = architecture.normalisation
            entry.input_scale = Self.triple { normalisation.deviation[$0] / normalisation.scale }
            entry.input_offset = Self.triple { normalisation.mean[$0] / normalisation.scale - 128 }
            entry.groups = 1
            (entry.kernel, entry.stride) = (1, 1)
            switch layer.operation {
            case .convolution(let convolution):
                entry.kind = Int32(DNN_CONVOLUTION)
                entry.in_channels = Int32(convolution.inputChannels)
                entry.out_channels = Int32(convolution.outputChannels)
                entry.kernel = Int32(convolution.kernel)
                entry.stride = Int32(convolution.stride)
                entry.groups = Int32(convolution.groups)
                entry.adds = Int32(convolution.adds ?? -1)
                entry.activation = Int32(convolution.activation.code)
                let vertical = convolution.padding.around(input.height, convolution.kernel, convolution.stride)
                let horizontal = convolution.padding.around(input.width, convolution.kernel, convolution.stride)
                (entry.pad_top, entry.pad_bottom) = (Int32(vertical.before), Int32(vertical.after))
                (entry.pad_left, entry.pad_right) = (Int32(horizontal.before), Int32(horizontal.after))
                keep(\.weights, "weight")
                keep(\.bias, "bias")
            case .maxPool(let kernel, let stride, let padding):
                entry.kind = Int32(DNN_MAX_POOL)
                let channels = layer.input < 0 ? 3 : layers[layer.input].out_channels
                (entry.in_channels, entry.out_channels) = (channels, channels)
                (entry.kernel, entry.stride) = (Int32(kernel), Int32(stride))
                (entry.pad_top, entry.pad_bottom) = (Int32(padding), Int32(padding))
                (entry.pad_left, entry.pad_right) = (Int32(padding), Int32(padding))
            case .excitation(let excitation):
                entry.kind = Int32(DNN_EXCITATION)
                (entry.in_channels, entry.out_channels) = (Int32(excitation.channels), Int32(excitation.channels))
                entry.squeezed = Int32(excitation.squeezed)
                entry.activation = Int32(excitation.activation.code)
                keep(\.weights, "reduce.weight")
                keep(\.bias, "reduce.bias")
                keep(\.expand_weights, "expand.weight")
                keep(\.expand_bias, "expand.bias")
            }
            func output(_ side: Int, _ before: Int32, _ after: Int32) -> Int {
                (side + Int(before + after) - Int(entry.kernel)) / Int(entry.stride) + 1
            }
            sizes.append(
                (
                    output(input.width, entry.pad_left, entry.pad_right),
                    output(input.height, entry.pad_top, entry.pad_bottom)
                ))
            layers.append(entry)
        }
    }

    private static func triple(_ value: (Int) -> Float) -> (Float, Float, Float) { (value(0), value(1), value(2)) }

    /// Runs `body` with the table while the weights that it points to stay where they are.
    func withLayers<Result>(_ body: (UnsafeBufferPointer<dnn_layer>) -> Result) -> Result {
        let total = weights.reduce(0) { $0 + $1.values.count }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, total)) { all in
            var table = layers
            var next = all.baseAddress!
            for tensor in weights {
                next.initialize(from: tensor.values, count: tensor.values.count)
                table[tensor.layer][keyPath: tensor.field] = UnsafePointer(next)
                next += tensor.values.count
            }
            return table.withUnsafeBufferPointer(body)
        }
    }
}

extension Architecture.Activation {
    fileprivate var code: Int {
        switch self {
        case .none: Int(DNN_ACTIVATION_NONE)
        case .relu: Int(DNN_ACTIVATION_RELU)
        case .relu6: Int(DNN_ACTIVATION_RELU6)
        case .swish: Int(DNN_ACTIVATION_SWISH)
        }
    }
}

extension Architecture.Padding {
    /// Zeros before and after an axis of `side` pixels. TensorFlow's SAME puts the odd one after.
    func around(_ side: Int, _ kernel: Int, _ stride: Int) -> (before: Int, after: Int) {
        switch self {
        case .symmetric(let zeros):
            return (zeros, zeros)
        case .same:
            let outputs = (side + stride - 1) / stride
            let zeros = max(0, (outputs - 1) * stride + kernel - side)
            return (zeros / 2, zeros - zeros / 2)
        }
    }
}
