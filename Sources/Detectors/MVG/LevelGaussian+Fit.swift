extension LevelGaussian {
    /// Describes the good parts of one level.
    /// - Returns: `nil` where the options leave nothing to measure here: a sample covariance with no more parts than
    ///   channels, or a subspace without a component.
    /// - Throws: `DetectorError.invalidRecipe`; `.tooFewParts` below two parts, `.singular` where parts do not differ at all or features are not
    ///   finite.
    public static func fit(_ features: LevelFeatures, _ options: MVGOptions) throws(DetectorError) -> LevelGaussian? {
        try options.validate()
        guard features.count >= 2 else {
            throw DetectorError(.tooFewParts, features.level, "\(features.count) good parts; at least 2 are needed")
        }
        let mean = features.mean()
        guard mean.allSatisfy(\.isFinite) else { throw Self.singular(features.level) }
        switch options.distance {
        case .l2:
            let ones = [Double](repeating: 1, count: features.channels)
            return LevelGaussian(
                level: features.level, mean: mean, form: .channels(weights: ones), dimensions: features.channels)
        case .sed:
            let variances = features.variances(mean)
            let weights = variances.map { $0 > MVGOptions.varianceFloor ? 1 / $0 : 0 }
            let alive = weights.count { $0 > 0 }
            guard alive > 0 else { throw Self.singular(features.level) }
            return LevelGaussian(
                level: features.level, mean: mean, form: .channels(weights: weights), dimensions: alive)
        case .mahalanobis:
            guard options.suits(parts: features.count, channels: features.channels) else { return nil }
            return try spectral(features, mean, options)
        }
    }

    private static func spectral(
        _ features: LevelFeatures, _ mean: [Double], _ options: MVGOptions
    ) throws(DetectorError) -> LevelGaussian? {
        let chosen = options.channels(variances: { features.variances(mean) }, of: features.channels)
        guard !chosen.isEmpty else { throw Self.singular(features.level) }
        let centred = features.centred(mean, channels: chosen)
        guard let scatter = Scatter(centred: centred, count: features.count, channels: chosen.count), scatter.rank > 0
        else { throw Self.singular(features.level) }
        let whole = options.isWhole
        let range = whole ? 0..<scatter.rank : options.subspace.axes(scatter.sums)
        guard !range.isEmpty else { return nil }
        let sums = Array(scatter.sums[range])
        let spectrum: Spectrum
        var shrinkage: Double?
        switch options.covariance {
        case .sample: spectrum = Spectrum(factor: 1 / Double(features.count - 1), constant: 0)
        case .epsilon(let epsilon): spectrum = Spectrum(factor: 1 / Double(features.count - 1), constant: epsilon)
        case .ledoitWolf:
            let places = whole ? centred : scatter.places(centred)
            let width = whole ? chosen.count : scatter.rank
            var fourth = 0.0
            for part in 0..<features.count {
                var square = 0.0
                for k in whole ? 0..<width : range { square += places[part * width + k] * places[part * width + k] }
                fourth += square * square
            }
            let estimate = LedoitWolf(
                count: features.count, channels: whole ? chosen.count : range.count, sum: sums.reduce(0, +),
                squares: sums.reduce(0) { $0 + $1 * $1 }, fourth: fourth)
            spectrum = Spectrum(estimate, count: features.count)
            shrinkage = estimate.shrinkage
        }
        let weights = sums.map(spectrum.weight)
        let others = whole && scatter.rank < chosen.count ? spectrum.weight(0) : 0
        guard weights.allSatisfy(\.isFinite), others.isFinite else { throw Self.singular(features.level) }
        var axes = [Double](repeating: 0, count: range.count * features.channels)
        for (k, axis) in range.enumerated() {
            for (j, c) in chosen.enumerated() {
                axes[k * features.channels + c] = scatter.axes[axis * chosen.count + j]
            }
        }
        return LevelGaussian(
            level: features.level, mean: mean, form: .axes(axes, weights: weights, others: others),
            dimensions: whole ? chosen.count : range.count, shrinkage: shrinkage)
    }

    static func singular(_ level: String) -> DetectorError {
        DetectorError(.singular, level, "the good parts' features do not differ, or are not finite; use other parts")
    }
}

/// A covariance along the axes of a scatter matrix: `factor · sum of squares + constant`.
struct Spectrum {
    let factor: Double
    let constant: Double

    init(factor: Double, constant: Double) {
        self.factor = factor
        self.constant = constant
    }

    init(_ estimate: LedoitWolf, count: Int) {
        factor = (1 - estimate.shrinkage) / Double(count)
        constant = estimate.shrinkage * estimate.scale
    }

    /// One over the variance along an axis.
    func weight(_ sum: Double) -> Double { 1 / (factor * sum + constant) }
}

extension MVGOptions {
    /// Whether all directions count, those in which the parts do not differ too: then nothing is left out, and the
    /// covariance has to be regular by other means.
    var isWhole: Bool { subspace == .full && covariance != .sample }

    /// Whether a level can be measured at all.
    func suits(parts: Int, channels: Int) -> Bool { covariance != .sample || parts > channels }

    /// The channels that count.
    func channels(variances: () -> [Double], of count: Int) -> [Int] {
        guard !isWhole else { return Array(0..<count) }
        let variances = variances()
        return (0..<count).filter { variances[$0] > Self.varianceFloor }
    }
}
