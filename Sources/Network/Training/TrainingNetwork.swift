import CDNN
import COpenBLAS

/// One shard's network: activations and gradients of a fixed number of samples, computed on the thread that calls.
/// Parameters are given in, so that networks of several shards share them. It belongs to one thread at a time; the same
/// calls give the same bits.
public final class TrainingNetwork {
    public let plan: TrainingPlan
    public let layout: ParameterLayout
    /// Numbers of one sample that the head reads: channels of the last tap × grid × grid, the channel slowest.
    public let featureLength: Int
    /// Floats of `statistics`.
    public let statisticsLength: Int
    private let trainer: OpaquePointer
    private let answers: UnsafeMutableBufferPointer<Float>
    /// Gradient of `outputs`, batch × outputs: to be filled between a forward pass, which zeroes it, and a backward pass.
    public let outputGradient: UnsafeMutableBufferPointer<Float>
    /// What the loss takes from the features beside the head, batch × feature length; likewise.
    public let featureGradient: UnsafeMutableBufferPointer<Float>
    /// Both together: what goes back into the trunk.
    private let behindTrunk: UnsafeMutableBufferPointer<Float>

    /// - Throws: `NetworkError.library` naming the architecture and what cannot be trained, or that memory is short.
    public init(_ plan: TrainingPlan) throws(NetworkError) {
        let trunk = plan.trunk
        func refused(_ message: String) -> NetworkError { NetworkError(.library, trunk.name, message) }
        guard plan.batch > 0, plan.head.outputs > 0, plan.head.grid > 0, plan.width > 0, plan.height > 0,
            !trunk.layers.isEmpty
        else { throw refused("nothing to train: samples, answers, cells, pixels and taps must be one or more") }
        for layer in trunk.layers {
            if case .excitation = layer.operation {
                throw refused("its squeeze-and-excitation cannot be trained; take ResNet, MobileNetV2 or Lite")
            }
        }
        var message = [CChar](repeating: 0, count: Int(DNN_ERROR_LENGTH))
        let made = LayerTable(trunk, nil, width: plan.width, height: plan.height).withLayers { layers in
            dnn_trainer_create(
                layers.baseAddress, Int32(layers.count), Int32(plan.batch), Int32(plan.height), Int32(plan.width),
                Int32(plan.head.grid), Int32(plan.precision == .bf16 ? DNN_BF16 : DNN_F32), &message)
        }
        guard let made else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw refused("\(text) at \(plan.batch) inputs of \(plan.width)×\(plan.height) in \(plan.precision)")
        }
        self.plan = plan
        trainer = made
        featureLength = Int(dnn_trainer_feature_length(made))
        statisticsLength = Int(dnn_trainer_statistics_length(made))
        layout = ParameterLayout(trunk, outputs: plan.head.outputs, features: featureLength)
        let head = plan.head.outputs * (featureLength + 1)
        precondition(layout.count == dnn_trainer_parameter_count(made) + head, "layouts differ")
        func zeros(_ perSample: Int) -> UnsafeMutableBufferPointer<Float> {
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: plan.batch * perSample)
            buffer.initialize(repeating: 0)
            return buffer
        }
        answers = zeros(plan.head.outputs)
        outputGradient = zeros(plan.head.outputs)
        featureGradient = zeros(featureLength)
        behindTrunk = zeros(featureLength)
        ComputeThreads.limitLinearAlgebra
    }

    deinit {
        dnn_trainer_destroy(trainer)
        for buffer in [answers, outputGradient, featureGradient, behindTrunk] { buffer.deallocate() }
    }

    /// Batch × 3 × height × width, normalised as the architecture wants it.
    public var input: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            start: dnn_trainer_input(trainer), count: plan.batch * 3 * plan.height * plan.width)
    }

    /// The head's answers to the last forward pass, batch × outputs.
    public var outputs: UnsafeBufferPointer<Float> { UnsafeBufferPointer(answers) }

    /// What the head reads, batch × feature length.
    public var features: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: dnn_trainer_features(trainer), count: plan.batch * featureLength)
    }

    /// Means of all channels of each BatchNorm in the last forward pass, in layer order, then all biased variances.
    public var statistics: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: dnn_trainer_statistics(trainer), count: statisticsLength)
    }

    /// Numbers that each mean and variance is of, for each BatchNorm's channels in the order of `statistics`' first half.
    public var statisticsSamples: [Int] {
        let layers = plan.trunk.layers.indices.filter { index in
            if case .convolution = plan.trunk.layers[index].operation { true } else { false }
        }
        return layers.flatMap { index in
            let shape = dnn_trainer_shape(trainer, Int32(index))
            return Array(repeating: plan.batch * Int(shape.height * shape.width), count: Int(shape.channels))
        }
    }

    /// Bytes of activations, gradients and weights.
    public var workingBytes: Int { dnn_trainer_bytes(trainer) }

    /// The k-th tap of the last forward pass, batch × height × width × channels.
    public func tap(_ k: Int) -> [Float] {
        let layer = Int32(plan.architecture.taps[k].layer)
        let shape = dnn_trainer_shape(trainer, layer)
        let count = plan.batch * Int(shape.channels * shape.height * shape.width)
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
            dnn_trainer_copy_output(trainer, layer, buffer.baseAddress)
            initialised = count
        }
    }

    // MARK: Passes

    /// Computes outputs, features and statistics of `input`, and zeroes both gradients.
    /// - Parameter parameters: `layout.count` floats.
    public func forward(_ parameters: UnsafePointer<Float>) throws(NetworkError) {
        try check(dnn_trainer_forward(trainer, parameters))
        answer(parameters)
    }

    /// A forward pass that turns the parameters of a folded network into its own: gamma and beta are set so that each
    /// BatchNorm changes nothing but adds the folded bias, which stands in the place of beta beforehand.
    func adopt(_ parameters: UnsafeMutablePointer<Float>) throws(NetworkError) {
        try check(dnn_trainer_adopt(trainer, parameters))
        answer(parameters)
    }

    /// The gradient of the loss whose gradients stand in `outputGradient` and `featureGradient`. Follows a forward pass
    /// with the same parameters, once.
    /// - Parameter gradient: `layout.count` floats, overwritten.
    public func backward(
        _ parameters: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
    ) throws(NetworkError) {
        let (batch, outputs, length) = (Int32(plan.batch), Int32(plan.head.outputs), Int32(featureLength))
        let (weight, bias) = head
        // Of the features: outputGradient · W + featureGradient.
        _ = behindTrunk.update(from: featureGradient)
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, batch, length, outputs, 1, outputGradient.baseAddress, outputs,
            parameters + weight, length, 1, behindTrunk.baseAddress, length)
        // Of the weights: outputGradientᵀ · features; of the bias: the sum over samples.
        cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, outputs, length, batch, 1, outputGradient.baseAddress, outputs,
            features.baseAddress, length, 0, gradient + weight, length)
        for k in 0..<plan.head.outputs {
            var sum: Float = 0
            for sample in 0..<plan.batch { sum += outputGradient[sample * plan.head.outputs + k] }
            gradient[bias + k] = sum
        }
        try check(dnn_trainer_backward(trainer, parameters, behindTrunk.baseAddress, gradient))
    }

    private func answer(_ parameters: UnsafePointer<Float>) {
        let (batch, outputs, length) = (Int32(plan.batch), Int32(plan.head.outputs), Int32(featureLength))
        let (weight, bias) = head
        for sample in 0..<plan.batch {
            for k in 0..<plan.head.outputs { answers[sample * plan.head.outputs + k] = parameters[bias + k] }
        }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, batch, outputs, length, 1, features.baseAddress, length,
            parameters + weight, length, 1, answers.baseAddress, outputs)
        outputGradient.update(repeating: 0)
        featureGradient.update(repeating: 0)
    }

    /// Where the head's weights and bias start: they stand last.
    private var head: (weight: Int, bias: Int) {
        let bias = layout.count - plan.head.outputs
        return (bias - plan.head.outputs * featureLength, bias)
    }

    private func check(_ status: Int32) throws(NetworkError) {
        guard status != 0 else { return }
        throw NetworkError(.library, plan.architecture.name, "oneDNN stopped training with status \(status)")
    }
}
