import COpenBLAS
import Network

/// One Gaussian for each position from the samples of its neighbourhood, each position's weighted by how similar its own
/// distribution is: w = exp(−D / λ), D the Bhattacharyya distance. With n = N Σ w,
///
///     μ = Σ w Σ x / n,    Σ = Σ w Σ (x − μ)(x − μ)ᵀ / (n − 1)
///
/// and what the recipe does to regularise it. These are frequency weights: PaDiM's Gaussian where no neighbour weighs anything. Scatter matrices of positions are
/// made once, and neighbourhoods from those, so samples are never gone through for a pair. Only the rows of the grid
/// that a window reaches are in memory.
package struct NeighbourFit {
    package let rows: any FeatureRows
    package let window: PatchWindow
    package let similarity: NPadOptions.Similarity
    package let lambda: Double
    package let regularisation: PatchRegularisation
    package let precision: Recipe.StoredPrecision

    package init(
        rows: any FeatureRows, window: PatchWindow, similarity: NPadOptions.Similarity, lambda: Double,
        regularisation: PatchRegularisation, precision: Recipe.StoredPrecision
    ) {
        self.rows = rows
        self.window = window
        self.similarity = similarity
        self.lambda = lambda
        self.regularisation = regularisation
        self.precision = precision
    }

    /// What is added to variances where two neighbours are compared: the recipe's constant. Where it has none, because it
    /// estimates one at each position, the standard's share of the typical variance: how similar two positions are must
    /// not depend on how certain each is.
    var constant: Double {
        switch regularisation {
        case .constant(let epsilon): return epsilon
        case .ledoitWolf(let floor), .lowRank(_, let floor):
            guard case .relative(let ratio) = Recipe.Regularisation.standard else { return floor }
            return ratio * floor / PatchRegularisation.floorShare
        }
    }

    /// Whether fourth moments are needed.
    var isShrunk: Bool { if case .ledoitWolf = regularisation { true } else { false } }

    /// What was estimated at a position, for those who look closely.
    package struct Estimate: Sendable {
        /// For each offset of the window: Bhattacharyya distance, and weight; −1 and 0 outside the grid.
        package let distances: [Double]
        package let weights: [Double]
        package let mean: [Double]
        /// `dimensions × dimensions`, regularised.
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
        let wave = Self.waveRows(bytes: width * Whitening.packed(d) * 8 + rows.rowLength * 4)
        for first in stride(from: 0, to: height, by: wave) {
            if isCancelled() { throw CancellationError() }
            let own = first...min(height - 1, first + wave - 1)
            try ring.advance(to: own)
            try views?.advance(to: own)
            // Rows that nobody needs any more make room for those that come into reach.
            var spare = statistics.filter { $0.y < first - window.reach }
            statistics.removeAll { $0.y < first - window.reach }
            let next = statistics.last.map { $0.y + 1 } ?? 0
            let arriving = (next..<max(next, min(height, own.upperBound + window.reach + 1))).map { y in
                let row = spare.popLast() ?? RowStatistics(width: width, dimensions: d)
                row.y = y
                return row
            }
            try each(arriving.count * width, crew) { workspace, i in
                guard let features = ring[arriving[i / width].y] else { return }
                try workspace.gather(features, x: i % width, into: arriving[i / width])
            }
            statistics += arriving
            let known = statistics
            try each(window.offsets.count > 1 ? arriving.count * width : 0, crew) { workspace, i in
                try workspace.compare(x: i % width, of: arriving[i / width], with: known, neighbours)
            }
            try each(own.count * width, crew) { workspace, i in
                let (x, y) = (i % width, first + i / width)
                let estimate = try workspace.estimate(x: x, y: y, known, neighbours)
                let inverse = try workspace.factor(y * width + x, observe, estimate)
                guard room.keep(y * width + x, mean: workspace.mean, inverse: inverse, packed: workspace.packed)
                else { throw GaussianFit.singular(y * width + x) }
                if let left { workspace.leaveOut(x: x, y: y, estimate, ring, views, into: left) }
            }
            progress(Double(own.upperBound + 1) / Double(height))
        }
        return Outcome(gaussians: room.gaussians(), leftOut: left?.nearest() ?? [])
    }

    /// Rows that are made together: enough of them that threads seldom wait for each other, few enough that their
    /// scatter matrices and samples take no more than some tens of megabytes.
    /// - Parameter bytes: of one row.
    static func waveRows(bytes: Int) -> Int { max(1, min(16, (48 << 20) / max(1, bytes))) }

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
    private let fourths: AlignedBytes

    init(width: Int, dimensions: Int) {
        self.dimensions = dimensions
        means = AlignedBytes(count: width * dimensions * 8)
        scatters = AlignedBytes(count: width * Whitening.packed(dimensions) * 8)
        determinants = AlignedBytes(count: width * 8)
        fourths = AlignedBytes(count: width * (dimensions + 1) * 8)
    }

    /// `dimensions` values.
    func mean(_ x: Int) -> UnsafeMutablePointer<Double> { means.doubles + x * dimensions }
    /// Σ (x − μ)(x − μ)ᵀ, its lower triangle column by column.
    func scatter(_ x: Int) -> UnsafeMutablePointer<Double> { scatters.doubles + x * Whitening.packed(dimensions) }
    /// ln |Σ + εI|; only where the whole Bhattacharyya distance is taken.
    func logDeterminant(_ x: Int) -> UnsafeMutablePointer<Double> { determinants.doubles + x }
    /// Σ |x − μ|² (x − μ), and then Σ |x − μ|⁴; only for shrinkage.
    func fourth(_ x: Int) -> UnsafeMutablePointer<Double> { fourths.doubles + x * (dimensions + 1) }
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
        let count = window.offsets.count
        distances = AlignedBytes(count: width * height * count * 8)
        // Outside the grid −1, from itself 0.
        for i in 0..<(width * height * count) { distances.doubles[i] = i % count == count / 2 ? 0 : -1 }
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
