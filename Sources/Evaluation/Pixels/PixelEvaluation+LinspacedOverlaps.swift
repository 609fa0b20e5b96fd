import Foundation

extension PixelEvaluation {
    /// AUPIMO of each outlined part in the reading with evenly spaced thresholds.
    func linspacedOverlaps(_ bounds: ClosedRange<Double>) throws(Undefined) -> [Double] {
        let thresholds = try linspacedThresholds()
        var rate = SharedRate(normals)
        var rates = [Double](repeating: 0, count: thresholds.count)
        for i in thresholds.indices.reversed() { rates[i] = rate.fall(to: thresholds[i]).at }
        // The least rate is the one at the greatest normal score.
        guard let least = rates.last, bounds.lowerBound >= least else { throw .boundNotReached }
        // Rates fall as thresholds rise.
        let first = Self.nearest(to: bounds.upperBound, in: rates)
        let last = Self.nearest(to: bounds.lowerBound, in: rates)
        // Both bounds at one threshold, or hardly anything between: the reading gives no figure then.
        guard first < last, last - first >= 30 else { throw .coarseThresholds }
        let (range, x) = (Array(thresholds[first...last]), rates[first...last].map(log))
        let width = log(bounds.upperBound / bounds.lowerBound)
        return defectKeys().map { keys in
            var area = CompensatedSum()
            var cursor = keys.count
            var before = 0.0
            for i in range.indices.reversed() {
                while cursor > 0, keys[cursor - 1] >= range[i] { cursor -= 1 }
                let overlap = Double(keys.count - cursor) / Double(keys.count)
                if i + 1 < x.count { area.add((x[i] - x[i + 1]) * (overlap + before) / 2) }
                before = overlap
            }
            return min(1, max(0, area.value / width))
        }
    }

    /// Keys of 300 000 numbers from the least to the greatest normal score, ascending. They are computed from both ends
    /// inwards in single precision, as array libraries do, so that the last is the greatest score to the bit.
    private func linspacedThresholds() throws(Undefined) -> [UInt32] {
        guard let range = SharedRate(normals).range else { throw .noNormalPart }
        let (start, end) = (ScoreKey.score(range.lowerBound), ScoreKey.score(range.upperBound))
        guard start < end else { throw .equalScores }
        let count = 300_000
        let step = (end - start) / Float(count - 1)
        guard step.isFinite else { throw .coarseThresholds }
        return (0..<count).map { i in
            ScoreKey.key(i < count / 2 ? start + step * Float(i) : end - step * Float(count - 1 - i))
        }
    }

    /// The first index of the nearest value.
    private static func nearest(to value: Double, in rates: [Double]) -> Int {
        var best = 0
        for i in rates.indices where abs(rates[i] - value) < abs(rates[best] - value) { best = i }
        return best
    }

    /// Keys of each outlined part's defect pixels, ascending.
    private func defectKeys() -> [[UInt32]] {
        var keys = outlined.map { part -> [UInt32] in
            var own: [UInt32] = []
            own.reserveCapacity(part.pixels)
            return own
        }
        for i in defects.indices { keys[part(ofDefect: i)].append(UInt32(truncatingIfNeeded: defects[i] >> 32)) }
        return keys
    }
}
