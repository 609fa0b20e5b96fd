import Detectors
import TestSupport
import Testing

struct StatisticsTests {
    @Test(arguments: [[20], [1, 19], [7, 7, 6], [3, 1, 15, 1]])
    func momentsAreThoseOfTheDefinition(batches: [Int]) {
        let (n, positions, d) = (20, 70, 5)
        let values = Fit.sample(n, positions: positions, dimensions: d, seed: 1)
        let moments = ChannelMoments(positions: positions, dimensions: d)
        values.withUnsafeBufferPointer { all in
            var start = 0
            for batch in batches {
                moments.add((start..<start + batch).map { all.baseAddress! + $0 * positions * d })
                start += batch
            }
        }
        #expect(moments.count == n)
        let mean = moments.mean()
        var variances: [[Double]] = Array(repeating: [], count: d)
        var largest = 0.0
        for p in 0..<positions {
            var trace = 0.0
            for j in 0..<d {
                let x = (0..<n).map { Double(values[($0 * positions + p) * d + j]) }
                let expected = x.reduce(0, +) / Double(n)
                #expect(abs(mean[p * d + j] - expected) < 1e-12)
                let variance = x.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } / Double(n - 1)
                variances[j].append(variance)
                trace += variance
            }
            largest = max(largest, trace)
        }
        let typical = variances.map { $0.sorted()[positions / 2] }.sorted()[d / 2]
        #expect(abs(moments.typicalVariance() - typical) < 1e-11)
        #expect(abs(moments.largestTrace() - largest) < 1e-10)
    }

    /// A channel far from zero keeps its variance.
    @Test func varianceSurvivesALargeMean() {
        let values: [Float] = [1_000_000, 1_000_001, 1_000_002, 1_000_003]
        let moments = ChannelMoments(positions: 1, dimensions: 1)
        values.withUnsafeBufferPointer { all in
            for i in 0..<4 { moments.add([all.baseAddress! + i]) }
        }
        #expect(abs(moments.typicalVariance() - 5.0 / 3) < 1e-9)
    }

    @Test func channelChoice() {
        let chosen = ChannelChoice.random(100, of: 448, seed: 7)
        #expect(
            chosen.count == 100 && zip(chosen, chosen.dropFirst()).allSatisfy(<) && chosen.allSatisfy { 0..<448 ~= $0 })
        #expect(chosen == ChannelChoice.random(100, of: 448, seed: 7))
        #expect(chosen != ChannelChoice.random(100, of: 448, seed: 8))
        #expect(ChannelChoice.random(5, of: 5, seed: 1) == [0, 1, 2, 3, 4])
        // Every channel is as likely as any other: 2,000 draws of 10 of 20 choose each 1,000 times, give or take.
        var counts = [Int](repeating: 0, count: 20)
        for seed in 0..<2000 { for c in ChannelChoice.random(10, of: 20, seed: UInt64(seed)) { counts[c] += 1 } }
        #expect(counts.allSatisfy { abs($0 - 1000) < 120 })
    }
}
