/// What a network is taught: it makes batches and says how wrong the network's answers are.
public protocol Objective: Sendable {
    /// Numbers that the network's head answers for one sample.
    var outputs: Int { get }
    /// What the losses are called, the one that is minimised first.
    var terms: [String] { get }
    /// Fills `input` and keeps what the loss of that batch needs. The same place always gives the same batch, and several
    /// threads ask at once, each for its own shard.
    /// - Parameter input: `place.count` × 3 × height × width, normalised as the architecture wants it.
    func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch
}

/// Which samples of a training are meant.
public struct BatchPlace: Hashable, Sendable {
    public let step: Int
    /// Each step's samples are cut into equal shards; a network sees one of them at a time.
    public let shard: Int
    public let shards: Int
    /// Samples of the shard.
    public let count: Int
    public let width: Int
    public let height: Int

    public init(step: Int, shard: Int, shards: Int, count: Int, width: Int, height: Int) {
        self.step = step
        self.shard = shard
        self.shards = shards
        self.count = count
        self.width = width
        self.height = height
    }
}

/// A shard's samples after their pixels have gone to the network.
public protocol Batch {
    /// The losses in the order of the objective's `terms`, means over the samples, and the gradients of the first.
    /// - Parameters:
    ///   - outputs: the head's answers, count × outputs.
    ///   - features: what the head reads, count × feature length: the pooled feature map of the last tap.
    ///   - outputGradient: to be filled, shaped like `outputs`; comes zeroed.
    ///   - featureGradient: to be filled, shaped like `features`, with what the loss takes from them beside the head;
    ///     comes zeroed.
    func losses(
        outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
        outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
    ) -> [Double]
}
