/// Repeated measurements of one thing.
public struct Sample: Equatable, Sendable {
    /// Ascending, without what is not a number.
    public let sorted: [Double]

    public init(_ values: [Double]) { sorted = values.filter { !$0.isNaN }.sorted() }

    public var count: Int { sorted.count }
    public var least: Double { sorted.first ?? .nan }
    public var greatest: Double { sorted.last ?? .nan }
    public var median: Double { percentile(50) }

    /// The value below which `share` percent lie, between two measurements by straight interpolation (Hyndman & Fan
    /// 1996, definition 7: what NumPy's `percentile` gives, so that peers and ours are read off alike).
    /// - Parameter share: 0…100.
    /// - Returns: not a number where nothing was measured.
    public func percentile(_ share: Double) -> Double {
        guard let last = sorted.indices.last else { return .nan }
        let place = min(max(share, 0), 100) / 100 * Double(last)
        let below = Int(place)
        let above = min(below + 1, last)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
