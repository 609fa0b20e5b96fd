/// Receiver operating characteristic: what share of the positives is found (y) at what share of false alarms (x), both
/// 0...1, from (0, 0), where nothing is flagged, to (1, 1).
///
/// Equal scores enter together, so a tie between positives and negatives is a sloping line (Fawcett 2006).
public struct ROC: Equatable, Sendable {
    public let curve: Curve
    /// The area under it, from exact counts: `Ranking.auroc()`.
    public let area: Double

    /// `nil` unless both classes exist.
    public init?(_ ranking: Ranking) {
        guard let area = ranking.auroc() else { return nil }
        self.area = area
        let (positives, negatives) = (Double(ranking.positives), Double(ranking.negatives))
        var curve = Curve(startingAt: Curve.Point(x: 0, y: 0), expecting: 2 * ranking.steps.count + 2)
        var found = 0.0
        for step in ranking.steps {
            curve.line(to: Curve.Point(x: Double(step.falsePositivesAbove) / negatives, y: found))
            found = Double(step.truePositives) / positives
            curve.line(to: Curve.Point(x: Double(step.falsePositives) / negatives, y: found))
        }
        curve.line(to: Curve.Point(x: 1, y: 1))
        self.curve = curve
    }
}
