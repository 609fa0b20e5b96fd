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

    /// The same method with other statistics.
    package func replacing(mean: [Float], whitening: Whitening) -> PaDiM {
        PaDiM(recipe: recipe, embedding: embedding, mean: mean, whitening: whitening)
    }

    /// Patches along each axis.
    public var gridWidth: Int { embedding.gridWidth }
    public var gridHeight: Int { embedding.gridHeight }
    /// Floats of a part's embedding: positions × dimensions.
    public var embeddingLength: Int { embedding.positions * embedding.dimensions }

    public var taps: [Backbone.TapShape] { embedding.taps }

    public func embed(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {
        embedding.gather(from: pass, into: out)
    }

    /// What is anomalous about parts, from their embeddings (`positions × dimensions` each), in one pass over the
    /// factors.
    /// - Parameter threads: among which positions, or parts, are divided; the answer is the same bits for any number.
    public func anomalies(of parts: [UnsafePointer<Float>], threads: Int) -> [Anomaly] {
        let distances = distances(of: parts, threads: threads)
        var anomalies = [Anomaly](repeating: Anomaly(score: .nan, grid: nil), count: parts.count)
        anomalies.withUnsafeMutableBufferPointer { anomalies in
            // Each part has a place of its own.
            nonisolated(unsafe) let anomalies = anomalies
            Self.divide(parts.count, among: threads) { range in
                for i in range {
                    let grid = Plane(width: gridWidth, height: gridHeight, values: distances[i])
                    anomalies[i] = Anomaly(score: Self.score(of: grid, smoothing), grid: grid)
                }
            }
        }
        return anomalies
    }

    /// Distance of each patch of each part, before any smoothing.
    package func distances(of parts: [UnsafePointer<Float>], threads: Int = 1) -> [[Float]] {
        let positions = embedding.positions
        let grids = parts.map { _ in AlignedBytes(count: positions * 4) }
        mean.withUnsafeBufferPointer { mean in
            nonisolated(unsafe) let (mean, parts) = (mean, parts)
            Self.divide(positions, among: threads) { range in
                let at = range.lowerBound * embedding.dimensions
                whitening.distances(
                    range, mean: mean.baseAddress! + at, parts: parts.map { $0 + at },
                    into: grids.map { $0.floats.baseAddress! + range.lowerBound })
            }
        }
        return grids.map { Array($0.floats[..<positions]) }
    }

    /// The same for one part's embedding, `positions × dimensions`.
    package func distances(of vector: UnsafeBufferPointer<Float>, threads: Int = 1) -> [Float] {
        precondition(vector.count == embeddingLength)
        return distances(of: [vector.baseAddress!], threads: threads)[0]
    }

    /// Calls `body` with shares of `0..<count`, each on a thread of the network's team where there are several.
    private static func divide(_ count: Int, among threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let shares = min(threads, count)
        guard shares > 1 else { return body(0..<count) }
        ComputeTeam.run(shares) { k in body(k * count / shares..<(k + 1) * count / shares) }
    }

    /// The maximum of the smoothed map. It is no number as soon as one distance is none: `max` would pass it over, and
    /// a patch that was not measured would count as good.
    package static func score(of grid: Plane, _ smoothing: SmoothUpsampling) -> Float {
        guard !grid.values.contains(where: \.isNaN) else { return .nan }
        return smoothing.peak(grid)
    }

    /// The anomaly map in the network's input pixels.
    public func map(of anomaly: Anomaly) -> Plane? { anomaly.grid.map(smoothing.apply) }

    static func smoothing(_ embedding: PatchEmbedding, _ recipe: Recipe) -> SmoothUpsampling {
        SmoothUpsampling(
            from: (embedding.gridWidth, embedding.gridHeight), to: (recipe.width, recipe.height), sigma: recipe.blur)
    }
}

extension Recipe.Regularisation {
    /// Above this, in squared feature units, nothing is left of the parts' own variation, and factors leave the range
    /// of single precision.
    static let largest = 1e30

    /// What is added to each channel's variance, where it is one number for all positions.
    /// - Throws: `DetectorError.invalidRecipe` where that is no number that a fit can be made with, or it is estimated at
    ///   each position: see `patch(_:)`.
    func epsilon(_ moments: ChannelMoments) throws(DetectorError) -> Double {
        let epsilon =
            switch self {
            case .absolute(let epsilon): epsilon
            case .relative(let ratio): ratio * moments.typicalVariance()
            case .ledoitWolf, .lowRank:
                throw DetectorError(
                    .invalidRecipe, "--regularisation",
                    "\(self) is estimated at each position, which this detector does not do; take a constant")
            }
        guard epsilon >= 0, epsilon <= Self.largest else {
            throw DetectorError(
                .invalidRecipe, "--epsilon",
                "\(self) adds \(epsilon) to each variance, and the factors would not be finite numbers; "
                    + "take one between 0 and \(Self.largest)")
        }
        return epsilon
    }
}
