import Network

/// A multivariate Gaussian of a part's mean features at each level of the network (Rippel, Mertens & Merhof 2020, Modeling
/// the distribution of normal data in pre-trained deep features for anomaly detection, arXiv 2005.14140). A part's score
/// is the sum of its distances at all levels. It tells whether a part departs, and not where: there is no map.
public struct MVG: Sendable {
    public let options: MVGOptions
    let embedding: LevelEmbedding
    /// What good parts are like, level by level; those at which the options leave nothing to measure are not among them.
    public let levels: [LevelGaussian]

    init(options: MVGOptions, embedding: LevelEmbedding, levels: [LevelGaussian]) {
        self.options = options
        self.embedding = embedding
        self.levels = levels
    }

    /// Describes good parts by their features at some levels of a backbone.
    /// - Parameter features: one for each level of `embedding`, in its order.
    /// - Throws: `DetectorError.tooFewParts` where no level can be measured; what `LevelGaussian.fit` throws.
    package init(_ features: [LevelFeatures], _ embedding: LevelEmbedding, _ options: MVGOptions) throws(DetectorError) {
        try options.validate()
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
        self.init(options: options, embedding: embedding, levels: levels)
    }

    /// Floats of a part's embedding: the channels of all levels.
    public var embeddingLength: Int { embedding.length }

    /// A part's distance at each of `levels`.
    /// - Parameter part: its embedding.
    public func distances(of part: UnsafePointer<Float>) -> [Double] {
        levels.map { gaussian in
            guard let own = embedding.levels.first(where: { $0.shape.name == gaussian.level }) else { return .nan }
            return gaussian.distance(UnsafeBufferPointer(start: part + own.range.lowerBound, count: own.range.count))
        }
    }

    /// The sum of the distances.
    public func score(of part: UnsafePointer<Float>) -> Float {
        Float(distances(of: part).reduce(0, +))
    }
}
