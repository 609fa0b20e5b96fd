import Disk
import SystemPackage

extension Learner {
    /// Writes all that is needed to go on bit for bit. The file is whole on the disk when this returns; where it cannot
    /// be, the one that stood there before is untouched.
    /// - Parameter metadata: words that `restore` gives back; none may begin with `training.`.
    /// - Throws: `NetworkError`: `.disk`; `.notFinite` where there is nothing worth keeping.
    public func save(to path: FilePath, metadata: [String: String] = [:]) throws(NetworkError) {
        var tensors = [
            "running.mean": Tensor(shape: [running.means.count], values: running.means),
            "running.variance": Tensor(shape: [running.variances.count], values: running.variances),
        ]
        for (prefix, block) in blocks {
            for entry in layout.entries {
                let values = Array(block.buffer[entry.range])
                tensors["\(prefix).\(entry.name)"] = Tensor(shape: entry.shape, values: values)
            }
        }
        let state = TrainingState(steps: stepsDone, terms: terms, metadata: metadata, tensors: tensors)
        try state.write(to: path)
    }

    /// Goes back, or on, to where `save` was called.
    /// - Returns: the words that were saved with it.
    /// - Throws: `NetworkError`: `.disk`; `.malformed` for a file that is damaged or no state; `.mismatch` for the state of
    ///   another training, saying what differs. Nothing is changed then.
    public func restore(from path: FilePath) throws(NetworkError) -> [String: String] {
        let state = try TrainingState.read(from: path)
        let differences = Set(terms.keys).union(state.terms.keys).sorted().filter { terms[$0] != state.terms[$0] }
        guard differences.isEmpty else {
            let list = differences.map { "\($0) \(state.terms[$0] ?? "none"), not \(terms[$0] ?? "none")" }
            throw NetworkError(
                .mismatch, path, "was saved by a training of \(list.joined(separator: "; ")): go on with what it was")
        }
        func values(_ name: String, _ shape: [Int]) throws(NetworkError) -> [Float] {
            guard let tensor = state.tensors[name], tensor.shape == shape else {
                throw NetworkError(
                    .mismatch, path, "\(name) is missing or not of the shape \(shape); begin the training anew")
            }
            return tensor.values
        }
        // Everything is read before anything is changed.
        var read: [(block: AlignedFloats, offset: Int, values: [Float])] = []
        for (prefix, block) in blocks {
            for entry in layout.entries {
                read.append((block, entry.offset, try values("\(prefix).\(entry.name)", entry.shape)))
            }
        }
        let means = try values("running.mean", [running.means.count])
        let variances = try values("running.variance", [running.variances.count])
        for (block, offset, values) in read {
            _ = UnsafeMutableBufferPointer(rebasing: block.buffer[offset...]).update(fromContentsOf: values)
        }
        (running.means, running.variances) = (means, variances)
        stepsDone = state.steps
        return state.metadata
    }

    private var blocks: [(prefix: String, block: AlignedFloats)] {
        [("parameter", parameters)] + zip(optimiser.settings.method.momentNames, optimiser.moments).map { ($0, $1) }
    }

    /// What every bit depends on beside the parameters.
    private var terms: [String: String] {
        [
            "architecture": plan.architecture.name,
            "outputs": "\(plan.head.outputs)",
            "head grid": "\(plan.head.grid)",
            "size": "\(plan.width)×\(plan.height)",
            "samples": "\(shardCount)×\(plan.batch)",
            "precision": plan.precision.rawValue,
            "optimiser": "\(optimiser.settings)",
        ]
    }
}
