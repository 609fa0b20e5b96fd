import Network

/// What each calibration part would have scored had it been left out.
///
/// Its distances from the Gaussians are exact but for two things that stay as they are: the weights of neighbours, and
/// ε's share (see `NeighbourWorkspace.leaveOut`). Of the centroids that its own features went into, what is left without
/// them is asked; assignments and channels are not made again. Where moved copies are averaged, copies of the first
/// parts only are known: the other parts' own scores are multiplied by the median of what copies change.
struct LeftOutScores {
    let scores: [Float]

    init(
        _ npad: NPad, _ fit: NPadModel.Fit, _ rows: any FeatureRows,
        views: (rows: any FeatureRows, owners: [Int])?, isCancelled: () -> Bool
    ) throws {
        for distances in fit.leftOut {
            guard !(distances.patches ?? []).contains(where: \.isNaN),
                !(distances.aggregates ?? []).contains(where: \.isNaN)
            else {
                throw DetectorError(
                    .singular, "leave-one-out scores",
                    "some parts alone span a direction, so nothing can be said of them without themselves; use more good "
                        + "parts or a larger --epsilon or --relative-epsilon")
            }
        }
        let paired = try fit.centroids.map {
            try Self.paired(npad, fit.leftOut, $0, rows, views, isCancelled)
        }
        let parts = rows.parts
        let owners = views?.owners ?? []
        func score(_ probe: Int) -> Float { npad.score(fit.leftOut[probe]) { paired?[probe] ?? .nan } }
        let own = (0..<parts).map(score)
        var scores = own
        var ratios: [Double] = []
        for part in Set(owners).sorted() {
            let copies = owners.indices.filter { owners[$0] == part }.map { parts + $0 }
            let moved = copies.map(score)
            let mean = (own[part] + moved.reduce(0, +)) / Float(moved.count + 1)
            scores[part] = mean
            if own[part] > 0, mean.isFinite { ratios.append(Double(mean / own[part])) }
        }
        if !ratios.isEmpty {
            ratios.sort()
            let typical = Float(ratios[ratios.count / 2])
            for part in 0..<parts where !owners.contains(part) { scores[part] *= typical }
        }
        self.scores = scores
    }

    /// The paired score of every probe.
    private static func paired(
        _ npad: NPad, _ distances: [NPadModel.Distances], _ centroids: CentroidFit, _ rows: any FeatureRows,
        _ views: (rows: any FeatureRows, owners: [Int])?, _ isCancelled: () -> Bool
    ) throws -> [Float] {
        let tops = distances.map { PairedScore.top(npad.options.topK, of: $0.patches ?? $0.aggregates ?? []) }
        var features = distances.indices.map { tops[$0].map { _ in [Float]() } }
        func gather(_ rows: any FeatureRows, from first: Int) throws {
            let averaged = AggregatedRows(rows, side: npad.options.aggregation)
            let (width, d) = (rows.width, rows.dimensions)
            try averaged.forEachRow { y, row in
                if isCancelled() { throw CancellationError() }
                for probe in 0..<rows.parts {
                    for (k, position) in tops[first + probe].enumerated() where position / width == y {
                        let vector = row + (probe * width + position % width) * d
                        features[first + probe][k] = Array(UnsafeBufferPointer(start: vector, count: d))
                    }
                }
            }
        }
        try gather(rows, from: 0)
        if let views { try gather(views.rows, from: rows.parts) }
        let leftOut = CentroidsLeftOut(centroids, parts: rows.parts)
        return distances.indices.map { probe in
            let part = probe < rows.parts ? probe : views?.owners[probe - rows.parts] ?? 0
            let ranked = distances[probe].patches ?? distances[probe].aggregates ?? []
            return PairedScore.score(
                mahalanobis: tops[probe].map { ranked[$0] },
                euclidean: leftOut.distances(features[probe].flatMap { $0 }, without: part), npad.options.score)
        }
    }
}

/// Distances from the nearest centroid, had a part's features not gone into them.
package struct CentroidsLeftOut {
    private let fit: CentroidFit
    private let counts: [Int]
    /// Vectors of each part.
    private let members: [[Int]]

    package init(_ fit: CentroidFit, parts: Int) {
        self.fit = fit
        var counts = [Int](repeating: 0, count: fit.centroids.count)
        for c in fit.means.assignment { counts[Int(c)] += 1 }
        self.counts = counts
        var members = [[Int]](repeating: [], count: parts)
        for (vector, part) in fit.owners.enumerated() { members[part].append(vector) }
        self.members = members
    }

    /// - Parameter features: `dimensions` floats each.
    package func distances(_ features: [Float], without part: Int) -> [Float] {
        let d = fit.centroids.dimensions
        var own: [Int: (count: Int, sum: [Double])] = [:]
        for vector in members[part] {
            let c = Int(fit.means.assignment[vector])
            var entry = own[c] ?? (0, [Double](repeating: 0, count: d))
            entry.count += 1
            for j in 0..<d { entry.sum[j] += Double(fit.vectors.floats[vector * d + j]) }
            own[c] = entry
        }
        // Centroids that nothing else went into would not be there at all.
        var changed: [[Double]] = []
        for (c, entry) in own.sorted(by: { $0.key < $1.key }) where counts[c] > entry.count {
            let rest = Double(counts[c] - entry.count)
            changed.append(
                (0..<d).map {
                    (Double(fit.centroids.values[c * d + $0]) * Double(counts[c]) - entry.sum[$0]) / rest
                })
        }
        let others = fit.centroids.distances(features) { own[$0] != nil }
        return others.enumerated().map { i, distance in
            var least = Double(distance)
            for centroid in changed {
                var squared = 0.0
                for j in 0..<d {
                    let difference = Double(features[i * d + j]) - centroid[j]
                    squared += difference * difference
                }
                if !(squared.squareRoot() >= least) { least = squared.squareRoot() }
            }
            return Float(least)
        }
    }
}
