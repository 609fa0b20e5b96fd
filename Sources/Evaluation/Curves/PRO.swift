/// Per-region overlap (Bergmann et al. 2021, "The MVTec Anomaly Detection Dataset", section 4): how much of the defects
/// is covered, each region counting the same however large it is (y), at what share of normal pixels flagged (x).
public struct PRO: Equatable, Sendable {
    /// x = share of all pixels outside defects, of all parts, with a score `>= t`; y = mean over the regions of the
    /// covered share; both 0...1, from (0, 0) to (1, 1).
    public let curve: Curve

    /// The area up to a false-positive rate of `limit`, divided by `limit`: AUPRO, 0...1. All scores equal: `limit / 2`.
    /// - Precondition: `0 < limit <= 1`.
    public func area(limit: Double = 0.3) -> Double {
        precondition(limit > 0 && limit <= 1, "the limit is a false-positive rate in (0, 1]")
        return curve.area(upTo: limit) / limit
    }

    /// - Parameter overlaps: the mean covered share at each step of the ranking.
    init?(_ ranking: Ranking, overlaps: [Double]) {
        guard ranking.hasBothClasses else { return nil }
        let negatives = Double(ranking.negatives)
        var curve = Curve(startingAt: Curve.Point(x: 0, y: 0), expecting: 2 * ranking.steps.count + 2)
        var overlap = 0.0
        for (step, next) in zip(ranking.steps, overlaps) {
            curve.line(to: Curve.Point(x: Double(step.falsePositivesAbove) / negatives, y: overlap))
            overlap = next
            curve.line(to: Curve.Point(x: Double(step.falsePositives) / negatives, y: overlap))
        }
        curve.line(to: Curve.Point(x: 1, y: 1))
        self.curve = curve
    }
}
