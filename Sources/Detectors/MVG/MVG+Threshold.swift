extension MVG {
    /// The probability that the paper takes: three standard deviations of a normal value.
    public static let standardProbability = 0.9973

    /// For each of `levels`, the distance that a good part does not exceed with probability `p` if its features there are
    /// normal: √χ²(p, k) over k dimensions (Rippel et al. 2020, eq 4). `nil` but for the Mahalanobis distance, the only
    /// one of which that is known.
    ///
    /// It takes mean and covariance for exact. They were estimated from parts that are seldom many more than the channels,
    /// so good parts that were not among them lie farther out than this says, by the more the fewer there were.
    /// - Precondition: `p` lies between 0 and 1, ends excluded.
    public func levelThresholds(_ p: Double = standardProbability) -> [Double]? {
        guard options.distance == .mahalanobis else { return nil }
        return levels.map { ChiSquare(dimensions: $0.dimensions).quantile(p).squareRoot() }
    }

    /// The sum of the levels' thresholds, for the sum of their distances.
    ///
    /// Of a sum, χ² says nothing by itself: its distribution depends on how far the levels agree. Only if they ranked all
    /// parts alike would good parts stay below this with probability `p`; where they agree less, more good parts do. A
    /// threshold from leave-one-out scores assumes none of this, and is to be preferred.
    /// - Precondition: `p` lies between 0 and 1, ends excluded.
    public func threshold(_ p: Double = standardProbability) -> Double? { levelThresholds(p)?.reduce(0, +) }
}
