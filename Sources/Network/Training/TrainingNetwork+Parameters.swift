extension TrainingNetwork {
    /// Parameters to start from scratch with: convolutions normal with variance 2 / (out · kernel² / groups) (He et al.
    /// 2015, equation 14, fan out), gamma 1 and beta 0, the head uniform in ±1/√features and its bias 0.
    public static func randomParameters(_ layout: ParameterLayout, seed: UInt64) -> [Float] {
        var parameters = [Float](repeating: 0, count: layout.count)
        for (index, entry) in layout.entries.enumerated() {
            // Each tensor has a stream of its own: a head of another size changes nothing else.
            var random = SeededRandom(seed: seed, UInt64(index))
            switch entry.shape.count {
            case 4:
                let (outputs, inputs) = (entry.shape[0], entry.shape[1])
                // Outputs that see one input: all of them, or the group's.
                let groups = layout.inputs(of: entry) / inputs
                let fan = Float(outputs * entry.shape[2] * entry.shape[3]) / Float(groups)
                let deviation = (2 / fan).squareRoot()
                for i in entry.range { parameters[i] = random.normal() * deviation }
            case 2:
                let bound = 1 / Float(entry.shape[1]).squareRoot()
                for i in entry.range { parameters[i] = random.uniform(in: -bound...bound) }
            default:
                if entry.name.hasSuffix(".bn.weight") { for i in entry.range { parameters[i] = 1 } }
            }
        }
        return parameters
    }

    /// What a network starts from, and the statistics that its BatchNorms have there.
    public struct Start: Sendable {
        public var parameters: [Float]
        /// Of every channel of every BatchNorm, in layer order.
        public var means: [Float]
        /// Biased, over all given samples.
        public var variances: [Float]
    }

    /// Parameters with which the network computes what a folded checkpoint does: its weights, and for each BatchNorm
    /// gamma = √(variance + ε) and beta = mean + bias, so that normalising is undone. They are set layer by layer during
    /// one forward pass, exactly so for one batch; of several the statistics are pooled. The head starts at random.
    /// - Parameters:
    ///   - checkpoint: native layout, BatchNorm folded.
    ///   - batches: how many batches of samples to measure, 1 or more.
    ///   - fill: puts the samples of batch `k` into the network's input.
    /// - Throws: `NetworkError.mismatch` naming the first tensor that is missing or of another shape.
    public func parameters(
        adopting checkpoint: Checkpoint, seed: UInt64, batches: Int = 1,
        fill: (_ k: Int, _ input: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) throws -> Start {
        try checkpoint.validate(against: plan.trunk)
        var start = Self.randomParameters(layout, seed: seed)
        var biases: [Float] = []
        for norm in layout.norms {
            let weight = checkpoint.tensors["\(norm.layer).weight"]?.values ?? []
            let bias = checkpoint.tensors["\(norm.layer).bias"]?.values ?? []
            start.replaceSubrange(norm.weight.range, with: weight)
            start.replaceSubrange(norm.beta.range, with: bias)
            biases += bias
        }
        let channels = statisticsLength / 2
        var mean = [Double](repeating: 0, count: channels)
        var square = [Double](repeating: 0, count: channels)
        var adopted = start
        for k in 0..<max(1, batches) {
            try fill(k, input)
            adopted = start
            try adopted.withUnsafeMutableBufferPointer { try adopt($0.baseAddress!) }
            for c in 0..<channels {
                let (m, v) = (Double(statistics[c]), Double(statistics[channels + c]))
                mean[c] += m
                square[c] += v + m * m
            }
        }
        if batches > 1 {
            for norm in layout.norms {
                for (i, c) in norm.channels.enumerated() {
                    mean[c] /= Double(batches)
                    square[c] /= Double(batches)
                    let variance = max(0, square[c] - mean[c] * mean[c])
                    adopted[norm.gamma.offset + i] = Float((variance + Self.epsilon).squareRoot())
                    adopted[norm.beta.offset + i] = Float(mean[c]) + biases[c]
                }
            }
        }
        return Start(
            parameters: adopted, means: mean.map { Float($0) },
            variances: (0..<channels).map { Float(max(0, square[$0] - mean[$0] * mean[$0])) })
    }

    /// What is added to a variance before its root is taken; the same in the C shim.
    static let epsilon = 1e-5
}

extension ParameterLayout {
    /// Channels that a convolution reads: its weights tell those of one group only.
    fileprivate func inputs(of entry: Entry) -> Int {
        norms.first { $0.weight == entry }?.inputs ?? entry.shape[1]
    }
}
