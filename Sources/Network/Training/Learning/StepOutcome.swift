/// What came of one step of a training.
public struct StepOutcome: Sendable {
    /// The losses in the order of the objective's terms: means over all samples of the step, before it changed anything.
    public let terms: [Double]
    /// The length of the gradient over all parameters, before it was clipped.
    public let gradientNorm: Double
    public let seconds: Double
    public let times: StepTimes

    package init(terms: [Double], gradientNorm: Double, seconds: Double, times: StepTimes = StepTimes()) {
        (self.terms, self.gradientNorm, self.seconds, self.times) = (terms, gradientNorm, seconds, times)
    }
}

/// Where a step's time went, in seconds. What each shard does for itself is the mean over the shards.
public struct StepTimes: Sendable, Equatable {
    /// Making the samples.
    public var batch = 0.0
    public var forward = 0.0
    /// Losses and their gradients at the head.
    public var losses = 0.0
    public var backward = 0.0
    /// Averaging the gradients, the optimiser, and the running statistics, on all cores together.
    public var update = 0.0
}
