import COpenBLAS
import Network

/// Centroids of good parts' aggregated features, and how far a feature is from the nearest.
package struct Centroids: Sendable {
    package let dimensions: Int
    /// `count × dimensions`.
    package let values: [Float]
    private let norms: [Float]

    package init(_ values: [Float], dimensions d: Int) {
        (self.values, dimensions) = (values, d)
        norms = (0..<(values.count / d)).map { c in
            (0..<d).reduce(Float(0)) { $0 + values[c * d + $1] * values[c * d + $1] }
        }
    }

    package var count: Int { norms.count }

    /// Centroids of a tile, so that products stay in the first-level cache.
    private static let tile = 1024

    /// Which centroid is nearest to each of some features, `dimensions` floats each; −1 where there is none, or a
    /// feature is no number.
    /// - Parameter isLeftOut: centroids that do not count.
    package func nearest(_ features: [Float], isLeftOut: ((Int) -> Bool)? = nil) -> [Int] {
        ComputeThreads.limitLinearAlgebra
        let (rows, d) = (features.count / dimensions, dimensions)
        var best = [Float](repeating: .infinity, count: rows)
        var nearest = [Int](repeating: -1, count: rows)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * min(count, Self.tile)) { products in
            for first in stride(from: 0, to: count, by: Self.tile) {
                let columns = min(Self.tile, count - first)
                values.withUnsafeBufferPointer {
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(d), -2, features,
                        Int32(d), $0.baseAddress! + first * d, Int32(d), 0, products.baseAddress, Int32(columns))
                }
                for i in 0..<rows {
                    for c in 0..<columns {
                        let value = norms[first + c] + products[i * columns + c]
                        if value < best[i], isLeftOut?(first + c) != true { (best[i], nearest[i]) = (value, first + c) }
                    }
                }
            }
        }
        return nearest
    }

    /// Euclidean distance of each of some features from the nearest centroid; infinite where there is none. The nearest
    /// is found in single precision, and its distance taken by differences, so that nothing cancels.
    package func distances(_ features: [Float], isLeftOut: ((Int) -> Bool)? = nil) -> [Float] {
        nearest(features, isLeftOut: isLeftOut).enumerated().map { i, c in
            if c >= 0 { return distance(features, i, from: values, c) }
            let feature = features[(i * dimensions)..<((i + 1) * dimensions)]
            return feature.contains(where: \.isNaN) ? .nan : .infinity
        }
    }

    private func distance(_ features: [Float], _ i: Int, from centroids: [Float], _ c: Int) -> Float {
        var squared = 0.0
        for j in 0..<dimensions {
            let difference = Double(features[i * dimensions + j]) - Double(centroids[c * dimensions + j])
            squared += difference * difference
        }
        return Float(squared.squareRoot())
    }
}
