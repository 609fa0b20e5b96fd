import Detectors
import Foundation
import Testing

/// Against tables (Abramowitz & Stegun 26.8) and closed forms.
struct ChiSquareTests {
    @Test(arguments: [
        (1, 0.95, 3.841458820694124), (2, 0.95, 5.991464547107979), (10, 0.95, 18.307038053275146),
        (30, 0.99, 50.89218131151708), (100, 0.05, 77.92946516501729), (1, 0.9973, 9.0),
    ])
    func quantilesAreTheTables(dimensions: Int, p: Double, expected: Double) {
        let quantile = ChiSquare(dimensions: dimensions).quantile(p)
        // Three standard deviations are 0.9973002 exactly.
        #expect(abs(quantile - expected) <= (p == 0.9973 ? 2e-4 : 1e-11) * expected)
    }

    /// With two degrees of freedom the distribution is exponential.
    @Test(arguments: [1e-12, 0.001, 0.3, 0.5, 0.9973, 0.999999, 1 - 1e-12])
    func twoDimensionsAreExponential(p: Double) {
        let (distribution, tail) = (ChiSquare(dimensions: 2), 1 - p)
        let expected = p < 0.5 ? -2 * log1p(-p) : -2 * log(tail)
        #expect(abs(distribution.quantile(p) - expected) <= 1e-12 * expected)
        #expect(abs(distribution.probability(upTo: expected) - p) <= 1e-14)
    }

    @Test(arguments: [1, 2, 3, 16, 112, 320, 1280, 20000], [0.0001, 0.1, 0.5, 0.95, 0.9973, 0.99999])
    func quantileIsTheInverse(dimensions: Int, p: Double) {
        let distribution = ChiSquare(dimensions: dimensions)
        #expect(abs(distribution.probability(upTo: distribution.quantile(p)) - p) <= 1e-10)
        #expect(distribution.probability(upTo: 0) == 0)
    }
}
