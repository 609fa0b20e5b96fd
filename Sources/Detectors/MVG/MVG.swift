import Network
import Raster

/// A multivariate Gaussian of a part's mean features at each level of the network (Rippel, Mertens & Merhof 2020, Modeling
/// the distribution of normal data in pre-trained deep features for anomaly detection, arXiv 2005.14140). A part's score
/// is the sum of its distances at all levels. It tells whether a part departs, and not where: there is no map.
public struct MVG: Detector {
    public let recipe: Recipe
    public let options: MVGOptions
    public let taps: [Backbone.TapShape]
    /// Of those levels alone that are measured.
    let embedding: LevelEmbedding
    /// What good parts are like, level by level; those at which the options leave nothing to measure are not among them.
    public let levels: [LevelGaussian]

    /// - Throws: `DetectorError.invalidRecipe` where a level is none of the taps, or has other channels.
    init(recipe: Recipe, taps: [Backbone.TapShape], levels: [LevelGaussian]) throws(DetectorError) {
        guard let options = recipe.mvg else {
            throw DetectorError(.invalidRecipe, "recipe", "says nothing of the distance that MVG is to take")
        }
        self.recipe = recipe
        self.options = options
        self.taps = taps
        embedding = try LevelEmbedding(taps: taps, names: levels.map(\.level))
        guard embedding.levels.map(\.shape.name) == levels.map(\.level),
            embedding.levels.map(\.shape.channels) == levels.map(\.channels)
        else { throw DetectorError(.invalidRecipe, "levels", "are not those of the backbone") }
        self.levels = levels
    }

    /// Describes good parts by their features.
    /// - Parameter features: of the chosen levels, in the network's order.
    /// - Throws: `DetectorError.tooFewParts` where no level can be measured; what `LevelGaussian.fit` throws.
    package init(
        recipe: Recipe, taps: [Backbone.TapShape], features: [LevelFeatures]
    ) throws(DetectorError) {
        try self.init(
            recipe: recipe, taps: taps, levels: try LevelGaussian.levels(features, recipe.mvg ?? .standard))
    }

    public var gridWidth: Int { 0 }
    public var gridHeight: Int { 0 }

    /// Floats of a part's embedding: the channels of all levels that are measured.
    public var embeddingLength: Int { embedding.length }

    public func embed(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {
        embedding.gather(from: pass, into: out)
    }

    /// A part's distance at each of `levels`.
    /// - Parameter part: its embedding.
    public func distances(of part: UnsafePointer<Float>) -> [Double] {
        zip(levels, embedding.levels).map { gaussian, place in
            gaussian.distance(
                UnsafeBufferPointer(start: part + place.range.lowerBound, count: place.range.count))
        }
    }

    /// The sums of the parts' distances, without a grid. A part takes a fraction of the time that the network does, so it
    /// is not divided among threads.
    public func anomalies(of parts: [UnsafePointer<Float>], threads: Int) -> [Anomaly] {
        parts.map { Anomaly(score: Float(distances(of: $0).reduce(0, +)), grid: nil) }
    }

    public func map(of anomaly: Anomaly) -> Plane? { nil }
}

extension LevelGaussian {
    /// The good parts at every level where the options leave something to measure.
    /// - Throws: `DetectorError.tooFewParts` where that is none; `.invalidRecipe`; what `fit` throws.
    package static func levels(
        _ features: [LevelFeatures], _ options: MVGOptions
    ) throws(DetectorError) -> [LevelGaussian] {
        var levels: [LevelGaussian] = []
        for level in features {
            if let gaussian = try LevelGaussian.fit(level, options) { levels.append(gaussian) }
        }
        guard !levels.isEmpty else {
            throw DetectorError(
                .tooFewParts, "calibration",
                "\(features.first?.count ?? 0) good parts are too few for \(options) at any level; "
                    + "give more, or take the Ledoit-Wolf covariance in full")
        }
        return levels
    }
}
