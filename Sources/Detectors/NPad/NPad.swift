import Network
import Raster

/// N-pad (Neighboring Pixel-based industrial Anomaly Detection): Gaussians of neighbourhoods instead of single patches,
/// a second one of aggregated features, the geometric mean of both, and an image score that also asks how far the most
/// anomalous patches are from any good one. For lines where parts do not come to lie exactly.
public struct NPad: StoredDetector {
    public let recipe: Recipe
    let embedding: PatchEmbedding
    package let model: NPadModel
    private let smoothing: SmoothUpsampling
    /// Of copies that were moved: their grids in pixels of the input, and what smooths the mean of those.
    private let upsampling: SmoothUpsampling
    private let blurring: SmoothUpsampling

    package init(recipe: Recipe, embedding: PatchEmbedding, model: NPadModel) {
        self.recipe = recipe
        self.embedding = embedding
        self.model = model
        let (grid, map) = ((embedding.gridWidth, embedding.gridHeight), (recipe.width, recipe.height))
        smoothing = SmoothUpsampling(from: grid, to: map, sigma: recipe.blur)
        upsampling = SmoothUpsampling(from: grid, to: map, sigma: 0)
        blurring = SmoothUpsampling(from: map, to: map, sigma: recipe.blur)
    }

    public var options: NPadOptions { model.options }
    public var taps: [Backbone.TapShape] { embedding.taps }
    public var gridWidth: Int { embedding.gridWidth }
    public var gridHeight: Int { embedding.gridHeight }
    public var embeddingLength: Int { embedding.positions * embedding.dimensions }
    public var shifts: [Shift] { options.moves.map { Shift(down: $0.down, right: $0.right) } }

    public func embed(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {
        embedding.gather(from: pass, into: out)
    }

    public func anomalies(of parts: [UnsafePointer<Float>], threads: Int) -> [Anomaly] {
        let copies = shifts.count
        let views = parts.flatMap { part in (0..<copies).map { part + $0 * embeddingLength } }
        let distances = model.distances(of: views, threads: threads)
        var anomalies = [Anomaly](repeating: Anomaly(score: .nan, grid: nil), count: parts.count)
        anomalies.withUnsafeMutableBufferPointer { anomalies in
            // Each part has a place of its own.
            nonisolated(unsafe) let (anomalies, views) = (anomalies, views)
            NPadModel.divide(parts.count, among: threads) { range in
                for i in range {
                    let own = i * copies..<(i + 1) * copies
                    anomalies[i] = anomaly(Array(distances[own])) { k in
                        model.pairedScore(distances[own.lowerBound + k], of: views[own.lowerBound + k])
                    }
                }
            }
        }
        return anomalies
    }

    /// A part's anomaly from the distances of its copies.
    /// - Parameter paired: the paired score of a copy.
    private func anomaly(_ distances: [NPadModel.Distances], paired: (Int) -> Float) -> Anomaly {
        var sum = 0.0
        for (k, one) in distances.enumerated() { sum += Double(score(one) { paired(k) }) }
        let grids = distances.map(grid)
        return Anomaly(
            score: Float(sum / Double(grids.count)), grid: grids.count == 1 ? grids[0] : average(grids))
    }

    private func grid(_ distances: NPadModel.Distances) -> Plane {
        Plane(width: gridWidth, height: gridHeight, values: model.map(of: distances))
    }

    /// The score of one copy.
    func score(_ distances: NPadModel.Distances, paired: () -> Float) -> Float {
        options.score.needsCentroids ? paired() : PaDiM.score(of: grid(distances), smoothing)
    }

    /// The mean of the copies' maps, each moved back to where the part is, in pixels of the input.
    package func average(_ grids: [Plane]) -> Plane {
        var sum = [Float](repeating: 0, count: recipe.width * recipe.height)
        for (grid, shift) in zip(grids, shifts) {
            let back = upsampling.apply(grid).shifted(right: -shift.right, down: -shift.down)
            for i in sum.indices { sum[i] += back.values[i] }
        }
        let count = Float(grids.count)
        return Plane(width: recipe.width, height: recipe.height, values: sum.map { $0 / count })
    }

    public func map(of anomaly: Anomaly) -> Plane? {
        guard let grid = anomaly.grid else { return nil }
        switch (grid.width, grid.height) {
        case (gridWidth, gridHeight): return smoothing.apply(grid)
        case (recipe.width, recipe.height): return blurring.apply(grid)
        default: return nil
        }
    }
}
