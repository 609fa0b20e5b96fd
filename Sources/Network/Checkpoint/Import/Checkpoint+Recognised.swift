import Disk

extension Checkpoint {
    /// How well weights fit an architecture under one naming: 1 when every convolution is here with its shape and no
    /// other stands before the last tap.
    private func agreement(_ architecture: Architecture, _ names: TensorNames) -> Double {
        let expected = names.kernels(of: architecture)
        let found = expected.count { tensors[$0.key]?.shape == $0.value }
        let strays = tensors.count { name, tensor in
            tensor.shape.count == 4 && expected[name] == nil && !names.isBeyond(name)
        }
        return Double(found) / Double(max(1, expected.count + strays))
    }

    /// The naming of `architecture` that fits best, and how well it fits.
    func bestNames(for architecture: Architecture) -> (names: TensorNames, agreement: Double)? {
        var best: (names: TensorNames, agreement: Double)?
        for names in TensorNames.known(for: architecture) {
            let agreement = agreement(architecture, names)
            if agreement > best?.agreement ?? -1 { best = (names, agreement) }
        }
        return best
    }

    /// The architecture that agrees best with names and shapes here, if one does by more than a quarter. Weights that
    /// have the same names in two libraries count as those of the first in `Architecture.all`.
    func likeliest() -> (architecture: Architecture, agreement: Double)? {
        var best: (architecture: Architecture, agreement: Double)?
        for architecture in Architecture.all {
            let agreement = bestNames(for: architecture)?.agreement ?? 0
            if agreement > best?.agreement ?? 0.25 { best = (architecture, agreement) }
        }
        return best
    }

    /// The architecture that the metadata names, or that agrees best with names and shapes.
    func recognised(_ source: String) throws(NetworkError) -> Architecture {
        if let name = metadata["architecture"], let architecture = Architecture.named(name) { return architecture }
        guard let best = likeliest() else {
            let known = Architecture.all.map(\.name).joined(separator: ", ")
            let first = tensors.keys.min()?.printable ?? "nothing"
            throw NetworkError(
                .unknown, source.printable,
                "weights of no known network (it begins with \(first)); Touchstone knows \(known)")
        }
        return best.architecture
    }
}

extension TensorNames {
    /// Every kernel that weights of `architecture` have under these names, and its shape.
    fileprivate func kernels(of architecture: Architecture) -> [String: [Int]] {
        var kernels: [String: [Int]] = [:]
        for layer in architecture.layers {
            switch layer.operation {
            case .maxPool: break
            case .convolution(let convolution):
                guard let name = layers[layer.name] else { continue }
                kernels["\(name.convolution).weight"] = convolution.weightShape
            case .excitation(let excitation):
                guard let name = excitations[layer.name] else { continue }
                kernels["\(name.reduce).weight"] = [excitation.squeezed, excitation.channels, 1, 1]
                kernels["\(name.expand).weight"] = [excitation.channels, excitation.squeezed, 1, 1]
            }
        }
        return kernels
    }
}
