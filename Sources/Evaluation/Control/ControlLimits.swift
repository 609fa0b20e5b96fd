import Foundation

/// What scores of good parts look like while nothing drifts: the centre and the spread that a control chart is drawn
/// with, taken from a calibration's leave-one-out scores.
///
/// Scores are maxima of distances: bounded below, with a long tail above. Limits that are symmetric about the mean
/// suit their logarithms much better, so the chart works on those. ``value(_:)`` leads there and ``score(_:)`` back,
/// and what is drawn beside a threshold is always a score.
///
/// Measured on the leave-one-out scores of six categories (40 to 740 good parts), drawn again and again: the skewness
/// falls from 0.8–2.3 to 0.6–1.6. An EWMA with λ 0.2 and L 3 then raises its first false alarm after 190–580 parts on
/// average, against 140–450 on the scores themselves, 550 on Gaussian ones; with each score held to 2.5 standard
/// deviations (``ControlChart/Settings/clamp``) after 560–1780. A shift by one standard deviation shows after 10 parts,
/// held after 12; by two, after 3 and 4. The draws are independent: where parts resemble the ones before them, false
/// alarms come sooner.
public struct ControlLimits: Equatable, Sendable {
    public enum Scale: Sendable, Equatable {
        /// Scores as they are.
        case linear
        /// Their natural logarithms.
        case logarithmic
    }

    public enum Spread: Sendable, Equatable {
        /// Mean and standard deviation (n − 1).
        case moments
        /// Median, and 1.4826 times the median absolute deviation: the standard deviation of a Gaussian (Hampel 1974).
        /// A few bad parts among the good ones do not move it; but it takes a long tail for rare, and drift is then
        /// found where there is none: after 35–530 parts on the same six.
        case robust
    }

    public let scale: Scale
    /// On the chart's scale.
    public let centre: Double
    /// Standard deviation on the chart's scale, above 0.
    public let sigma: Double
    /// Scores that they rest on.
    public let count: Int

    /// Fewest scores that limits are made of.
    public static let minimumCount = 3
    /// Scores are held above this before their logarithm is taken: a part that equals the good ones exactly scores 0.
    private static let floor = 1e-6

    /// - Precondition: `sigma > 0`.
    public init(scale: Scale = .logarithmic, centre: Double, sigma: Double, count: Int) {
        precondition(sigma > 0)
        self.scale = scale
        self.centre = centre
        self.sigma = sigma
        self.count = count
    }

    /// - Parameter goodScores: of good parts, each as if it had not been calibrated with; those that are not finite are
    ///   left out.
    /// - Returns: `nil` for fewer than three scores, or where they are all alike.
    public init?(goodScores: [Float], scale: Scale = .logarithmic, spread: Spread = .moments) {
        let values = goodScores.filter(\.isFinite).map { Self.value($0, scale) }
        guard values.count >= Self.minimumCount else { return nil }
        let centre: Double
        let sigma: Double
        switch spread {
        case .moments:
            let mean = values.reduce(0, +) / Double(values.count)
            centre = mean
            sigma = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
        case .robust:
            let middle = Self.median(values)
            centre = middle
            sigma = 1.4826 * Self.median(values.map { abs($0 - middle) })
        }
        guard sigma > 0, sigma.isFinite else { return nil }
        self.init(scale: scale, centre: centre, sigma: sigma, count: values.count)
    }

    /// A score on the chart's scale.
    public func value(_ score: Float) -> Double { Self.value(score, scale) }

    /// A value of the chart's scale as a score.
    public func score(_ value: Double) -> Float { Float(scale == .logarithmic ? exp(value) : value) }

    private static func value(_ score: Float, _ scale: Scale) -> Double {
        scale == .logarithmic ? log(max(floor, Double(score))) : Double(score)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
