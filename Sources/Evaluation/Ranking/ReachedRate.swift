/// What one threshold reaches where another rate must be kept.
public struct ReachedRate: Equatable, Sendable {
    /// 0...1.
    public let rate: Double
    /// A score, flagged when `>=`; `nil` where the rate can only be kept by flagging nothing.
    public let threshold: Float?
}

extension Ranking {
    /// PGn, the proportion of good parts that pass: the largest true-negative rate of any threshold that misses at most
    /// the share `rate` of the positives (PG5: 0.05). `nil` unless both classes exist.
    ///
    /// A figure of thresholds that exist, without interpolation between two: it can be had on the line.
    /// - Precondition: `0 <= rate <= 1`.
    public func goodPassed(missing rate: Double = 0.05) -> ReachedRate? {
        precondition(rate >= 0 && rate <= 1, "the rate is a share, 0...1")
        guard hasBothClasses else { return nil }
        // A quotient of integers rounds to the very number that a share such as 0.05 is written as, so a rate that is
        // reached exactly counts as kept.
        let step = steps.first { Double(positives - $0.truePositives) / Double(positives) <= rate }
        return step.map {
            ReachedRate(rate: Double(negatives - $0.falsePositives) / Double(negatives), threshold: $0.threshold)
        }
    }

    /// PBn, the proportion of bad parts that are found: the largest true-positive rate of any threshold that flags at
    /// most the share `rate` of the negatives (PB5: 0.05). `nil` unless both classes exist.
    ///
    /// Without interpolation, like `goodPassed(missing:)`.
    /// - Precondition: `0 <= rate <= 1`.
    public func badFound(flagging rate: Double = 0.05) -> ReachedRate? {
        precondition(rate >= 0 && rate <= 1, "the rate is a share, 0...1")
        guard hasBothClasses else { return nil }
        let step = steps.last { Double($0.falsePositives) / Double(negatives) <= rate }
        guard let step else { return ReachedRate(rate: 0, threshold: nil) }
        return ReachedRate(rate: Double(step.truePositives) / Double(positives), threshold: step.threshold)
    }
}
