import COpenBLAS
import Network

/// Lloyd's k-means, in single precision by products of matrices, its sums in double. Equal vectors and starts give equal
/// bits, whatever the number of cores.
package struct KMeans {
    /// `count × dimensions`.
    package let centroids: [Float]
    /// Of each vector, as the last round assigned it; the lowest where several are as near.
    package let assignment: [Int32]
    /// Sum of squared distances at each round's assignment.
    package let inertia: [Double]

    /// Vectors, and centroids, of a tile: its products stay in the second-level cache.
    private static let tile = (vectors: 128, centroids: 1024)

    /// - Parameters:
    ///   - vectors: `count × dimensions`.
    ///   - starts: the vectors that centroids begin at.
    ///   - iterations: rounds of assigning and moving. A centroid that nothing is assigned to stays where it is.
    /// - Throws: `CancellationError`.
    package init(
        _ vectors: UnsafeBufferPointer<Float>, dimensions d: Int, starts: [Int], iterations: Int,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        ComputeThreads.limitLinearAlgebra
        let (n, k) = (vectors.count / d, starts.count)
        // Around their mean, so that |c|² − 2 x · c loses nothing to a common offset.
        var middle = [Double](repeating: 0, count: d)
        for i in 0..<n { for j in 0..<d { middle[j] += Double(vectors[i * d + j]) } }
        for j in 0..<d { middle[j] /= Double(n) }
        let memory = AlignedBytes(count: n * d * 4)
        let centred = memory.floats.baseAddress!
        for i in 0..<n { for j in 0..<d { centred[i * d + j] = Float(Double(vectors[i * d + j]) - middle[j]) } }
        var centroids = [Float](repeating: 0, count: k * d)
        for (c, start) in starts.enumerated() { for j in 0..<d { centroids[c * d + j] = centred[start * d + j] } }
        var assignment = [Int32](repeating: 0, count: n)
        var inertia: [Double] = []
        let tiles = (n + Self.tile.vectors - 1) / Self.tile.vectors
        // Tiles between two looks at whether anybody still wants the answer.
        let wave = max(1, (1 << 28) / max(1, Self.tile.vectors * k * d)) * ComputeThreads.workers
        var done = 0
        for _ in 0..<iterations {
            let norms = (0..<k).map { c in
                (0..<d).reduce(Float(0)) { $0 + centroids[c * d + $1] * centroids[c * d + $1] }
            }
            var sum = [Double](repeating: 0, count: tiles)
            for first in stride(from: 0, to: tiles, by: wave) {
                if isCancelled() { throw CancellationError() }
                let count = min(wave, tiles - first)
                assignment.withUnsafeMutableBufferPointer { assignment in
                    sum.withUnsafeMutableBufferPointer { sum in
                        // Each tile writes its own.
                        nonisolated(unsafe) let (assignment, sum, centred) = (assignment, sum, UnsafePointer(centred))
                        let centroids = centroids
                        Teamwork.perform(count) { t in
                            let start = (first + t) * Self.tile.vectors
                            let range = start..<min(n, start + Self.tile.vectors)
                            sum[first + t] = Self.assign(range, centred, centroids, norms, d, into: assignment)
                        }
                    }
                }
                done += count
                progress(Double(done) / Double(tiles * iterations))
            }
            inertia.append(sum.reduce(0, +))
            Self.move(&centroids, to: assignment, UnsafePointer(centred), d)
        }
        for i in centroids.indices { centroids[i] = Float(Double(centroids[i]) + middle[i % d]) }
        (self.centroids, self.assignment, self.inertia) = (centroids, assignment, inertia)
        withExtendedLifetime(memory) {}
    }

    /// The nearest centroid of each vector of a tile.
    /// - Returns: the sum of their squared distances.
    private static func assign(
        _ range: Range<Int>, _ vectors: UnsafePointer<Float>, _ centroids: [Float], _ norms: [Float], _ d: Int,
        into assignment: UnsafeMutableBufferPointer<Int32>
    ) -> Double {
        let (rows, k) = (range.count, norms.count)
        var best = [Float](repeating: .infinity, count: rows)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * min(k, tile.centroids)) { products in
            for first in stride(from: 0, to: k, by: tile.centroids) {
                let columns = min(tile.centroids, k - first)
                centroids.withUnsafeBufferPointer {
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(d), -2,
                        vectors + range.lowerBound * d, Int32(d), $0.baseAddress! + first * d, Int32(d), 0,
                        products.baseAddress, Int32(columns))
                }
                norms.withUnsafeBufferPointer { norms in
                    for i in 0..<rows {
                        var (least, at) = (best[i], Int(assignment[range.lowerBound + i]))
                        let row = products.baseAddress! + i * columns
                        for c in 0..<columns {
                            let value = norms[first + c] + row[c]
                            if value < least { (least, at) = (value, first + c) }
                        }
                        best[i] = least
                        assignment[range.lowerBound + i] = Int32(at)
                    }
                }
            }
        }
        var sum = 0.0
        for i in 0..<rows {
            let vector = vectors + (range.lowerBound + i) * d
            for j in 0..<d { sum += Double(vector[j]) * Double(vector[j]) }
            sum += Double(best[i])
        }
        return sum
    }

    /// Each centroid to the mean of what is assigned to it.
    private static func move(
        _ centroids: inout [Float], to assignment: [Int32], _ vectors: UnsafePointer<Float>, _ d: Int
    ) {
        var sums = [Double](repeating: 0, count: centroids.count)
        var counts = [Int](repeating: 0, count: centroids.count / d)
        for (i, c) in assignment.enumerated() {
            let at = Int(c) * d
            for j in 0..<d { sums[at + j] += Double(vectors[i * d + j]) }
            counts[Int(c)] += 1
        }
        for (c, count) in counts.enumerated() where count > 0 {
            for j in 0..<d { centroids[c * d + j] = Float(sums[c * d + j] / Double(count)) }
        }
    }
}
