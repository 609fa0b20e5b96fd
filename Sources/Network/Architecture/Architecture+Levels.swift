extension Architecture {
    /// This network with its levels for taps, as far as a checkpoint goes: weights may end anywhere behind the last tap,
    /// and what follows the first level that is not whole is left out.
    public func atLevels(of checkpoint: Checkpoint) -> Architecture {
        let all = layers + further
        var there: [Tap] = []
        var next = 0
        for level in levels {
            let own = all[next...level.layer]
            guard own.allSatisfy({ $0.isWhole(in: checkpoint) }) else { break }
            there.append(level)
            next = level.layer + 1
        }
        return Architecture(
            name: name, normalisation: normalisation, layers: Array(all[..<next]), taps: there, levels: levels)
    }

    /// The levels of this network that are not among its taps: what `atLevels` did not find in a checkpoint.
    public var missingLevels: [String] {
        levels.map(\.name).filter { name in !taps.contains { $0.name == name } }
    }
}

extension Architecture.Layer {
    /// Whether all of the layer's tensors are in a native checkpoint, with their shapes.
    func isWhole(in checkpoint: Checkpoint) -> Bool {
        tensorShapes.allSatisfy { checkpoint.tensors["\(name).\($0.name)"]?.shape == $0.shape }
    }
}
