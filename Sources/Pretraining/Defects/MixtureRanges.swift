import Foundation
import Network

/// Between which bounds random pseudo-defects lie. The paper states the form of θ, not its ranges: these are our reading,
/// from specks of two pixels of 224 to spots of a third of the picture.
public struct MixtureRanges: Hashable, Codable, Sendable {
    /// Of each colour, uniform; −1 is black, 1 is white.
    public var colour: ClosedRange<Double> = -1...1
    /// Of the means, uniform; −1…1 is the picture.
    public var mean: ClosedRange<Double> = -1...1
    /// Of the widths σ, uniform in their logarithm; a picture is 2 wide.
    public var width: ClosedRange<Double> = 0.02...0.3
    public var correlation: ClosedRange<Double> = -0.9...0.9
    /// Of s, uniform.
    public var strength: ClosedRange<Double> = 0.3...1

    public init() {}

    public static let standard = MixtureRanges()

    /// A pseudo-defect: all numbers independent of each other, the weights uniform among those that sum to 1 (Dirichlet
    /// with all parameters 1).
    public func draw(_ shape: MixtureShape, from random: inout SeededRandom) -> GaussianMixture {
        func uniform(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double(random.uniform())
        }
        var values: [Double] = []
        values.reserveCapacity(shape.count)
        var sum = 0.0
        for _ in 0..<shape.components {
            for _ in 0..<shape.colours { values.append(uniform(colour)) }
            values.append(uniform(mean))
            values.append(uniform(mean))
            for _ in 0..<2 { values.append(exp(uniform(log(width.lowerBound)...log(width.upperBound)))) }
            values.append(uniform(correlation))
            // A Dirichlet is made of exponentials that are divided by their sum; none is zero.
            let weight = -log(1 - Double(random.uniform())) + 1e-9
            values.append(weight)
            sum += weight
        }
        values.append(uniform(strength))
        var mixture = GaussianMixture(shape: shape, values: values)
        for k in 0..<shape.components { mixture.values[mixture.index(.weight, of: k)] /= sum }
        return mixture
    }
}
