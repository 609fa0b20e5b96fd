import Evaluation

#if canImport(Glibc)
    import Glibc
#endif

/// A curve with only as many points as the eye can tell from all of them.
public struct ThinCurve: Sendable, Equatable {
    /// x never falling; both 0...1.
    public let points: [Curve.Point]

    /// In shares of a chart's side: a sixth of a pixel on the page.
    static let tolerance = 0.0005

    /// - Parameter limit: where the curve is cut off, as the PRO curve is at AUPRO's limit: by linear interpolation.
    public init(_ curve: Curve, upTo limit: Double = 1) {
        self.init(points: curve.points, upTo: limit)
    }

    /// - Parameter points: x never falling.
    public init(points: [Curve.Point], upTo limit: Double = 1) {
        let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
        self.points = Self.thinned(Self.cut(finite, at: limit), width: limit)
    }

    private static func cut(_ points: [Curve.Point], at limit: Double) -> [Curve.Point] {
        guard let past = points.firstIndex(where: { $0.x > limit }) else { return points }
        guard past > 0 else { return [] }
        let (from, to) = (points[past - 1], points[past])
        let end = from.y + (to.y - from.y) * (limit - from.x) / (to.x - from.x)
        return points[..<past] + [Curve.Point(x: limit, y: end)]
    }

    /// Walks along the curve with the cone of directions, from the last point kept, that pass every point since within
    /// the tolerance (Williams 1978, "An efficient algorithm for the piecewise linear approximation of planar curves");
    /// when the next point lies outside it, the one before is kept. Linear in the points; both ends stay.
    private static func thinned(_ points: [Curve.Point], width: Double) -> [Curve.Point] {
        guard points.count > 2, width > 0 else { return points }
        var kept = [points[0]]
        var anchor = points[0]
        var cone: Cone?
        for (previous, next) in zip(points, points.dropFirst()) {
            let direction = (x: (next.x - anchor.x) / width, y: next.y - anchor.y)
            if let current = cone, !current.contains(direction) {
                kept.append(previous)
                anchor = previous
                cone = Cone((x: (next.x - anchor.x) / width, y: next.y - anchor.y), tolerance: tolerance)
            } else if let own = Cone(direction, tolerance: tolerance) {
                cone = cone.map { $0.intersected(own) } ?? own
            }
        }
        if let last = points.last { kept.append(last) }
        return kept
    }

    /// Directions between two angles from one point.
    private struct Cone {
        var low: Double
        var high: Double

        /// `nil` where the point is so near that every direction passes it.
        init?(_ direction: (x: Double, y: Double), tolerance: Double) {
            let distance = (direction.x * direction.x + direction.y * direction.y).squareRoot()
            guard distance > tolerance else { return nil }
            let angle = atan2(direction.y, direction.x)
            let spread = asin(tolerance / distance)
            (low, high) = (angle - spread, angle + spread)
        }

        func contains(_ direction: (x: Double, y: Double)) -> Bool {
            let angle = atan2(direction.y, direction.x)
            return angle >= low && angle <= high
        }

        func intersected(_ other: Cone) -> Cone {
            var cone = self
            (cone.low, cone.high) = (max(low, other.low), min(high, other.high))
            return cone
        }
    }
}
