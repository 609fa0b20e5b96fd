import Evaluation
import Report
import Testing

struct ThinCurveTests {
    /// How far a point lies from the nearest piece of a polyline, x in units of `width`.
    private func distance(_ p: Curve.Point, to points: [Curve.Point], width: Double) -> Double {
        var least = Double.infinity
        for (a, b) in zip(points, points.dropFirst()) {
            let (dx, dy) = ((b.x - a.x) / width, b.y - a.y)
            let (px, py) = ((p.x - a.x) / width, p.y - a.y)
            let along = dx * dx + dy * dy
            let t = along > 0 ? min(max((px * dx + py * dy) / along, 0), 1) : 0
            let (ex, ey) = (px - t * dx, py - t * dy)
            least = min(least, (ex * ex + ey * ey).squareRoot())
        }
        return least
    }

    @Test(arguments: [1.0, 0.3])
    func noPointIsLost(limit: Double) throws {
        // A curve of many small steps, as millions of pixels make it.
        var points: [Curve.Point] = []
        for k in 0...20_000 {
            let x = Double(k) / 20_000
            points.append(Curve.Point(x: x, y: 1 - (1 - x) * (1 - x) * (1 - x) * (1 - x)))
            points.append(Curve.Point(x: x, y: min(1, points[points.count - 1].y + 1e-5)))
        }
        let thin = ThinCurve(points: points, upTo: limit)
        #expect(thin.points.count < 300)
        #expect(thin.points.first == points.first)
        #expect(thin.points.last?.x == limit)
        for point in points where point.x <= limit {
            #expect(distance(point, to: thin.points, width: limit) < 0.0006)
        }
        for (a, b) in zip(thin.points, thin.points.dropFirst()) { #expect(a.x <= b.x) }
    }

    @Test func stepsStayAsTheyAre() throws {
        let ranking = try Ranking(
            scores: [5, 4, 3, 2, 1, 0], isPositive: [true, false, true, false, true, false])
        let roc = try #require(ROC(ranking))
        #expect(ThinCurve(roc.curve).points == roc.curve.points)
    }

    @Test func theCutIsOnTheLine() {
        let points = [Curve.Point(x: 0, y: 0), Curve.Point(x: 0.2, y: 0.5), Curve.Point(x: 0.4, y: 0.7)]
        let thin = ThinCurve(points: points, upTo: 0.3).points
        #expect(thin.count == 3 && thin[2].x == 0.3 && abs(thin[2].y - 0.6) < 1e-12)
        #expect(ThinCurve(points: []).points.isEmpty)
        #expect(ThinCurve(points: [.init(x: .nan, y: 0), .init(x: 0, y: 0)]).points.count == 1)
    }
}
