import Detectors
import TestSupport
import Testing

/// The statistics of one position, and of many, against their definitions written out in double precision.
struct StatisticsTests {
    /// `count` parts of `positions × dimensions` with correlated values.
    private func sample(_ count: Int, positions: Int, dimensions: Int, seed: Int) -> [Float] {
        var random = Random(seed: seed)
        return (0..<count).flatMap { _ in
            (0..<positions).flatMap { p in
                let common = random.next()
                return (0..<dimensions).map { Float($0 + p) + common * Float($0 % 3) + random.next() }
            }
        }
    }

    private func moments(_ values: [Float], count: Int, positions: Int, dimensions: Int, batches: [Int])
        -> StreamingMoments
    {
        let moments = StreamingMoments(positions: positions, dimensions: dimensions)
        values.withUnsafeBufferPointer { all in
            var start = 0
            for batch in batches {
                moments.add(UnsafeBufferPointer(rebasing: all[(start * positions * dimensions)...]), batch: batch)
                start += batch
            }
        }
        #expect(moments.count == count)
        return moments
    }

    /// Mean and covariance (divisor N − 1) of position `p`, by definition.
    private func direct(
        _ values: [Float], count: Int, positions: Int, dimensions d: Int, at p: Int, leavingOut left: Int? = nil
    ) -> (mean: [Double], covariance: [[Double]]) {
        let parts = (0..<count).filter { $0 != left }
        func x(_ n: Int, _ j: Int) -> Double { Double(values[(n * positions + p) * d + j]) }
        let mean = (0..<d).map { j in parts.reduce(0) { $0 + x($1, j) } / Double(parts.count) }
        let covariance = (0..<d).map { i in
            (0..<d).map { j in
                parts.reduce(0) { $0 + (x($1, i) - mean[i]) * (x($1, j) - mean[j]) } / Double(parts.count - 1)
            }
        }
        return (mean, covariance)
    }

    /// √(vᵀ (C + εI)⁻¹ v) by Gaussian elimination.
    private func mahalanobis(_ v: [Double], _ covariance: [[Double]], _ epsilon: Double) -> Double {
        var a = covariance
        var b = v
        let d = v.count
        for i in 0..<d { a[i][i] += epsilon }
        for i in 0..<d {
            for k in (i + 1)..<max(i + 1, d) {
                let factor = a[k][i] / a[i][i]
                for j in i..<d { a[k][j] -= factor * a[i][j] }
                b[k] -= factor * b[i]
            }
        }
        var x = b
        for i in (0..<d).reversed() {
            for j in (i + 1)..<max(i + 1, d) { x[i] -= a[i][j] * x[j] }
            x[i] /= a[i][i]
        }
        return zip(v, x).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
    }

    @Test(arguments: [[20], [1, 19], [7, 7, 6], [3, 1, 15, 1]])
    func batchesMergeExactly(batches: [Int]) {
        let (n, positions, d) = (20, 70, 5)
        let values = sample(n, positions: positions, dimensions: d, seed: 1)
        let streamed = moments(values, count: n, positions: positions, dimensions: d, batches: batches)
        for p in [0, 33, 69] {
            let (mean, covariance) = direct(values, count: n, positions: positions, dimensions: d, at: p)
            var next = p * StreamingMoments.packed(d)
            for j in 0..<d {
                #expect(abs(streamed.mean[p * d + j] - mean[j]) < 1e-12)
                for i in j..<d {
                    #expect(abs(streamed.scatter[next] / Double(n - 1) - covariance[i][j]) < 1e-11)
                    next += 1
                }
            }
        }
    }

    @Test(arguments: [(30, 6), (5, 17), (40, 33)], [Recipe.StoredPrecision.f32, .f16])
    func distancesAreMahalanobis(size: (parts: Int, dimensions: Int), precision: Recipe.StoredPrecision) throws {
        let (n, d, positions, epsilon) = (size.parts, size.dimensions, 9, 0.05)
        let values = sample(n, positions: positions, dimensions: d, seed: 2)
        let streamed = moments(values, count: n, positions: positions, dimensions: d, batches: [n])
        let whitening = try Whitening(streamed, epsilon: Array(repeating: epsilon, count: d), precision: precision)
        let probe = sample(1, positions: positions, dimensions: d, seed: 3)
        var out = [Float](repeating: 0, count: positions)
        let mean = streamed.mean.map(Float.init)
        probe.withUnsafeBufferPointer { probe in
            mean.withUnsafeBufferPointer { mean in
                out.withUnsafeMutableBufferPointer { whitening.distances(probe, mean: mean, into: $0) }
            }
        }
        for p in 0..<positions {
            let (mean, covariance) = direct(values, count: n, positions: positions, dimensions: d, at: p)
            let v = (0..<d).map { Double(probe[p * d + $0]) - mean[$0] }
            let expected = mahalanobis(v, covariance, epsilon)
            #expect(abs(Double(out[p]) - expected) / expected < (precision == .f32 ? 1e-5 : 2e-3))
        }
    }

    @Test func leaveOneOutIsWhatLeavingOutGives() {
        let (n, d, epsilon) = (12, 7, 0.3)
        let values = sample(n, positions: 1, dimensions: d, seed: 5)
        let (mean, covariance) = direct(values, count: n, positions: 1, dimensions: d, at: 0)
        for left in 0..<n {
            func v(_ mean: [Double]) -> [Double] { (0..<d).map { Double(values[left * d + $0]) - mean[$0] } }
            let inside = mahalanobis(v(mean), covariance, epsilon)
            let without = direct(values, count: n, positions: 1, dimensions: d, at: 0, leavingOut: left)
            // The closed form takes ε (n − 1) / (n − 2) times; with that, it is exact.
            let outside = mahalanobis(v(without.mean), without.covariance, epsilon * Double(n - 1) / Double(n - 2))
            #expect(abs(Double(LeaveOneOut.distance(Float(inside), count: n)) - outside) / outside < 1e-5)
        }
    }

    @Test func constantChannelIsSingularWithoutRegularisation() {
        let values: [Float] = (0..<8).flatMap { [Float($0), 1] }
        let streamed = moments(values, count: 8, positions: 1, dimensions: 2, batches: [8])
        #expect(throws: DetectorError.self) { try Whitening(streamed, epsilon: [0, 0], precision: .f32) }
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
