import CKernels
import Dispatch
import Network

/// Mean and variance of each channel at each position, gathered batch by batch in double precision: what the
/// regularisation is measured by, and what embeddings are centred with before their covariance is taken.
package final class ChannelMoments {
    package let positions: Int
    package let dimensions: Int
    package private(set) var count = 0
    /// The first part, from which sums are counted: values are near it, so nothing cancels.
    private var origin: [Float] = []
    private var sum: [Double]
    private var squares: [Double]

    package init(positions: Int, dimensions: Int) {
        self.positions = positions
        self.dimensions = dimensions
        sum = Array(repeating: 0, count: positions * dimensions)
        squares = sum
    }

    /// Moments of adjacent positions, one after another.
    /// - Precondition: all of the same parts and as many dimensions.
    package init(joining moments: [ChannelMoments]) {
        positions = moments.reduce(0) { $0 + $1.positions }
        dimensions = moments.first?.dimensions ?? 0
        count = moments.first?.count ?? 0
        origin = moments.flatMap(\.origin)
        sum = moments.flatMap(\.sum)
        squares = moments.flatMap(\.squares)
    }

    /// Adds parts, each `positions × dimensions` floats.
    package func add(_ parts: [UnsafePointer<Float>]) {
        guard let first = parts.first else { return }
        let length = positions * dimensions
        if origin.isEmpty { origin = Array(UnsafeBufferPointer(start: first, count: length)) }
        // Blocks are independent and each is summed in the parts' order, so the number of cores changes no bit.
        let blocks = 16
        sum.withUnsafeMutableBufferPointer { sum in
            squares.withUnsafeMutableBufferPointer { squares in
                origin.withUnsafeBufferPointer { origin in
                    nonisolated(unsafe) let (sum, squares, origin, parts) = (sum, squares, origin, parts)
                    Teamwork.perform(blocks) { block in
                        let start = block * length / blocks
                        let shifted: [UnsafePointer<Float>?] = parts.map { $0 + start }
                        add_moments(
                            shifted, Int32(parts.count), origin.baseAddress! + start,
                            Int64((block + 1) * length / blocks - start), sum.baseAddress! + start,
                            squares.baseAddress! + start)
                    }
                }
            }
        }
        count += parts.count
    }

    /// `positions × dimensions`.
    package func mean() -> [Double] {
        let n = Double(count)
        return sum.indices.map { Double(origin[$0]) + sum[$0] / n }
    }

    /// Variance (divisor N − 1) of channel `j` at position `p`.
    private func variance(_ i: Int) -> Double {
        let n = Double(count)
        return max(0, squares[i] - sum[i] * sum[i] / n) / (n - 1)
    }

    /// The largest sum of a position's variances: no eigenvalue of a covariance is larger.
    package func largestTrace() -> Double {
        (0..<positions).reduce(0) { largest, p in
            max(largest, (0..<dimensions).reduce(0) { $0 + variance(p * dimensions + $1) })
        }
    }

    /// Median over channels of each one's median variance over positions: the unit that makes ε mean the same for every
    /// backbone. Where most channels never vary, the mean stands in; where none does, 1.
    package func typicalVariance() -> Double {
        let (d, positions) = (dimensions, positions)
        var medians = [Double](repeating: 0, count: d)
        medians.withUnsafeMutableBufferPointer { medians in
            nonisolated(unsafe) let (medians, moments) = (medians, self)
            Teamwork.perform(d) { j in
                var column = (0..<positions).map { moments.variance($0 * d + j) }
                medians[j] = Selection.element(positions / 2, of: &column)
            }
        }
        let mean = medians.reduce(0, +) / Double(d)
        let median = Selection.element(d / 2, of: &medians)
        return median > 0 ? median : mean > 0 ? mean : 1
    }
}

/// The k-th smallest of some values, without sorting them all (Hoare 1961, algorithm 65).
enum Selection {
    /// - Precondition: `0 <= k < values.count`; none is no number.
    static func element(_ k: Int, of values: inout [Double]) -> Double {
        precondition(values.indices.contains(k))
        return values.withUnsafeMutableBufferPointer { v in
            var (low, high) = (0, v.count - 1)
            while low < high {
                let pivot = v[low + (high - low) / 2]
                var (i, j) = (low, high)
                while i <= j {
                    while v[i] < pivot { i += 1 }
                    while v[j] > pivot { j -= 1 }
                    if i <= j {
                        v.swapAt(i, j)
                        i += 1
                        j -= 1
                    }
                }
                if k <= j {
                    high = j
                } else if k >= i {
                    low = i
                } else {
                    break
                }
            }
            return v[k]
        }
    }
}
