import Foundation

/// The beta distribution: of a rate of which `a − 1` hits and `b − 1` misses were seen, and of order statistics.
struct BetaDistribution {
    let a: Double
    let b: Double

    /// - Precondition: both positive.
    init(a: Double, b: Double) {
        precondition(a > 0 && b > 0)
        self.a = a
        self.b = b
    }

    /// The regularised incomplete beta function I_x(a, b): the probability of a value `<= x`, for `x` in 0...1.
    func probability(upTo x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logarithm = a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)
        // The fraction converges fast left of the mean; right of it the mirror image does (Abramowitz & Stegun 26.5.2).
        return x <= (a + 1) / (a + b + 2)
            ? exp(logarithm) * Self.fraction(x, a, b) / a
            : 1 - exp(logarithm) * Self.fraction(1 - x, b, a) / b
    }

    /// The value that is not exceeded with probability `p`, by bisection down to neighbouring doubles.
    func quantile(_ p: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return middle }
            if probability(upTo: middle) < p { low = middle } else { high = middle }
            if high - low <= 1e-16 + 1e-15 * high { return (low + high) / 2 }
        }
    }

    /// The continued fraction of Abramowitz & Stegun 26.5.8, evaluated forwards (Lentz 1976).
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var result = d
        // √max(a, b) terms are enough; the limit is far above that for any number of parts.
        for step in 1...100_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / safe(1 + even * d)
            c = safe(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / safe(1 + odd * d)
            c = safe(1 + odd / c)
            let change = d * c
            result *= change
            if abs(change - 1) < 1e-16 { break }
        }
        return result
    }

    /// ln Γ. The re-entrant variant: `lgamma` writes the sign to a global.
    private func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }
}
