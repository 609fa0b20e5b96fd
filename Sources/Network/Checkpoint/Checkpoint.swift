import Disk

/// Weights of a network as they stand in a file: named tensors and words about them.
public struct Checkpoint: Sendable {
    /// Free words: `architecture`, `source`, `licence`, `batchnorm`, …
    public var metadata: [String: String]
    /// Native layout: for each convolution of the architecture `<layer>.weight` (out, in / groups, height, width) and
    /// `<layer>.bias` (out), BatchNorm folded in.
    public var tensors: [String: Tensor]
    /// SHA-256 of the file's bytes; `nil` for a checkpoint that was made in memory.
    public var digest: SHA256Digest?
    /// How its numbers are written.
    public var storage = Storage.single

    public enum Storage: Sendable {
        /// F32.
        case single
        /// F16: half the bytes. Only for tensors that `inHalfPrecision` made, or that were read from such a file.
        case half
    }

    public init(metadata: [String: String] = [:], tensors: [String: Tensor], digest: SHA256Digest? = nil) {
        self.metadata = metadata
        self.tensors = tensors
        self.digest = digest
    }
}

extension Checkpoint {
    /// The same with every number rounded to the nearest that half precision has (IEEE 754 binary16), to be written so;
    /// nil where one is too large for it, over 65504.
    public var inHalfPrecision: Checkpoint? {
        var half = self
        (half.storage, half.digest) = (.half, nil)
        for (name, tensor) in tensors {
            let values = tensor.values.map { Float(Float16($0)) }
            guard values.allSatisfy(\.isFinite) else { return nil }
            half.tensors[name] = Tensor(shape: tensor.shape, values: values)
        }
        return half
    }
}
