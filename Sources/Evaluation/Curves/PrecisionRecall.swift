/// Precision against recall, one point for each distinct score of a positive, thresholds descending.
public struct PrecisionRecall: Equatable, Sendable {
    public struct Point: Equatable, Sendable {
        public let threshold: Float
        /// Share of the positives that is flagged, 0...1.
        public let recall: Double
        /// Share of the flagged that is positive, 0...1.
        public let precision: Double
    }

    public let points: [Point]
    /// The area under the steps, without interpolation: `Ranking.averagePrecision()`.
    public let area: Double

    /// `nil` unless both classes exist.
    public init?(_ ranking: Ranking) {
        guard let area = ranking.averagePrecision() else { return nil }
        self.area = area
        points = ranking.steps.map { step in
            Point(
                threshold: step.threshold,
                recall: Double(step.truePositives) / Double(ranking.positives),
                precision: Double(step.truePositives) / Double(step.truePositives + step.falsePositives))
        }
    }
}
