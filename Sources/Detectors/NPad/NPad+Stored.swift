import Network

extension NPad {
    public var stored: [StoredArray] {
        var arrays: [StoredArray] = []
        for (name, gaussians) in [("patches", model.patches), ("aggregates", model.aggregates)] {
            guard let gaussians else { continue }
            arrays.append(StoredArray("\(name).factors", gaussians.whitening.factors))
            arrays.append(StoredArray("\(name).scale", gaussians.whitening.scale))
            arrays.append(StoredArray("\(name).mean", gaussians.mean))
        }
        if let centroids = model.centroids {
            arrays.append(StoredArray("centroids.count", [UInt32(centroids.count).littleEndian]))
            arrays.append(StoredArray("centroids", centroids.values))
        }
        return arrays
    }

    public init(recipe: Recipe, taps: [Backbone.TapShape], stored: StoredArrays) throws(DetectorError) {
        let options = recipe.npad ?? .standard
        try options.validate()
        let embedding = try PatchEmbedding(taps: taps, channels: recipe.channels)
        let (positions, d) = (embedding.positions, embedding.dimensions)
        let stride = Whitening.stride(dimensions: d, precision: recipe.precision, form: .triangular)
        func gaussians(_ name: String) throws(DetectorError) -> PatchGaussians {
            PatchGaussians(
                mean: try stored.values("\(name).mean", count: positions * d),
                whitening: Whitening(
                    positions: positions, dimensions: d, precision: recipe.precision, form: .triangular,
                    factors: try stored.bytes("\(name).factors", count: positions * stride),
                    scale: try stored.values("\(name).scale", count: positions), weights: []))
        }
        var centroids: Centroids?
        if options.score.needsCentroids {
            let count: [UInt32] = try stored.values("centroids.count", count: 1)
            // What a damaged file claims is checked against what it holds.
            centroids = Centroids(
                try stored.values("centroids", count: Int(UInt32(littleEndian: count[0])) * d), dimensions: d)
        }
        self.init(
            recipe: recipe, embedding: embedding,
            model: NPadModel(
                options: options, width: embedding.gridWidth, height: embedding.gridHeight, dimensions: d,
                patches: options.usesPatches ? try gaussians("patches") : nil,
                aggregates: options.usesAggregates ? try gaussians("aggregates") : nil, centroids: centroids))
    }
}
