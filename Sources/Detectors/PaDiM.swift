import Network
import Raster

/// PaDiM (Defard, Setkov, Loesch & Audigier 2021, arXiv 2011.08785): one Gaussian for each patch position over a random
/// subset of pretrained features; a patch's anomaly is its Mahalanobis distance (eq 2), a part's is the maximum of the
/// upsampled, smoothed map.
public struct PaDiM: Detector {
    public let recipe: Recipe
    let embedding: PatchEmbedding
    /// `positions × dimensions`.
    let mean: [Float]
    package let whitening: Whitening
    let smoothing: SmoothUpsampling

    init(recipe: Recipe, embedding: PatchEmbedding, mean: [Float], whitening: Whitening) {
        self.recipe = recipe
        self.embedding = embedding
        self.mean = mean
        self.whitening = whitening
        smoothing = Self.smoothing(embedding, recipe)
    }

    /// Ends a fit: covariances are regularised and factored.
    /// - Throws: `DetectorError.tooFewParts` below two parts, `.singular` where a covariance cannot be factored.
    public init(recipe: Recipe, embedding: PatchEmbedding, moments: StreamingMoments) throws(DetectorError) {
        guard moments.count >= 2 else {
            throw DetectorError(.tooFewParts, "calibration", "\(moments.count) good parts; at least 2 are needed")
        }
        let whitening = try Whitening(
            moments, epsilon: recipe.regularisation.epsilon(moments), precision: recipe.precision)
        self.init(recipe: recipe, embedding: embedding, mean: moments.mean.map(Float.init), whitening: whitening)
    }

    /// Patches along each axis.
    public var gridWidth: Int { embedding.gridWidth }
    public var gridHeight: Int { embedding.gridHeight }

    public func anomaly(of pass: ForwardPass) -> Anomaly { anomaly(of: distances(of: pass)) }

    /// Distance of each patch, before any smoothing.
    public func distances(of pass: ForwardPass) -> Plane {
        let count = embedding.positions * embedding.dimensions
        let values = withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: 64) { raw in
            let vector = raw.bindMemory(to: Float.self)
            embedding.gather(from: pass, into: vector)
            return distances(of: UnsafeBufferPointer(vector))
        }
        return Plane(width: gridWidth, height: gridHeight, values: values)
    }

    /// Distances of embeddings, `positions × dimensions`.
    package func distances(of vector: UnsafeBufferPointer<Float>) -> [Float] {
        [Float](unsafeUninitializedCapacity: embedding.positions) { out, initialised in
            let distances = UnsafeMutableBufferPointer(rebasing: out[..<embedding.positions])
            mean.withUnsafeBufferPointer { whitening.distances(vector, mean: $0, into: distances) }
            initialised = embedding.positions
        }
    }

    /// Score and grid from the distances: the score is the maximum of the smoothed map. It is no number as soon as one
    /// distance is none: `max` would pass it over, and a patch that was not measured would count as good.
    package func anomaly(of grid: Plane) -> Anomaly {
        let isMeasured = !grid.values.contains(where: \.isNaN)
        return Anomaly(score: isMeasured ? smoothing.apply(grid).values.max() ?? .nan : .nan, grid: grid)
    }

    /// The anomaly map in the network's input pixels.
    public func map(of anomaly: Anomaly) -> Plane? { anomaly.grid.map(smoothing.apply) }

    static func smoothing(_ embedding: PatchEmbedding, _ recipe: Recipe) -> SmoothUpsampling {
        SmoothUpsampling(
            from: (embedding.gridWidth, embedding.gridHeight), to: (recipe.width, recipe.height), sigma: recipe.blur)
    }
}

extension Recipe.Regularisation {
    /// What is added to each channel's variance.
    func epsilon(_ moments: StreamingMoments) -> [Double] {
        switch self {
        case .absolute(let epsilon):
            return Array(repeating: epsilon, count: moments.dimensions)
        case .relative(let ratio):
            return Array(repeating: ratio * moments.typicalVariance(), count: moments.dimensions)
        }
    }
}

extension StreamingMoments {
    /// Median over channels of each one's median variance over positions: the unit that makes ε mean the same for every
    /// backbone. Where most channels never vary, the mean stands in; where none does, 1.
    func typicalVariance() -> Double {
        let variances = medianVariances().sorted()
        let mean = variances.reduce(0, +) / Double(variances.count)
        let median = variances[variances.count / 2]
        return median > 0 ? median : mean > 0 ? mean : 1
    }
}
