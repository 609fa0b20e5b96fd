import Evaluation
import Foundation
import Testing

@Suite struct EWMATests {
    /// NIST/SEMATECH e-Handbook 6.3.2.4: centre 50, s 2.0539, λ 0.3; its table of averages, and its limits for large i.
    @Test func followsTheHandbooksTable() {
        let data = [
            52.0, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
            52.1,
        ]
        let averages = [
            50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38,
            49.92,
            50.73, 51.23, 51.94, 51.99,
        ]
        var ewma = EWMA(centre: 50, sigma: 2.0539, lambda: 0.3, width: 3)
        for (x, average) in zip(data, averages) {
            ewma.add(x)
            #expect(abs(ewma.value - average) < 0.0051, "\(x): \(ewma.value)")
            #expect(!ewma.isOut)
        }
        #expect(abs(ewma.upper - 52.5884) < 0.001)
        #expect(abs(ewma.lower - 47.4115) < 0.001)
    }

    /// λ 0.2, L 3, μ 10, σ 2: 3 · 2 · √(0.2 / 1.8 · (1 − 0.8²ⁱ)) by hand.
    @Test func limitsOpenWithTheFirstValues() {
        var ewma = EWMA(centre: 10, sigma: 2)
        #expect(ewma.reach == 0)
        #expect(!ewma.isOut)
        for reach in [1.2, 1.53675, 1.7180, 1.8245] {
            ewma.add(10)
            #expect(abs(ewma.reach - reach) < 1e-4)
        }
        for _ in 0..<200 { ewma.add(10) }
        #expect(abs(ewma.reach - 2) < 1e-9)
        #expect(ewma.value == 10)
    }

    @Test func leavesTheLimitsOnBothSides() {
        for side in [-1.0, 1] {
            var ewma = EWMA(centre: 0, sigma: 1)
            var after = 0
            while !ewma.isOut, after < 100 {
                ewma.add(side * 1.5)
                after += 1
            }
            // 1.5 (1 − 0.8ⁱ) > √(1 − 0.64ⁱ): 0.984 and 0.966 after five, 0.886 and 0.912 after four.
            #expect(after == 5)
        }
    }
}

@Suite struct ControlLimitsTests {
    @Test func momentsOfLogarithms() throws {
        let limits = try #require(ControlLimits(goodScores: [1, 10, 100]))
        #expect(abs(limits.centre - log(10.0)) < 1e-6)
        #expect(abs(limits.sigma - log(10.0)) < 1e-6)
        #expect(abs(limits.score(limits.centre) - 10) < 1e-4)
        #expect(limits.count == 3)
        let linear = try #require(ControlLimits(goodScores: [1, 2, 3, 4], scale: .linear))
        #expect(linear.centre == 2.5)
        #expect(abs(linear.sigma - (5.0 / 3).squareRoot()) < 1e-12)
    }

    @Test func aFewBadPartsDoNotMoveRobustOnes() throws {
        let scores: [Float] = [9, 10, 11, 12, 13, 500, 900]
        let limits = try #require(ControlLimits(goodScores: scores, scale: .linear, spread: .robust))
        #expect(limits.centre == 12)
        #expect(abs(limits.sigma - 1.4826 * 2) < 1e-9)
    }

    @Test func refusesWhatHasNoSpread() {
        #expect(ControlLimits(goodScores: []) == nil)
        #expect(ControlLimits(goodScores: [1, 2]) == nil)
        #expect(ControlLimits(goodScores: [4, 4, 4, 4]) == nil)
        #expect(ControlLimits(goodScores: [1, 2, .nan, .infinity]) == nil)
        #expect(ControlLimits(goodScores: [0, 1, 2])?.sigma.isFinite == true)
    }
}
