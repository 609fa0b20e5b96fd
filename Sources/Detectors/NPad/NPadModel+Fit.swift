import Network

extension NPadModel {
    /// What a fit of the statistics gives.
    package struct Fit {
        package let model: NPadModel
        /// For each part, and then each view, what its distances had been had its part been left out; empty where it
        /// was not asked for.
        package let leftOut: [Distances]
        package let centroids: CentroidFit?
    }

    /// Fits what the options ask for.
    /// - Parameters:
    ///   - rows: the parts' embeddings. Gone through once for each kind of statistics.
    ///   - regularisation: of patches' covariances, and of aggregated features'.
    ///   - starts: the vectors that centroids begin at, counted part by part and row by row; by the seed where `nil`.
    ///   - views: further pictures of parts, for leaving out.
    /// - Throws: `DetectorError`, `CancellationError`, and what `rows` throws.
    package static func fit(
        _ rows: any FeatureRows, options: NPadOptions,
        regularisation: (patches: PatchRegularisation, aggregates: PatchRegularisation),
        precision: Recipe.StoredPrecision, leaveOneOut: Bool = false,
        views: (rows: any FeatureRows, owners: [Int])? = nil, starts: [Int]? = nil,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Fit {
        try options.validate()
        guard rows.parts >= 2 else {
            throw DetectorError(.tooFewParts, "calibration", "\(rows.parts) good parts; at least 2 are needed")
        }
        let window = PatchWindow(side: options.inference)
        let stages =
            (options.usesPatches ? 2.0 : 0) + (options.usesAggregates ? 1 : 0)
            + (options.score.needsCentroids ? 1 : 0)
        var before = 0.0
        func gaussians(
            _ rows: any FeatureRows, _ side: Int, _ regularisation: PatchRegularisation, _ probes: Probes?,
            share: Double
        ) throws -> NeighbourFit.Outcome {
            defer { before += share }
            return try NeighbourFit(
                rows: rows, window: PatchWindow(side: side), similarity: options.similarity, lambda: options.lambda,
                regularisation: regularisation, precision: precision
            ).run(probes: probes, progress: { progress((before + share * $0) / stages) }, isCancelled: isCancelled)
        }
        var patches: NeighbourFit.Outcome?
        if options.usesPatches {
            let probes = leaveOneOut ? Probes(window: window, views: views) : nil
            patches = try gaussians(rows, options.neighbourhood, regularisation.patches, probes, share: 2)
        }
        var aggregates: NeighbourFit.Outcome?
        if options.usesAggregates {
            let averaged = views.map {
                (rows: AggregatedRows($0.rows, side: options.aggregation) as any FeatureRows, owners: $0.owners)
            }
            let probes = leaveOneOut ? Probes(window: PatchWindow(side: 1), views: averaged) : nil
            aggregates = try gaussians(
                AggregatedRows(rows, side: options.aggregation), 1, regularisation.aggregates, probes, share: 1)
        }
        var centroids: CentroidFit?
        if options.score.needsCentroids {
            centroids = try CentroidFit(
                AggregatedRows(rows, side: options.aggregation), options.centroids, starts: starts,
                progress: { progress((before + $0) / stages) }, isCancelled: isCancelled)
        }
        let count = leaveOneOut ? rows.parts + (views?.owners.count ?? 0) : 0
        return Fit(
            model: NPadModel(
                options: options, width: rows.width, height: rows.height, dimensions: rows.dimensions,
                patches: patches?.gaussians, aggregates: aggregates?.gaussians, centroids: centroids?.centroids),
            leftOut: (0..<count).map {
                Distances(patches: patches?.leftOut[$0], aggregates: aggregates?.leftOut[$0])
            }, centroids: centroids)
    }
}
