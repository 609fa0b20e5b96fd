import COpenBLAS
import Network

/// What each of the good parts at a level would have been away from the others, had it not been among them: exact,
/// shrinkage and choice of components included.
///
/// Taking y, a departure from the mean, out of n parts leaves the mean of the others n / (n − 1) · y away from it, and
/// takes n / (n − 1) · y yᵀ from the scatter matrix.
package struct LevelLeaveOneOut {
    package let features: LevelFeatures
    package let options: MVGOptions
    private let mean: [Double]
    private let departure: Double

    /// - Precondition: at least three parts.
    package init(_ features: LevelFeatures, _ options: MVGOptions) {
        precondition(features.count >= 3)
        self.features = features
        self.options = options
        mean = features.mean()
        departure = Double(features.count) / Double(features.count - 1)
    }

    /// One distance a part, in order.
    /// - Throws: `DetectorError.singular` where without one part the others do not differ; `CancellationError`.
    package func distances(
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> [Double] {
        let everything = Array(0..<features.channels)
        switch options.distance {
        case .l2:
            let centred = features.centred(mean, channels: everything)
            return (0..<features.count).map { part in
                let row = centred[(part * features.channels)..<((part + 1) * features.channels)]
                return departure * row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
        case .sed:
            return try channelwise(features.centred(mean, channels: everything))
        case .mahalanobis:
            let chosen = options.channels(variances: { features.variances(mean) }, of: features.channels)
            let centred = features.centred(mean, channels: chosen)
            guard let scatter = Scatter(centred: centred, count: features.count, channels: chosen.count),
                scatter.rank > 0
            else { throw LevelGaussian.singular(features.level) }
            return options.isWhole
                ? try whole(scatter, centred)
                : try components(scatter, centred, chosen, progress: progress, isCancelled: isCancelled)
        }
    }

    /// Each channel by itself.
    private func channelwise(_ centred: [Double]) throws(DetectorError) -> [Double] {
        let (count, channels) = (features.count, features.channels)
        let sums = features.variances(mean).map { $0 * Double(count - 1) }
        var distances: [Double] = []
        for part in 0..<count {
            var (squared, alive) = (0.0, 0)
            for c in 0..<channels {
                let y = centred[part * channels + c]
                let variance = (sums[c] - departure * y * y) / Double(count - 2)
                guard variance > MVGOptions.varianceFloor else { continue }
                squared += departure * departure * y * y / variance
                alive += 1
            }
            guard alive > 0 else { throw LevelGaussian.singular(features.level) }
            distances.append(squared.squareRoot())
        }
        return distances
    }

    /// All directions: the inverse of the covariance without the part follows from the one with it (Sherman & Morrison
    /// 1950), and the shrinkage from sums over the parts.
    private func whole(_ scatter: Scatter, _ centred: [Double]) throws(DetectorError) -> [Double] {
        let (count, channels) = (features.count, features.channels)
        let rest = Double(count - 1)
        let places = scatter.places(centred)
        let squares = (0..<count).map { part in
            centred[(part * channels)..<((part + 1) * channels)].reduce(0) { $0 + $1 * $1 }
        }
        let sum = squares.reduce(0, +)
        let fourth = squares.reduce(0) { $0 + $1 * $1 }
        let norm = scatter.sums.reduce(0) { $0 + $1 * $1 }
        // Σ ‖yⱼ‖² yⱼ, for the products of each part with all others.
        var weighted = [Double](repeating: 0, count: channels)
        cblas_dgemv(
            CblasRowMajor, CblasTrans, Int32(count), Int32(channels), 1, centred, Int32(channels), squares, 1, 0,
            &weighted, 1)
        var distances: [Double] = []
        for part in 0..<count {
            let square = squares[part]
            // yᵀ A y, with A the scatter matrix of all parts.
            var product = 0.0
            for k in 0..<scatter.rank {
                let place = places[part * scatter.rank + k]
                product += scatter.sums[k] * place * place
            }
            let spectrum: Spectrum
            switch options.covariance {
            case .sample: preconditionFailure("a sample covariance has components")
            case .epsilon(let epsilon): spectrum = Spectrum(factor: 1 / (rest - 1), constant: epsilon)
            case .ledoitWolf:
                // Σ ‖yⱼ + y / (n − 1)‖⁴ over the others: their fourth powers about their own mean.
                let shift = square / (rest * rest)
                var mixed = 0.0
                for c in 0..<channels { mixed += centred[part * channels + c] * weighted[c] }
                let all = fourth + 2 * shift * sum + Double(count) * shift * shift
                let own = square * square * departure * departure * departure * departure
                spectrum = Spectrum(
                    LedoitWolf(
                        count: count - 1, channels: channels, sum: sum - departure * square,
                        squares: norm - 2 * departure * product + departure * departure * square * square,
                        fourth: all + 4 / rest * mixed + 4 / (rest * rest) * product - own), count: count - 1)
            }
            var inverse = 0.0
            for k in 0..<scatter.rank {
                let place = places[part * scatter.rank + k]
                inverse += spectrum.weight(scatter.sums[k]) * place * place
            }
            let squared = departure * departure * inverse / (1 - spectrum.factor * departure * inverse)
            guard squared >= 0, squared.isFinite else { throw LevelGaussian.singular(features.level) }
            distances.append(squared.squareRoot())
        }
        return distances
    }

    /// A choice of components, which is made again without each part: in the coordinates of all parts' axes, where the
    /// scatter matrix is diagonal but for the part that is taken out.
    private func components(
        _ scatter: Scatter, _ centred: [Double], _ chosen: [Int], progress: (Double) -> Void,
        isCancelled: () -> Bool
    ) throws -> [Double] {
        let places = scatter.places(centred)
        let sums = features.variances(mean).map { $0 * Double(features.count - 1) }
        let crew = Crew((0..<ComputeThreads.workers).map { _ in () })
        let batch = 8 * ComputeThreads.workers
        var distances: [Double] = []
        for start in stride(from: 0, to: features.count, by: batch) {
            if isCancelled() { throw CancellationError() }
            let outcomes = crew.map(min(batch, features.count - start)) { _, i in
                try distance(of: start + i, scatter, places, chosen, sums)
            }
            for outcome in outcomes { distances.append(try outcome.get()) }
            progress(Double(distances.count) / Double(features.count))
        }
        return distances
    }

    private func distance(
        of part: Int, _ scatter: Scatter, _ places: [Double], _ chosen: [Int], _ sums: [Double]
    ) throws -> Double {
        let (count, rank) = (features.count, scatter.rank)
        let rest = Double(count - 1)
        let alive = (0..<features.channels).filter { c in
            let y = features.values[part * features.channels + c] - mean[c]
            return (sums[c] - departure * y * y) / (rest - 1) > MVGOptions.varianceFloor
        }
        // Without the part a channel may be dead, or one that was dead as far as others go may not be.
        guard alive == chosen else { return try again(part) }
        let own = Array(places[(part * rank)..<((part + 1) * rank)])
        guard let others = RankOneDowndate(scatter.sums, minus: departure, times: own) else {
            throw LevelGaussian.singular(features.level)
        }
        let left = others.values
        let range = options.subspace.axes(left)
        guard !range.isEmpty else { return 0 }
        let spectrum: Spectrum
        switch options.covariance {
        case .sample: spectrum = Spectrum(factor: 1 / (rest - 1), constant: 0)
        case .epsilon(let epsilon): spectrum = Spectrum(factor: 1 / (rest - 1), constant: epsilon)
        case .ledoitWolf:
            let squares = left[range].reduce(0) { $0 + $1 * $1 }
            spectrum = Spectrum(
                LedoitWolf(
                    count: count - 1, channels: range.count, sum: left[range].reduce(0, +), squares: squares,
                    fourth: fourth(part, own, places, others.vectors(range), range.count)), count: count - 1)
        }
        var squared = 0.0
        for k in range { squared += spectrum.weight(left[k]) * others.squaredProducts[k] }
        return departure * squared.squareRoot()
    }

    /// Fourth powers of the other parts' lengths in some components, about their own mean.
    private func fourth(
        _ part: Int, _ own: [Double], _ places: [Double], _ axes: [Double], _ width: Int
    ) -> Double {
        let (count, rank) = (features.count, own.count)
        var others = places
        for j in 0..<count { for k in 0..<rank { others[j * rank + k] += own[k] / Double(count - 1) } }
        var inside = [Double](repeating: 0, count: count * width)
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(width), Int32(rank), 1, others, Int32(rank),
            axes,
            Int32(rank), 0, &inside, Int32(width))
        var sum = 0.0
        for j in 0..<count where j != part {
            var square = 0.0
            for k in 0..<width { square += inside[j * width + k] * inside[j * width + k] }
            sum += square * square
        }
        return sum
    }

    /// The plain way: the others' Gaussian, from the beginning.
    private func again(_ part: Int) throws -> Double {
        guard let others = try LevelGaussian.fit(features.without(part), options) else { return 0 }
        let own = (0..<features.channels).map { Float(features.values[part * features.channels + $0]) }
        return own.withUnsafeBufferPointer(others.distance)
    }
}
