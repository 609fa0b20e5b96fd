import CKernels
import Network

/// The mean of the features in a square around each patch; what lies outside the grid is left out of the mean.
package final class AggregatedRows: FeatureRows {
    private let ring: RowRing
    private let reach: Int

    /// - Parameter side: of the square, odd.
    package init(_ base: any FeatureRows, side: Int) {
        reach = side / 2
        ring = RowRing(base, reach: reach)
    }

    package var parts: Int { ring.source.parts }
    package var width: Int { ring.source.width }
    package var height: Int { ring.source.height }
    package var dimensions: Int { ring.source.dimensions }

    package func load(_ y: Int, into out: UnsafeMutablePointer<Float>) throws {
        try ring.advance(to: y...y)
        let (width, dimensions, reach) = (width, dimensions, reach)
        let length = width * dimensions
        nonisolated(unsafe) let (sources, target) = (ring.present, out)
        Teamwork.perform(parts) { part in
            Aggregation.row(
                sources.map { $0 + part * length }, width: width, dimensions: dimensions, reach: reach,
                into: target + part * length)
        }
    }
}

/// Averages over squares of patches.
package enum Aggregation {
    /// One row.
    /// - Parameters:
    ///   - rows: those of the grid that the squares reach, from the top, `width × dimensions` each.
    ///   - reach: half the square's side, rounded down.
    package static func row(
        _ rows: [UnsafePointer<Float>], width: Int, dimensions: Int, reach: Int, into out: UnsafeMutablePointer<Float>
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width * dimensions) { scratch in
            aggregate_row(
                rows.map(Optional.some), Int32(rows.count), Int32(width), Int32(dimensions), Int32(reach),
                scratch.baseAddress, out)
        }
    }

    /// One patch of an embedding, to the same bits.
    /// - Parameter vector: `height × width × dimensions`.
    package static func patch(
        x: Int, y: Int, of vector: UnsafePointer<Float>, width: Int, height: Int, dimensions: Int, reach: Int
    ) -> [Float] {
        let columns = max(0, x - reach)...min(width - 1, x + reach)
        let rows = (max(0, y - reach)...min(height - 1, y + reach)).map {
            vector + ($0 * width + columns.lowerBound) * dimensions
        }
        var means = [Float](repeating: 0, count: columns.count * dimensions)
        means.withUnsafeMutableBufferPointer { means in
            guard let start = means.baseAddress else { return }
            row(rows, width: columns.count, dimensions: dimensions, reach: reach, into: start)
        }
        let at = (x - columns.lowerBound) * dimensions
        return Array(means[at..<(at + dimensions)])
    }
}
