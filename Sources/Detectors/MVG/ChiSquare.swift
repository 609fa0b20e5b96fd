import Foundation

/// The χ² distribution: of the squared Mahalanobis distance of a normal part, where mean and covariance are known.
public struct ChiSquare: Sendable {
    /// Degrees of freedom.
    public let dimensions: Int

    /// - Precondition: positive.
    public init(dimensions: Int) {
        precondition(dimensions > 0)
        self.dimensions = dimensions
    }

    /// The probability of a value `<= x`: the regularised incomplete gamma function P(k/2, x/2).
    public func probability(upTo x: Double) -> Double {
        x <= 0 ? 0 : Self.gamma(Double(dimensions) / 2, x / 2).lower
    }

    /// The value that is not exceeded with probability `p`.
    /// - Precondition: `p` lies between 0 and 1, ends excluded.
    public func quantile(_ p: Double) -> Double {
        precondition(p > 0 && p < 1)
        // Whichever tail is the smaller decides: 1 − p would lose what is left of it.
        func isBelow(_ x: Double) -> Bool {
            let tails = Self.gamma(Double(dimensions) / 2, x / 2)
            return p < 0.5 ? tails.lower < p : tails.upper > 1 - p
        }
        var (low, high) = (0.0, Double(dimensions) + 1)
        while isBelow(high) { (low, high) = (high, 2 * high) }
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high, high - low > 1e-15 * high else { return middle }
            if isBelow(middle) { low = middle } else { high = middle }
        }
    }

    /// P(a, x) and Q(a, x) = 1 − P, each as exact as it can be.
    private static func gamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        var sign: Int32 = 0
        // The re-entrant variant: `lgamma` writes the sign to a global.
        let front = exp(a * log(x) - x - lgamma_r(a, &sign))
        guard front > 0 else { return x < a ? (0, 1) : (1, 0) }
        if x < a + 1 {
            let lower = front * series(a, x)
            return (lower, 1 - lower)
        }
        let upper = front * fraction(a, x)
        return (1 - upper, upper)
    }

    /// Abramowitz & Stegun 6.5.29: Σ xⁿ / (a (a + 1) … (a + n)).
    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, n) = (1 / a, 1 / a, a)
        while term > sum * 1e-17 {
            n += 1
            term *= x / n
            sum += term
        }
        return sum
    }

    /// Abramowitz & Stegun 6.5.31, evaluated forwards (Lentz 1976).
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / safe(b)
        var result = d
        for step in 1...1_000_000 {
            let i = Double(step)
            let factor = -i * (i - a)
            b += 2
            d = 1 / safe(factor * d + b)
            c = safe(b + factor / c)
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }
}
