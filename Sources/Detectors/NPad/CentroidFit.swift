import Network

/// Centroids of aggregated features, and which features they came from.
package struct CentroidFit {
    package let centroids: Centroids
    package let means: KMeans
    /// The part of each vector that they were made from.
    package let owners: [Int]
    /// `vectors × dimensions`.
    package let vectors: AlignedBytes

    /// Gathers all aggregated features, or as many as wanted of them at random, and clusters them.
    /// - Parameter starts: the vectors that centroids begin at; by the seed where `nil`.
    /// - Throws: `CancellationError`, `DetectorError.memory`, and what `rows` throws.
    package init(
        _ rows: any FeatureRows, _ options: NPadOptions.Centroids, starts: [Int]? = nil,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        let (positions, d) = (rows.width * rows.height, rows.dimensions)
        let all = rows.parts * positions
        let count = min(all, options.vectors ?? all)
        if let available = AvailableMemory.bytes, count * d * 8 > available {
            throw DetectorError(
                .memory, "memory",
                "k-means of \(count) vectors takes \(count * d * 8 >> 20) MiB, and \(available >> 20) MiB are free; "
                    + "give it fewer vectors")
        }
        let chosen = count == all ? Array(0..<all) : ChannelChoice.random(count, of: all, seed: options.seed)
        let memory = AlignedBytes(count: count * d * 4)
        let starting = memory.floats.baseAddress!
        // Vectors are numbered part by part; rows of the grid come with all parts, so each row takes its own.
        var byRow = [[(vector: Int, part: Int, x: Int)]](repeating: [], count: rows.height)
        for (vector, index) in chosen.enumerated() {
            let (part, position) = (index / positions, index % positions)
            byRow[position / rows.width].append((vector, part, position % rows.width))
        }
        try rows.forEachRow { y, row in
            if isCancelled() { throw CancellationError() }
            for (vector, part, x) in byRow[y] {
                (starting + vector * d).update(from: row + (part * rows.width + x) * d, count: d)
            }
        }
        let k = max(1, Int((Double(count) * options.ratio).rounded(.down)))
        means = try KMeans(
            UnsafeBufferPointer(start: starting, count: count * d), dimensions: d,
            starts: starts ?? ChannelChoice.random(min(k, count), of: count, seed: options.seed &+ 1),
            iterations: options.iterations, progress: progress, isCancelled: isCancelled)
        centroids = Centroids(means.centroids, dimensions: d)
        owners = chosen.map { $0 / positions }
        vectors = memory
    }
}
