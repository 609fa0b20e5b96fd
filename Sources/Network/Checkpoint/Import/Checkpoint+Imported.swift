import Disk

extension Checkpoint {
    /// The native form of weights from elsewhere: native names, BatchNorm folded in, no classifier. Levels behind the
    /// last tap are taken along as far as they are whole.
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
        guard let names = raw.bestNames(for: architecture)?.names else {
            throw NetworkError(.unknown, architecture.name, "no weights of it can be imported")
        }
        var checkpoint = try raw.renamed(architecture, names, source)
        try checkpoint.validate(against: architecture)
        if checkpoint.tensors == raw.tensors { (checkpoint.digest, checkpoint.storage) = (raw.digest, raw.storage) }
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

    /// Native tensors from these, BatchNorm folded.
    private func renamed(
        _ architecture: Architecture, _ names: TensorNames, _ source: String
    ) throws(NetworkError) -> Checkpoint {
        var used: Set<String> = []
        func advice() -> String { self.advice(insteadOf: architecture) }
        func take(_ name: String, _ shape: [Int]) throws(NetworkError) -> [Float] {
            guard let tensor = tensors[name] else {
                throw NetworkError(
                    .mismatch, source.printable,
                    "\(architecture.name) needs the tensor \(name) of shape \(shape), which is missing; \(advice())")
            }
            guard tensor.shape == shape else {
                throw NetworkError(
                    .mismatch, source.printable,
                    "\(architecture.name) needs \(name) with shape \(shape) and finds \(tensor.shape); \(advice())")
            }
            used.insert(name)
            return tensor.values
        }
        var native = Checkpoint(tensors: [:])
        func add(_ layer: Architecture.Layer) throws(NetworkError) {
            switch layer.operation {
            case .maxPool: break
            case .excitation:
                guard let name = names.excitations[layer.name] else { return }
                for (own, shape) in layer.tensorShapes {
                    let foreign = own.hasPrefix("reduce") ? name.reduce : name.expand
                    let values = try take("\(foreign).\(own.hasSuffix("weight") ? "weight" : "bias")", shape)
                    native.tensors["\(layer.name).\(own)"] = Tensor(shape: shape, values: values)
                }
            case .convolution(let convolution):
                guard let name = names.layers[layer.name] else { return }
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
        }
        for layer in architecture.layers { try add(layer) }
        var next = 0
        for level in architecture.levels where level.layer >= architecture.layers.count {
            let end = level.layer - architecture.layers.count
            do throws(NetworkError) {
                for layer in architecture.further[next...end] { try add(layer) }
            } catch {
                // Many files end earlier. Of a level that is not whole nothing is kept.
                let unfinished = architecture.further[next...].flatMap { layer in
                    layer.tensorShapes.map { "\(layer.name).\($0.name)" }
                }
                for name in unfinished { native.tensors[name] = nil }
                break
            }
            next = end + 1
        }
        // A deeper network contains this one by name and shape; what it has besides gives it away.
        if let stray = tensors.keys.sorted().first(where: {
            !used.contains($0) && !names.isBeyond($0) && !$0.hasSuffix(".num_batches_tracked")
        }) {
            throw NetworkError(
                .mismatch, source.printable,
                "holds \(stray.printable), which \(architecture.name) does not have; \(advice())")
        }
        return native
    }

    /// What to do about weights that are not of `architecture`.
    private func advice(insteadOf architecture: Architecture) -> String {
        let mend = "give weights of \(architecture.name)"
        guard let likeliest = likeliest(), likeliest.architecture.name != architecture.name, likeliest.agreement > 0.9
        else { return mend }
        return "\(mend), or say --architecture \(likeliest.architecture.name), which these look like"
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
