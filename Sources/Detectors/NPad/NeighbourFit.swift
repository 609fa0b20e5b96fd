import COpenBLAS
import Network

/// One Gaussian for each position from the samples of its neighbourhood, each position's weighted by how similar its own
/// distribution is: w = exp(−D / λ), D the Bhattacharyya distance. With n = N Σ w,
///
///     μ = Σ w Σ x / n,    Σ = Σ w Σ (x − μ)(x − μ)ᵀ / (n − 1) + εI
///
/// which are frequency weights: PaDiM's Gaussian where no neighbour weighs anything. Scatter matrices of positions are
/// made once, and neighbourhoods from those, so samples are never gone through for a pair. Only the rows of the grid
/// that a window reaches are in memory.
package struct NeighbourFit {
    package let rows: any FeatureRows
    package let window: PatchWindow
    package let similarity: NPadOptions.Similarity
    package let lambda: Double
    package let epsilon: Double
    package let precision: Recipe.StoredPrecision

    package init(
        rows: any FeatureRows, window: PatchWindow, similarity: NPadOptions.Similarity, lambda: Double,
        epsilon: Double, precision: Recipe.StoredPrecision
    ) {
        self.rows = rows
        self.window = window
        self.similarity = similarity
        self.lambda = lambda
        self.epsilon = epsilon
        self.precision = precision
    }

    /// What was estimated at a position, for those who look closely.
    package struct Estimate: Sendable {
        /// For each offset of the window: Bhattacharyya distance, and weight; −1 and 0 outside the grid.
        package let distances: [Double]
        package let weights: [Double]
        package let mean: [Double]
        /// `dimensions × dimensions`, with ε.
        package let covariance: [Double]
    }

    package struct Outcome {
        package let gaussians: PatchGaussians
        /// For each probe and position: its distance had its part been left out.
        package let leftOut: [[Float]]
    }

    /// - Parameters:
    ///   - probes: whose distances are wanted, had their parts been left out.
    ///   - observe: called with each position's estimate, from several threads.
    /// - Throws: `DetectorError.singular`, `CancellationError`, and what `rows` throws.
    package func run(
        probes: Probes? = nil, workers: Int = ComputeThreads.workers, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }, observe: (@Sendable (Int, Estimate) -> Void)? = nil
    ) throws -> Outcome {
        ComputeThreads.limitLinearAlgebra
        let (width, height, d) = (rows.width, rows.height, rows.dimensions)
        let ring = RowRing(rows, reach: max(window.reach, probes?.window.reach ?? 0))
        let views = probes?.views.map { RowRing($0.rows, reach: probes?.window.reach ?? 0) }
        let room = FactorRoom(positions: width * height, dimensions: d, precision: precision)
        let neighbours = Neighbours(window: window, width: width, height: height)
        let left = probes.map { LeftOut($0, parts: rows.parts, width: width, height: height) }
        let crew = Crew((0..<workers).map { _ in NeighbourWorkspace(self, probes: probes) })
        var statistics: [RowStatistics] = []
        for y in 0..<height {
            if isCancelled() { throw CancellationError() }
            try ring.advance(to: y)
            try views?.advance(to: y)
            while let next = statistics.last.map({ $0.y + 1 }) ?? Optional(0), next <= min(height - 1, y + window.reach)
            {
                guard let features = ring[next] else { break }
                // The row that nobody needs any more makes room.
                let spare = statistics.first.flatMap { $0.y < next - 2 * window.reach ? $0 : nil }
                if spare != nil { statistics.removeFirst() }
                let row = spare ?? RowStatistics(width: width, dimensions: d)
                row.y = next
                try each(width, crew) { workspace, x in try workspace.gather(features, x: x, into: row) }
                statistics.append(row)
                let known = statistics
                try each(width, crew) { workspace, x in
                    try workspace.compare(x: x, of: row, with: known, neighbours)
                }
            }
            let known = statistics
            try each(width, crew) { workspace, x in
                let estimate = try workspace.estimate(x: x, y: y, known, neighbours)
                let inverse = try workspace.factor(y * width + x, observe, estimate)
                guard room.keep(y * width + x, mean: workspace.mean, inverse: inverse, packed: workspace.packed)
                else { throw GaussianFit.singular(y * width + x) }
                if let left { workspace.leaveOut(x: x, y: y, estimate, ring, views, into: left) }
            }
            progress(Double(y + 1) / Double(height))
        }
        return Outcome(gaussians: room.gaussians(), leftOut: left?.nearest() ?? [])
    }

    /// Calls `body` with each of `0..<count` on the crew's threads.
    private func each(
        _ count: Int, _ crew: Crew<NeighbourWorkspace>, _ body: (NeighbourWorkspace, Int) throws -> Void
    ) throws {
        let outcomes = withoutActuallyEscaping(body) { body in
            // What is read and filled belongs to one position at a time.
            nonisolated(unsafe) let body = body
            return crew.map(count) { workspace, x in try body(workspace, x) }
        }
        for outcome in outcomes { try outcome.get() }
    }
}

/// Mean and scatter of each position of a row of the grid.
final class RowStatistics {
    var y = -1
    let dimensions: Int
    private let means: AlignedBytes
    private let scatters: AlignedBytes
    private let determinants: AlignedBytes

    init(width: Int, dimensions: Int) {
        self.dimensions = dimensions
        means = AlignedBytes(count: width * dimensions * 8)
        scatters = AlignedBytes(count: width * Whitening.packed(dimensions) * 8)
        determinants = AlignedBytes(count: width * 8)
    }

    /// `dimensions` values.
    func mean(_ x: Int) -> UnsafeMutablePointer<Double> { means.doubles + x * dimensions }
    /// Σ (x − μ)(x − μ)ᵀ, its lower triangle column by column.
    func scatter(_ x: Int) -> UnsafeMutablePointer<Double> { scatters.doubles + x * Whitening.packed(dimensions) }
    /// ln |Σ + εI|; only where the whole Bhattacharyya distance is taken.
    func logDeterminant(_ x: Int) -> UnsafeMutablePointer<Double> { determinants.doubles + x }
}

/// Bhattacharyya distances between neighbours, filled pair by pair.
final class Neighbours {
    let window: PatchWindow
    let backward: [(index: Int, opposite: Int)]
    let width: Int
    let height: Int
    private let distances: AlignedBytes

    init(window: PatchWindow, width: Int, height: Int) {
        self.window = window
        self.width = width
        self.height = height
        backward = window.backward
        distances = AlignedBytes(count: width * height * window.offsets.count * 8)
        for i in 0..<(width * height * window.offsets.count) { distances.doubles[i] = -1 }
    }

    func contains(x: Int, y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }

    /// For each offset of the window the distance, −1 outside the grid.
    func distances(x: Int, y: Int) -> UnsafeMutablePointer<Double> {
        distances.doubles + (y * width + x) * window.offsets.count
    }
}

extension AlignedBytes {
    /// The block as doubles.
    var doubles: UnsafeMutablePointer<Double> { mutable.bindMemory(to: Double.self).baseAddress! }
}
