import CKernels
import Network
import Raster

/// N-pad's statistics on a grid of patches, whatever they were embedded by: what is fitted, and what scores.
package struct NPadModel: Sendable {
    package let options: NPadOptions
    /// Patches along each axis.
    package let width: Int
    package let height: Int
    package let dimensions: Int
    /// Score A's Gaussians, of neighbourhoods; `nil` where it is switched off.
    package let patches: PatchGaussians?
    /// Score B's, of aggregated features.
    package let aggregates: PatchGaussians?
    /// For the image score, where it needs them.
    package let centroids: Centroids?

    package init(
        options: NPadOptions, width: Int, height: Int, dimensions: Int, patches: PatchGaussians?,
        aggregates: PatchGaussians?, centroids: Centroids?
    ) {
        self.options = options
        (self.width, self.height, self.dimensions) = (width, height, dimensions)
        (self.patches, self.aggregates, self.centroids) = (patches, aggregates, centroids)
    }

    package var positions: Int { width * height }

    /// What is said of the patches of one view.
    package struct Distances: Sendable {
        /// Score A, before it is combined: the least Mahalanobis distance from the Gaussians of the inference window.
        package var patches: [Float]?
        /// Score B.
        package var aggregates: [Float]?

        package init(patches: [Float]?, aggregates: [Float]?) {
            (self.patches, self.aggregates) = (patches, aggregates)
        }
    }

    /// Distances of every patch of some views, `height × width × dimensions` floats each, in one pass over the factors.
    /// - Parameter threads: among which rows of the grid are divided; the answer is the same bits for any number.
    package func distances(of views: [UnsafePointer<Float>], threads: Int = 1) -> [Distances] {
        let window = PatchWindow(side: options.inference)
        let (positions, offsets) = (positions, window.offsets.count)
        let held = AlignedBytes(count: (patches == nil ? 0 : offsets * views.count) * positions * 4)
        let averaged = AlignedBytes(count: (aggregates == nil ? 0 : views.count) * positions * 4)
        nonisolated(unsafe) let (a, b, views) = (held.floats.baseAddress!, averaged.floats.baseAddress!, views)
        Self.divide(height, among: threads) { rows in
            for y in rows {
                if let patches { hold(views, y, against: patches, window, into: a) }
                if let aggregates { average(views, y, against: aggregates, into: b) }
            }
        }
        return views.indices.map { view in
            Distances(
                patches: patches == nil
                    ? nil : least((0..<offsets).map { a + ($0 * views.count + view) * positions }, window),
                aggregates: aggregates == nil
                    ? nil : Array(UnsafeBufferPointer(start: b + view * positions, count: positions)))
        }
    }

    /// The Gaussians of row `y` for all patches that are held against them: each factor is read once, whichever patches
    /// it is asked about. Offsets are those of the Gaussian from the patch.
    /// - Parameter out: for each offset and view the distances, by patch.
    private func hold(
        _ views: [UnsafePointer<Float>], _ y: Int, against gaussians: PatchGaussians, _ window: PatchWindow,
        into out: UnsafeMutablePointer<Float>
    ) {
        var ends = Set([0, width])
        for offset in window.offsets {
            ends.insert(min(width, max(0, offset.right)))
            ends.insert(max(0, min(width, width + offset.right)))
        }
        let columns = ends.sorted()
        // Between two ends the same offsets lead to patches of the grid.
        for (first, end) in zip(columns, columns.dropFirst()) {
            var vectors: [UnsafePointer<Float>] = []
            var targets: [UnsafeMutablePointer<Float>] = []
            for (k, offset) in window.offsets.enumerated() {
                let (fromX, fromY) = (first - offset.right, y - offset.down)
                guard fromY >= 0, fromY < height, fromX >= 0, end - offset.right <= width else { continue }
                let position = fromY * width + fromX
                for (view, vector) in views.enumerated() {
                    vectors.append(vector + position * dimensions)
                    targets.append(out + (k * views.count + view) * positions + position)
                }
            }
            gaussians.distances(y * width + first..<y * width + end, vectors, into: targets)
        }
    }

    /// The aggregated features of row `y`, made and measured while they are near.
    private func average(
        _ views: [UnsafePointer<Float>], _ y: Int, against gaussians: PatchGaussians,
        into out: UnsafeMutablePointer<Float>
    ) {
        let (length, reach) = (width * dimensions, options.aggregation / 2)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: views.count * length) { room in
            let rows = max(0, y - reach)...min(height - 1, y + reach)
            let means = views.indices.map { room.baseAddress! + $0 * length }
            for (view, mean) in zip(views, means) {
                Aggregation.row(
                    rows.map { view + $0 * length }, width: width, dimensions: dimensions, reach: reach, into: mean)
            }
            gaussians.distances(
                y * width..<(y + 1) * width, means.map { UnsafePointer($0) },
                into: views.indices.map { out + $0 * positions + y * width })
        }
    }

    /// The nearest of the Gaussians of the window, patch by patch. No number where one of them is none.
    private func least(_ planes: [UnsafeMutablePointer<Float>], _ window: PatchWindow) -> [Float] {
        var least = [Float](repeating: .infinity, count: positions)
        for (plane, offset) in zip(planes, window.offsets) {
            for y in max(0, -offset.down)..<max(0, -offset.down, min(height, height - offset.down)) {
                for x in max(0, -offset.right)..<max(0, -offset.right, min(width, width - offset.right)) {
                    let (p, distance) = (y * width + x, plane[y * width + x])
                    if !(distance >= least[p]) { least[p] = distance }
                }
            }
        }
        return least
    }

    /// The map of a view, before any smoothing: scores A and B as one, patch by patch.
    package func map(of distances: Distances) -> [Float] {
        guard let a = distances.patches else { return distances.aggregates ?? [] }
        guard let b = distances.aggregates else { return a }
        switch options.combination {
        case .geometricMean: return zip(a, b).map { ($0 * $1).squareRoot() }
        case .arithmeticMean: return zip(a, b).map { ($0 + $1) / 2 }
        }
    }

    /// The paired score of a view, from its distances; no number where one of them is none.
    /// - Precondition: there are centroids.
    package func pairedScore(_ distances: Distances, of view: UnsafePointer<Float>) -> Float {
        guard let centroids, let ranked = distances.patches ?? distances.aggregates,
            !ranked.contains(where: \.isNaN)
        else { return .nan }
        let top = PairedScore.top(options.topK, of: ranked)
        let features = top.flatMap { position in
            Aggregation.patch(
                x: position % width, y: position / width, of: view, width: width, height: height,
                dimensions: dimensions, reach: options.aggregation / 2)
        }
        return PairedScore.score(
            mahalanobis: top.map { ranked[$0] }, euclidean: centroids.distances(features), options.score)
    }

    /// Calls `body` with shares of `0..<count`, each on a thread of the network's team where there are several.
    static func divide(_ count: Int, among threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let shares = min(threads, count)
        guard shares > 1 else { return body(0..<count) }
        ComputeTeam.run(shares) { k in body(k * count / shares..<(k + 1) * count / shares) }
    }
}

extension PatchGaussians {
    /// Distances from the Gaussians of `range`; vectors and targets stand at the first of them.
    func distances(
        _ range: Range<Int>, _ vectors: [UnsafePointer<Float>], into targets: [UnsafeMutablePointer<Float>]
    ) {
        mean.withUnsafeBufferPointer {
            whitening.distances(
                range, mean: $0.baseAddress! + range.lowerBound * whitening.dimensions, parts: vectors, into: targets)
        }
    }
}
