extension Checkpoint {
    /// What a trunk has learnt, as every other backbone stands in a file: BatchNorms folded into their convolutions by
    /// their running statistics, the head dropped.
    /// - Parameters:
    ///   - parameters: `layout.count` floats.
    ///   - runningMean: of every channel of every BatchNorm in layer order; so too `runningVariance`.
    ///   - metadata: free words; `architecture` and `batchnorm` are added.
    /// - Throws: `NetworkError.malformed` naming the layer where folding gives no finite numbers.
    public init(
        folding parameters: [Float], runningMean: [Float], runningVariance: [Float], layout: ParameterLayout,
        plan: TrainingPlan, metadata: [String: String] = [:]
    ) throws(NetworkError) {
        var tensors: [String: Tensor] = [:]
        for norm in layout.norms {
            let batchNorm = BatchNorm(
                weight: Array(parameters[norm.gamma.range]), bias: Array(parameters[norm.beta.range]),
                mean: Array(runningMean[norm.channels]), variance: Array(runningVariance[norm.channels]),
                epsilon: TrainingNetwork.epsilon)
            guard let folded = batchNorm.folded(into: Array(parameters[norm.weight.range]), offset: nil) else {
                throw NetworkError(
                    .malformed, plan.architecture.name,
                    "the weights of \(norm.layer) are not finite; go back to an earlier checkpoint")
            }
            tensors["\(norm.layer).weight"] = Tensor(shape: norm.weight.shape, values: folded.weight)
            tensors["\(norm.layer).bias"] = Tensor(shape: norm.beta.shape, values: folded.bias)
        }
        let words = ["architecture": plan.architecture.name, "batchnorm": "folded"]
        self.init(metadata: metadata.merging(words) { _, ours in ours }, tensors: tensors)
    }
}
