import Disk

extension Checkpoint {
    /// The native form of weights from elsewhere: native names, BatchNorm folded in, nothing behind the last tap.
    ///
    /// Weights that are native already pass through unchanged and keep their file's digest.
    /// - Parameters:
    ///   - architecture: what the weights are of; `nil` finds out from the metadata, or from names and shapes.
    ///   - raw: what `read` returned.
    ///   - source: where the weights come from, for people and for error messages.
    ///   - licence: an SPDX identifier, or words.
    /// - Throws: `NetworkError` naming the first tensor that is missing, mis-shaped or of another network.
    public static func imported(
        as architecture: Architecture?, from raw: Checkpoint, source: String, licence: String
    ) throws(NetworkError) -> Checkpoint {
        let raw = raw.withoutWrapper()
        let architecture = if let architecture { architecture } else { try raw.recognised(source) }
        // Where several namings are known, the one that fits best says what is missing.
        let names = TensorNames.known(for: architecture).max {
            raw.agreement(architecture, $0) < raw.agreement(architecture, $1)
        }
        guard let names else { throw NetworkError(.unknown, architecture.name, "no weights of it can be imported") }
        var checkpoint = try raw.renamed(architecture, names, source)
        try checkpoint.validate(against: architecture)
        if checkpoint.tensors == raw.tensors { checkpoint.digest = raw.digest }
        checkpoint.metadata = [
            "architecture": architecture.name,
            "batchnorm": "folded",
            "input": architecture.normalisation.description,
            "licence": licence,
            "source": source,
            "taps": architecture.taps.map(\.name).joined(separator: " "),
        ]
        if let digest = raw.digest { checkpoint.metadata["source_sha256"] = digest.description }
        return checkpoint
    }

    /// Training wrappers put their own name before every tensor's.
    private func withoutWrapper() -> Checkpoint {
        for wrapper in ["module.", "model.", "_orig_mod."]
        where !tensors.isEmpty && tensors.keys.allSatisfy({ $0.hasPrefix(wrapper) }) {
            var inner = self
            inner.tensors = Dictionary(
                uniqueKeysWithValues: tensors.map { (String($0.key.dropFirst(wrapper.count)), $0.value) })
            return inner
        }
        return self
    }

    /// The architecture that the metadata names, or that agrees with the most names and shapes.
    private func recognised(_ source: String) throws(NetworkError) -> Architecture {
        if let name = metadata["architecture"], let architecture = Architecture.named(name) { return architecture }
        let candidates = Architecture.all.map { architecture in
            let agreement = TensorNames.known(for: architecture).map { self.agreement(architecture, $0) }.max() ?? 0
            // Shares, not counts: a longer table would win by what all networks of a family have in common.
            return (architecture, Double(agreement) / Double(architecture.tensorShapes.count / 2))
        }
        guard let best = candidates.max(by: { $0.1 < $1.1 }), best.1 > 0.25 else {
            let known = Architecture.all.map(\.name).joined(separator: ", ")
            let first = tensors.keys.min()?.printable ?? "nothing"
            throw NetworkError(
                .unknown, source.printable,
                "weights of no known network (it begins with \(first)); Touchstone knows \(known)")
        }
        return best.0
    }

    /// Convolutions of the architecture that stand here under these names with the right shape.
    private func agreement(_ architecture: Architecture, _ names: TensorNames) -> Int {
        architecture.layers.count { layer in
            guard case .convolution(let convolution) = layer.operation, let layer = names.layers[layer.name] else {
                return false
            }
            return tensors["\(layer.convolution).weight"]?.shape == convolution.weightShape
        }
    }

    /// Native tensors from these, BatchNorm folded.
    private func renamed(
        _ architecture: Architecture, _ names: TensorNames, _ source: String
    ) throws(NetworkError) -> Checkpoint {
        var used: Set<String> = []
        func take(_ name: String, _ shape: [Int]) throws(NetworkError) -> [Float] {
            guard let tensor = tensors[name] else {
                throw NetworkError(
                    .mismatch, source.printable,
                    "\(architecture.name) needs the tensor \(name) of shape \(shape), which is missing;"
                        + " give weights of \(architecture.name)")
            }
            guard tensor.shape == shape else {
                throw NetworkError(
                    .mismatch, source.printable,
                    "\(architecture.name) needs \(name) with shape \(shape) and finds \(tensor.shape);"
                        + " give weights of \(architecture.name)")
            }
            used.insert(name)
            return tensor.values
        }
        var native = Checkpoint(tensors: [:])
        for layer in architecture.layers {
            guard case .convolution(let convolution) = layer.operation, let name = names.layers[layer.name] else {
                continue
            }
            let channels = [convolution.outputChannels]
            let hasBias = tensors["\(name.convolution).bias"] != nil
            var weight = try take("\(name.convolution).weight", convolution.weightShape)
            var bias = hasBias ? try take("\(name.convolution).bias", channels) : nil
            if !hasBias || tensors["\(name.batchNorm).weight"] != nil {
                let batchNorm = BatchNorm(
                    weight: try take("\(name.batchNorm).weight", channels),
                    bias: try take("\(name.batchNorm).bias", channels),
                    mean: try take("\(name.batchNorm).running_mean", channels),
                    variance: try take("\(name.batchNorm).running_var", channels), epsilon: names.epsilon)
                guard metadata["batchnorm"] != "folded" else {
                    throw NetworkError(
                        .mismatch, source.printable,
                        "says that BatchNorm is folded and yet holds \(name.batchNorm); export the weights again")
                }
                guard let folded = batchNorm.folded(into: weight, offset: bias) else {
                    throw NetworkError(
                        .malformed, source.printable,
                        "the statistics of \(name.batchNorm) are impossible; export the weights again")
                }
                (weight, bias) = (folded.weight, folded.bias)
            }
            native.tensors["\(layer.name).weight"] = Tensor(shape: convolution.weightShape, values: weight)
            native.tensors["\(layer.name).bias"] = bias.map { Tensor(shape: channels, values: $0) }
        }
        // A deeper network contains this one by name and shape; what it has besides gives it away.
        if let stray = tensors.keys.sorted().first(where: { !used.contains($0) && !names.isBeyond($0) }) {
            throw NetworkError(
                .mismatch, source.printable,
                "holds \(stray.printable), which \(architecture.name) does not have: weights of another network")
        }
        return native
    }
}

extension Architecture.Normalisation: CustomStringConvertible {
    /// `RGB/255, mean 0.485 0.456 0.406, std 0.229 0.224 0.225`.
    public var description: String {
        func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }
        let range = scale == 1 ? "RGB" : "RGB/\((1 / scale).rounded())".replacing(".0", with: "")
        return "\(range), mean \(list(mean)), std \(list(deviation))"
    }
}
