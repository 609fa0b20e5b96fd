/// How long single parts took, in seconds.
public struct LatencySummary: Equatable, Sendable {
    public let count: Int
    public let p50: Double
    public let p95: Double
    public let mean: Double

    /// `nil` where nothing was measured. What is no finite number is left out.
    ///
    /// Quantiles lie between two measurements by straight interpolation (Hyndman & Fan 1996, definition 7).
    public init?(seconds: some Sequence<Double>) {
        let sorted = seconds.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        count = sorted.count
        p50 = Self.quantile(0.5, sorted)
        p95 = Self.quantile(0.95, sorted)
        mean = sorted.reduce(0, +) / Double(sorted.count)
    }

    private static func quantile(_ share: Double, _ sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
