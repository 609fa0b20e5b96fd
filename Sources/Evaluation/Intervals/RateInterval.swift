/// Where a rate lies with 95 % confidence, given that `k` of `n` parts showed it: a false-reject rate among good parts,
/// an escape rate among bad ones.
public struct RateInterval: Equatable, Sendable {
    /// Both 0...1.
    public let lower: Double
    public let upper: Double

    /// Wilson's score interval (Wilson 1927): near 95 % on average and short; for a display that follows a threshold.
    /// `n == 0` gives 0...1.
    /// - Precondition: `0 <= k <= n`.
    public static func wilson(_ k: Int, of n: Int) -> RateInterval {
        precondition(k >= 0 && k <= n)
        guard n > 0 else { return RateInterval(lower: 0, upper: 1) }
        // The normal distribution's 97.5 % quantile.
        let z = 1.959963984540054
        let (count, rate) = (Double(n), Double(k) / Double(n))
        let scale = 1 + z * z / count
        let centre = (rate + z * z / (2 * count)) / scale
        let reach = z / scale * (rate * (1 - rate) / count + z * z / (4 * count * count)).squareRoot()
        // At the ends the formula is exactly 0 and 1; rounding must not say otherwise.
        return RateInterval(lower: k == 0 ? 0 : max(0, centre - reach), upper: k == n ? 1 : min(1, centre + reach))
    }

    /// The exact interval (Clopper & Pearson 1934): never less than 95 %, and so the one for a promise. `n == 0` gives
    /// 0...1. Accurate to 1e-12.
    /// - Precondition: `0 <= k <= n`.
    public static func clopperPearson(_ k: Int, of n: Int) -> RateInterval {
        precondition(k >= 0 && k <= n)
        guard n > 0 else { return RateInterval(lower: 0, upper: 1) }
        let (hits, misses) = (Double(k), Double(n - k))
        return RateInterval(
            lower: k == 0 ? 0 : BetaDistribution(a: hits, b: misses + 1).quantile(0.025),
            upper: k == n ? 1 : BetaDistribution(a: hits + 1, b: misses).quantile(0.975))
    }
}
