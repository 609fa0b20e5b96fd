import Foundation
import Network

/// Between which bounds random pseudo-defects lie. The paper states the form of θ, not its ranges: these are our reading,
/// from specks of two pixels of 224 to spots of a third of the picture.
public struct MixtureRanges: Hashable, Codable, Sendable {
    /// Of each colour, uniform; −1 is black, 1 is white.
    public var colour: ClosedRange<Double> = -1...1
    /// Of the means, uniform; −1…1 is the picture.
    public var mean: ClosedRange<Double> = -1...1
    /// How far the means of one defect lie from a common centre along each axis at most; `nil` for anywhere.
    public var spread: Double?
    /// Of the widths σ, uniform in their logarithm; a picture is 2 wide.
    public var width: ClosedRange<Double> = 0.02...0.3
    public var correlation: ClosedRange<Double> = -0.9...0.9
    /// Of s, uniform.
    public var strength: ClosedRange<Double> = 0.3...1
    /// Whether weights are in proportion to the areas, so that a wide component is as strong as a narrow one. Without it
    /// a component counts by its integral, and the narrowest ones outshine all others.
    public var evenPeaks = false

    public init() {}

    public static let standard = MixtureRanges()

    /// What is wrong with the values, in one sentence; `nil` where nothing is.
    public var problem: String? {
        if colour.lowerBound < -1 || colour.upperBound > 1 { return "colours must lie in -1...1" }
        if mean.lowerBound < -1 || mean.upperBound > 1 { return "means must lie in -1...1" }
        if let spread, !(spread >= 0 && spread <= 2) { return "the spread must lie in 0...2" }
        if width.lowerBound < MixtureHead.leastWidth || width.upperBound > 10 {
            return "widths must lie in \(MixtureHead.leastWidth)...10"
        }
        if correlation.lowerBound < -0.999 || correlation.upperBound > 0.999 {
            return "correlations must lie in -0.999...0.999"
        }
        if strength.lowerBound < 0 || strength.upperBound > 1 { return "strengths must lie in 0...1" }
        return nil
    }

    /// A pseudo-defect: all numbers independent of each other unless said otherwise above, the weights uniform among those
    /// that sum to 1 (Dirichlet with all parameters 1).
    public func draw(_ shape: MixtureShape, from random: inout SeededRandom) -> GaussianMixture {
        func uniform(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double(random.uniform())
        }
        let centre = spread.map { _ in [uniform(mean), uniform(mean)] }
        var values: [Double] = []
        values.reserveCapacity(shape.count)
        var sum = 0.0
        for _ in 0..<shape.components {
            for _ in 0..<shape.colours { values.append(uniform(colour)) }
            for axis in 0..<2 {
                if let spread, let centre {
                    values.append(max(-1, min(1, centre[axis] + uniform(-spread...spread))))
                } else {
                    values.append(uniform(mean))
                }
            }
            let widths = (0..<2).map { _ in exp(uniform(log(width.lowerBound)...log(width.upperBound))) }
            values += widths
            let rho = uniform(correlation)
            values.append(rho)
            // A Dirichlet is made of exponentials that are divided by their sum; none is zero.
            var weight = -log(1 - Double(random.uniform())) + 1e-9
            if evenPeaks { weight *= widths[0] * widths[1] * ((1 - rho) * (1 + rho)).squareRoot() }
            values.append(weight)
            sum += weight
        }
        values.append(uniform(strength))
        var mixture = GaussianMixture(shape: shape, values: values)
        for k in 0..<shape.components { mixture.values[mixture.index(.weight, of: k)] /= sum }
        return mixture
    }
}
