/// What a threshold would do: to all parts of the category, to the judged ones, to those of the calibration.
///
/// The intervals are Wilson's, which a slide can afford: 95 % on average. For a promise take those of `Confusion`.
public struct Consequence: Equatable, Sendable {
    /// Parts are flagged from this score on.
    public let threshold: Float
    /// Of all `scored` parts, those that are flagged.
    public let flagged: Int
    public let scored: Int
    /// Of the judged parts: false rejects and escapes.
    public let judged: Confusion
    /// Of the `calibration` good parts that were learnt from, those that are flagged.
    public let calibrationFlagged: Int
    public let calibration: Int

    /// Share of all scored parts that is not flagged, 0...1; `nil` without parts.
    public var yield: Double? { scored > 0 ? Double(scored - flagged) / Double(scored) : nil }

    /// Where each rate lies with 95 % confidence, if further parts are like these; 0...1 where nothing was seen.
    public var yieldInterval: RateInterval { .wilson(scored - flagged, of: scored) }
    public var falseRejectInterval: RateInterval { .wilson(judged.falseRejects, of: judged.good) }
    public var escapeInterval: RateInterval { .wilson(judged.escapes, of: judged.defective) }
}

extension JudgedIndex {
    /// What a threshold would do. O(log n). A NaN flags nothing.
    public func consequence(at threshold: Float) -> Consequence {
        Consequence(
            threshold: threshold, flagged: all.count - AscendingScores.countBelow(threshold, in: all),
            scored: all.count, judged: judged.confusion(at: threshold),
            calibrationFlagged: calibration.count - AscendingScores.countBelow(threshold, in: calibration),
            calibration: calibration.count)
    }
}
