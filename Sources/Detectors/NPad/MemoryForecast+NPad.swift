import Network

extension MemoryForecast {
    /// N-pad: what the network gave of all parts and of the first ones' moved copies, both Gaussians' factors, and the
    /// rows of the grid whose scatter matrices are at hand.
    /// - Throws: `DetectorError.invalidRecipe`.
    init(
        npad options: NPadOptions, recipe: Recipe, backbone: Backbone, parts: Int,
        batch: Int = Inspector.standardBatch, workers: Int = ComputeThreads.workers,
        available: Int? = AvailableMemory.bytes
    ) throws(DetectorError) {
        let embedding = try PatchEmbedding(taps: backbone.taps, channels: recipe.channels)
        let (positions, width, d) = (embedding.positions, embedding.gridWidth, embedding.dimensions)
        let copies = options.moves.count
        let viewed = min(parts, NPadFit.viewedParts) * (copies - 1)
        let share = options.channels == .random ? Double(d) / Double(max(1, backbone.channels)) : 1
        let taps = backbone.taps.reduce(0) { $0 + $1.channels * $1.width * $1.height } * 4
        let kept = Int(Double((parts + viewed) * taps) * share)
        let inMemory = min(kept, KeptEmbeddings.budget(available: available))
        let arriving = min(parts + viewed, PaDiMFit.batchSize + viewed) * Int(Double(taps) * share)

        let packed = Whitening.packed(d) * 8
        let rowBytes = width * packed + parts * width * d * 4
        let wave = NeighbourFit.waveRows(bytes: rowBytes)
        let rows = (wave + options.neighbourhood) * rowBytes + (options.aggregation + 1) * parts * width * d * 4
        let workspaces = workers * (parts * d * 8 + 12 * d * d + 2 * packed)
        let distances = (parts + viewed) * positions * 4 * (options.inference * options.inference + 3)
        let vectors = options.score.needsCentroids ? min(parts * positions, options.centroids.vectors ?? .max) : 0
        let centroids = Int(Double(vectors) * options.centroids.ratio) * d

        let gaussians = (options.usesPatches ? 1 : 0) + (options.usesAggregates ? 1 : 0)
        let stride = Whitening.stride(dimensions: d, precision: recipe.precision, form: .triangular)
        let statistics = gaussians * positions * (stride + 4 * d + 4)
        let planes = copies * batch * positions * 4 * (options.inference * options.inference + 3)
        let file = statistics + centroids * 4
        self.init(
            parts: parts,
            fitting: inMemory + statistics + workers * backbone.workingBytes
                + max(arriving, rows + workspaces + distances, vectors * d * 8 + centroids * 24 + distances),
            spilled: kept - inMemory,
            scoring: file + workers * (copies * batch * positions * d * 4 + planes + backbone.workingBytes), file: file)
    }

    private init(parts: Int, fitting: Int, spilled: Int, scoring: Int, file: Int) {
        self.parts = parts
        self.fitting = fitting
        self.spilled = spilled
        self.scoring = scoring
        self.file = file
    }
}
