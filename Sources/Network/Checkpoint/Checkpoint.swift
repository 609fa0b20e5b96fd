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

    public init(metadata: [String: String] = [:], tensors: [String: Tensor], digest: SHA256Digest? = nil) {
        self.metadata = metadata
        self.tensors = tensors
        self.digest = digest
    }
}
