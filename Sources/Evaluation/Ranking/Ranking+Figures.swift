extension Ranking {
    /// Area under the ROC curve: the probability that a positive scores above a negative, ties counting half
    /// (Hanley & McNeil 1982). 0...1; `nil` unless both classes exist. Exact integer sums, one division.
    public func auroc() -> Double? {
        guard hasBothClasses else { return nil }
        // Twice the pairs in which the positive wins. 128 bits, since pairs of pixels outgrow 64.
        var doubled: UInt128 = 0
        var before = 0
        for step in steps {
            let entering = UInt128(step.truePositives - before)
            let below = UInt128(negatives - step.falsePositives)
            let equal = UInt128(step.falsePositives - step.falsePositivesAbove)
            doubled += entering * (2 * below + equal)
            before = step.truePositives
        }
        return Double(doubled) / (2 * Double(positives) * Double(negatives))
    }

    /// Average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores descending, R the recall and P the precision, with
    /// no interpolation. 0...1; `nil` unless both classes exist (with positives alone it would be 1 whatever the scores).
    public func averagePrecision() -> Double? {
        guard hasBothClasses else { return nil }
        var sum = 0.0
        var before = 0
        for step in steps {
            let flagged = Double(step.truePositives + step.falsePositives)
            sum += Double(step.truePositives - before) * (Double(step.truePositives) / flagged)
            before = step.truePositives
        }
        return sum / Double(positives)
    }

    /// The largest F1 = 2TP / (2TP + FP + FN) of any threshold, compared as fractions of integers so that equal is
    /// equal. `nil` unless both classes exist.
    public func bestF1() -> BestF1? {
        guard hasBothClasses else { return nil }
        var best: (first: Step, last: Step, ties: Int)?
        for step in steps {
            guard let reached = best else {
                best = (step, step, 1)
                continue
            }
            // 2TP₁ / (TP₁ + FP₁ + P) against 2TP₂ / (TP₂ + FP₂ + P), multiplied out.
            let mine = UInt128(step.truePositives) * UInt128(flagged(reached.first) + positives)
            let theirs = UInt128(reached.first.truePositives) * UInt128(flagged(step) + positives)
            if mine > theirs {
                best = (step, step, 1)
            } else if mine == theirs {
                best = (reached.first, step, reached.ties + 1)
            }
        }
        return best.map { BestF1(highest: $0.first, lowest: $0.last, count: $0.ties, positives: positives) }
    }

    private func flagged(_ step: Step) -> Int { step.truePositives + step.falsePositives }
}
