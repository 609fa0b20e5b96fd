import Disk

extension Checkpoint {
    /// Checks that every tensor of the architecture is here with its shape.
    /// - Throws: `NetworkError.mismatch` naming the first that is missing or has another shape.
    public func validate(against architecture: Architecture) throws(NetworkError) {
        for (name, shape) in architecture.tensorShapes {
            guard let tensor = tensors[name] else {
                throw NetworkError(
                    .mismatch, architecture.name,
                    "the checkpoint has no tensor \(name) of shape \(shape); import weights of this architecture")
            }
            guard tensor.shape == shape else {
                throw NetworkError(
                    .mismatch, architecture.name,
                    "\(name) should have shape \(shape) and has \(tensor.shape); import weights of this architecture")
            }
        }
    }
}
