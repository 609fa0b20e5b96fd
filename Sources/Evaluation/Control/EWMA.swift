import Foundation

/// An exponentially weighted moving average with its control limits (Roberts 1959; NIST/SEMATECH e-Handbook of
/// Statistical Methods, section 6.3.2.4):
///
///     z₀ = μ,  zᵢ = λ xᵢ + (1 − λ) zᵢ₋₁,  limits μ ± L σ √(λ / (2 − λ) · (1 − (1 − λ)²ⁱ))
///
/// The limits are the exact ones: narrow for the first values, so that a line that starts out of control shows at once.
public struct EWMA: Equatable, Sendable {
    /// Weight of the newest value, 0 < λ <= 1.
    public let lambda: Double
    /// Width of the limits in standard deviations of the average.
    public let width: Double
    public let centre: Double
    public let sigma: Double
    public private(set) var value: Double
    /// Values so far.
    public private(set) var count = 0
    /// (1 − λ)²ⁱ, which dies out.
    private var memory = 1.0

    /// - Precondition: `0 < lambda <= 1`, `width > 0`, `sigma > 0`.
    public init(centre: Double, sigma: Double, lambda: Double = 0.2, width: Double = 3) {
        precondition(lambda > 0 && lambda <= 1 && width > 0 && sigma > 0)
        self.lambda = lambda
        self.width = width
        self.centre = centre
        self.sigma = sigma
        value = centre
    }

    /// Takes a finite value in.
    public mutating func add(_ x: Double) {
        value = lambda * x + (1 - lambda) * value
        memory *= (1 - lambda) * (1 - lambda)
        count += 1
    }

    /// Distance of the limits from the centre, for as many values as there have been; 0 before the first.
    public var reach: Double { width * sigma * (lambda / (2 - lambda) * (1 - memory)).squareRoot() }
    public var lower: Double { centre - reach }
    public var upper: Double { centre + reach }

    /// Whether the average has left the limits.
    public var isOut: Bool { count > 0 && abs(value - centre) > reach }
}
