/// A threshold from the scores of good parts alone, with the false-reject rate that it promises.
///
/// Split conformal prediction (Vovk, Gammerman & Shafer 2005; Papadopoulos et al. 2002) read as a test for outliers
/// (Bates et al. 2023). Of n + 1 exchangeable good parts, n of them seen, the next one is equally likely to hold any
/// rank. Let s₍ₘ₎ be the m-th smallest seen score. The next one is above it with a probability of at most
/// (n + 1 − m) / (n + 1), ties included, whatever the distribution. The suggestion takes the smallest m that keeps this
/// within the target and flags from the first number above s₍ₘ₎, the lowest threshold with that promise.
///
/// What it rests on: the next good part is like the seen ones (same camera, light, product), and seen scores are made
/// like new ones. Scores of parts that were kept out of the calibration fulfil the second exactly. Leave-one-out scores
/// come from calibrations that are one part smaller; that tends to make them slightly larger than a new part's, which
/// errs towards fewer false rejects, but it is no longer a theorem (Barber et al. 2021).
public struct ThresholdSuggestion: Equatable, Sendable {
    /// Flag when `score >= threshold`.
    public let threshold: Float
    /// The expected rate of flagged good parts is at most this: a multiple of 1 / (n + 1), in (0, 1). Above `target`
    /// only where `reachesTarget` is false.
    public let certifiedRate: Double
    /// On average over all sets of n parts the rate keeps to `certifiedRate`; with this set it may be worse. With 95 %
    /// confidence it is below this (the rate is Beta(n + 1 − m, m) distributed, or smaller where scores tie).
    public let upperRate95: Double
    /// The rate that was asked for.
    public let target: Double
    /// How many of the seen good parts the threshold flags.
    public let flaggedAmongSeen: Int
    /// Good parts that the suggestion rests on.
    public let count: Int

    /// Whether the promise is as good as what was asked for. If not, the threshold is just above the highest seen score.
    public var reachesTarget: Bool { certifiedRate <= target }

    /// The smallest rate that `count` good parts can certify: 1 / (n + 1).
    public static func smallestRate(count: Int) -> Double { 1 / Double(count + 1) }

    /// How many good parts it takes to certify `target`: the smallest n with 1 / (n + 1) <= target.
    /// - Precondition: `1e-9 <= target < 1`.
    public static func partsNeeded(for target: Double) -> Int {
        precondition(target >= 1e-9 && target < 1)
        var count = max(1, Int((1 / target).rounded(.up)) - 2)
        while smallestRate(count: count) > target { count += 1 }
        return count
    }

    /// - Parameters:
    ///   - goodScores: of good parts, each scored as if it had not been calibrated with; any order.
    ///   - target: the rate of good parts that may be flagged.
    /// - Returns: `nil` without any score.
    /// - Precondition: `0 < target < 1`.
    /// - Throws: `EvaluationError.notANumber` for a score that is NaN or infinite.
    public init?(goodScores: [Float], target: Double) throws(EvaluationError) {
        precondition(target > 0 && target < 1, "the target is a rate between 0 and 1")
        for (i, score) in goodScores.enumerated() where !score.isFinite {
            throw EvaluationError(.notANumber, "good score \(i + 1)", "is \(score); calibrate again without that part")
        }
        let sorted = goodScores.sorted()
        let count = sorted.count
        guard count > 0 else { return nil }
        // Ranks from the top that the next part may take and be flagged: the most that keep allowed / (n + 1) <= target.
        // At least one: nothing lies above the highest rank but the next part itself.
        var allowed = min(count, Int(target * Double(count + 1)) + 1)
        while allowed > 1, Double(allowed) / Double(count + 1) > target { allowed -= 1 }
        let kept = count + 1 - allowed

        let highestGood = sorted[kept - 1]
        threshold = highestGood.nextUp
        certifiedRate = Double(allowed) / Double(count + 1)
        upperRate95 = BetaDistribution(a: Double(allowed), b: Double(kept)).quantile(0.95)
        flaggedAmongSeen = sorted.count { $0 > highestGood }
        self.target = target
        self.count = count
    }
}
