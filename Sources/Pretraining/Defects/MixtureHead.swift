import Foundation

/// The last step from a network's answers to a pseudo-defect: tanh for colours, means and correlation, softplus for
/// widths, softmax over the components for weights, sigmoid for the strength.
public struct MixtureHead: Sendable {
    public let shape: MixtureShape

    public init(_ shape: MixtureShape) { self.shape = shape }

    /// Widths and 1 − ρ² never come under these: a ninth of a pixel at 224², and a ridge a hundred times as long as wide.
    /// In single precision tanh reaches 1 and softplus 0, and no density is left. A number on its floor has the slope
    /// that the head has there, so that it can come back.
    public static let leastWidth = 1e-3
    public static let leastUncorrelated = 1e-4

    private static let mostCorrelation = (1 - leastUncorrelated).squareRoot()

    /// - Parameter raw: `shape.count` answers, ordered as `GaussianMixture.values`.
    public func mixture(_ raw: UnsafeBufferPointer<Float>) -> GaussianMixture {
        precondition(raw.count == shape.count)
        var mixture = GaussianMixture(shape: shape, values: raw.map(Double.init))
        var most = -Double.infinity
        for k in 0..<shape.components { most = max(most, mixture.value(.weight, of: k)) }
        var sum = 0.0
        for k in 0..<shape.components {
            let first = k * shape.stride
            for i in first..<(first + shape.colours + 2) { mixture.values[i] = tanh(mixture.values[i]) }
            for number in [GaussianMixture.Number.widthX, .widthY] {
                let i = mixture.index(number, of: k)
                mixture.values[i] = max(Self.leastWidth, softplus(mixture.values[i]))
            }
            let rho = mixture.index(.correlation, of: k)
            mixture.values[rho] = max(-Self.mostCorrelation, min(Self.mostCorrelation, tanh(mixture.values[rho])))
            let weight = mixture.index(.weight, of: k)
            mixture.values[weight] = exp(mixture.values[weight] - most)
            sum += mixture.values[weight]
        }
        for k in 0..<shape.components { mixture.values[mixture.index(.weight, of: k)] /= sum }
        mixture.strength = 1 / (1 + exp(-mixture.strength))
        return mixture
    }

    /// A loss's gradient for the answers from its gradient for the pseudo-defect, in place.
    /// - Parameter mixture: what these answers gave.
    public func pullBack(_ gradient: inout [Double], through mixture: GaussianMixture) {
        var common = 0.0
        for k in 0..<shape.components {
            let i = mixture.index(.weight, of: k)
            common += mixture.values[i] * gradient[i]
        }
        for k in 0..<shape.components {
            let first = k * shape.stride
            for i in first..<(first + shape.colours + 2) { gradient[i] *= 1 - mixture.values[i] * mixture.values[i] }
            for number in [GaussianMixture.Number.widthX, .widthY] {
                let i = mixture.index(number, of: k)
                gradient[i] *= -expm1(-mixture.values[i])
            }
            let rho = mixture.index(.correlation, of: k)
            gradient[rho] *= (1 - mixture.values[rho]) * (1 + mixture.values[rho])
            let weight = mixture.index(.weight, of: k)
            gradient[weight] = mixture.values[weight] * (gradient[weight] - common)
        }
        gradient[gradient.count - 1] *= mixture.strength * (1 - mixture.strength)
    }

    /// ln(1 + eˣ).
    private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
}
