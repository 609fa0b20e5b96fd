/// A polyline with x never falling: what ROC and per-region overlap curves are made of.
public struct Curve: Equatable, Sendable {
    public struct Point: Equatable, Sendable {
        public let x: Double
        public let y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    public private(set) var points: [Point]

    init(startingAt point: Point, expecting count: Int) {
        points = []
        points.reserveCapacity(count)
        points.append(point)
    }

    /// Draws a straight line to `point`; a point that repeats the last one adds nothing.
    /// - Precondition: `point.x` is not left of the last point.
    mutating func line(to point: Point) {
        guard let last = points.last else { return points.append(point) }
        precondition(point.x >= last.x)
        if point != last { points.append(point) }
    }

    /// The height at `x`, along the straight line between two points; the upper end where the curve is vertical. Left
    /// and right of the curve that of its ends. O(log n).
    public func y(at x: Double) -> Double {
        // The first point right of x.
        var (low, high) = (0, points.count)
        while low < high {
            let middle = (low + high) / 2
            if points[middle].x > x { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return points[0].y }
        let from = points[low - 1]
        guard low < points.count, from.x < x else { return from.y }
        let to = points[low]
        return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x))
    }

    /// The area under the curve from its start to `limit`, which cuts a line by linear interpolation.
    public func area(upTo limit: Double) -> Double {
        var area = CompensatedSum()
        for (from, to) in zip(points, points.dropFirst()) where to.x > from.x {
            if to.x <= limit {
                area.add((to.x - from.x) * (from.y + to.y) / 2)
            } else {
                let width = max(0, limit - from.x)
                let end = from.y + (to.y - from.y) * (width / (to.x - from.x))
                area.add(width * (from.y + end) / 2)
                break
            }
        }
        return area.value
    }
}
