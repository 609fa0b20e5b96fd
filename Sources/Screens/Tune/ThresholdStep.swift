/// How far one press of an arrow moves a draft threshold.
public enum ThresholdStep {
    /// A two-hundredth of the range of the scores, rounded up to 1, 2 or 5 times a power of ten; never finer than
    /// the three decimals that the screen shows, nor than what a `Float` near the highest score can tell apart.
    public static func size(scores: ClosedRange<Float>?, threshold: Float) -> Double {
        let top = max(Double(scores?.upperBound ?? 0).magnitude, threshold.isFinite ? Double(threshold).magnitude : 0)
        let span = scores.map { Double($0.upperBound) - Double($0.lowerBound) } ?? 0
        return nice(max((span > 0 ? span : top) / 200, 0.001, 4 * Double(Float(top).ulp)))
    }

    /// `threshold` moved by whole steps on the grid of multiples of `step`. Downwards it ends at 0, where all are
    /// flagged; upwards at the first line over the highest score, where none is, and never below where it was.
    public static func move(_ threshold: Float, by steps: Int, scores: ClosedRange<Float>?) -> Float {
        guard steps != 0 else { return threshold }
        let start = Double(threshold.isFinite ? threshold : scores?.upperBound ?? 0)
        let step = size(scores: scores, threshold: Float(start))
        // A line of the grid rounded to Float lies a little off it: within 0.15 of a step counts as on the line.
        let line = steps > 0 ? (start / step + 0.15).rounded(.down) : (start / step - 0.15).rounded(.up)
        let wanted = (line + Double(steps)) * step
        guard steps > 0 else { return Float(max(wanted, 0)) }
        let highest = scores.map { (Double($0.upperBound) / step).rounded(.down) * step + step }
            ?? Double(Float.greatestFiniteMagnitude)
        return Float(max(min(wanted, highest), start))
    }

    private static func nice(_ value: Double) -> Double {
        var power = 0.001
        while power * 10 <= value { power *= 10 }
        for factor in [1.0, 2, 5] where power * factor >= value * (1 - 1e-9) { return power * factor }
        return power * 10
    }
}
