extension NPadOptions {
    /// Furthest shift that is allowed.
    public static let largestShift = 16
    /// Largest side of any square of patches.
    public static let largestWindow = 9

    /// - Throws: `DetectorError.invalidRecipe` naming the first setting that makes no sense, and what would.
    public func validate() throws(DetectorError) {
        guard usesPatches || usesAggregates else {
            throw Self.invalid("modules", "neither patches nor aggregated features are used; switch one of them on")
        }
        try Self.require(neighbourhood, oddUpTo: Self.largestWindow, "neighbourhood")
        try Self.require(aggregation, oddUpTo: Self.largestWindow, "aggregation")
        guard (1...Self.largestWindow).contains(inference) else {
            throw Self.invalid("inference", "is \(inference); take 1 to \(Self.largestWindow)")
        }
        guard lambda.isFinite, lambda > 0 else {
            throw Self.invalid("lambda", "is \(lambda); take a positive number, 0.25 in the paper")
        }
        guard (0...Self.largestShift).contains(shift) else {
            throw Self.invalid("shift", "is \(shift) pixels; take 0 to \(Self.largestShift)")
        }
        guard score.needsCentroids else { return }
        guard topK > 0 else { throw Self.invalid("top-k", "is \(topK); take 1 or more") }
        guard centroids.ratio.isFinite, centroids.ratio > 0, centroids.ratio <= 1 else {
            throw Self.invalid("centroid ratio", "is \(centroids.ratio); take more than 0, at most 1, 0.1 in the paper")
        }
        guard (1...1000).contains(centroids.iterations) else {
            throw Self.invalid("k-means iterations", "are \(centroids.iterations); take 1 to 1000")
        }
        guard centroids.vectors ?? 1 > 0 else {
            throw Self.invalid(
                "k-means vectors", "are \(centroids.vectors ?? 0); take 1 or more, or leave it out for all")
        }
    }

    private static func require(_ side: Int, oddUpTo largest: Int, _ name: String) throws(DetectorError) {
        guard (1...largest).contains(side), !side.isMultiple(of: 2) else {
            throw invalid(name, "is \(side) patches wide; take an odd number up to \(largest), 1 for none")
        }
    }

    private static func invalid(_ name: String, _ message: String) -> DetectorError {
        DetectorError(.invalidRecipe, "N-pad's \(name)", message)
    }
}
