import Canvas
import Evaluation

/// ROC and precision over recall, thinned to what a screen can show, so that a slide draws them at the same speed for
/// any number of parts.
struct TuneCurves: Equatable, Sendable {
    let isByLabel: Bool
    /// Where thresholds stand on them.
    let index: JudgedIndex
    /// (false-reject rate, recall) and (recall, precision).
    let roc: [LinePlot.Point]
    let precisionRecall: [LinePlot.Point]
    let area: Double
    let averagePrecision: Double

    /// `nil` unless there are parts of both kinds.
    init?(_ index: JudgedIndex, isByLabel: Bool) {
        guard let roc = index.roc, let precisionRecall = index.precisionRecall else { return nil }
        self.isByLabel = isByLabel
        self.index = index
        self.roc = Self.thinned(roc.curve.points.lazy.map { LinePlot.Point($0.x, $0.y) })
        self.precisionRecall = Self.thinned(precisionRecall.points.lazy.map { LinePlot.Point($0.recall, $0.precision) })
        area = roc.area
        averagePrecision = precisionRecall.area
    }

    /// Leaves out points that are closer to the one before than any dot of a screen.
    private static func thinned(_ points: some Collection<LinePlot.Point>) -> [LinePlot.Point] {
        let dot = 1.0 / 400
        var kept: [LinePlot.Point] = []
        var last: LinePlot.Point?
        for point in points {
            last = point
            guard let before = kept.last else {
                kept.append(point)
                continue
            }
            if abs(point.x - before.x) >= dot || abs(point.y - before.y) >= dot { kept.append(point) }
        }
        if let last, last != kept.last { kept.append(last) }
        return kept
    }
}
