import Canvas
import Inspection

/// A line's scores in one row of cells.
extension Painter {
    /// The last scores as they came, the newest at the right. The threshold always stands at the same height, so that
    /// lines compare and no bar grows because another part was worse; a flagged part is a mark of its own, for those
    /// who do not see its colour.
    mutating func drawRecent(of line: Line, column: Int, row: Int, columns: Int) {
        guard columns > 0, let live = line.live?.value else { return }
        let heights: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆"]
        for (offset, score) in line.recent.suffix(columns).enumerated() {
            let glyph: Unicode.Scalar
            let role: Theme.Role
            if let score, score >= live {
                (glyph, role) = ("▲", .reject)
            } else if let score {
                // Good parts lie in the upper half: the lower half would only flatten them.
                let share = live > 0 ? Double(score / live - 0.5) * 12 : 0
                (glyph, role) = (heights[share.isFinite ? max(0, min(5, Int(share))) : 0], .muted)
            } else {
                (glyph, role) = ("◇", .notInspected)
            }
            frame.put(glyph, column: column + offset, row: row, style: theme[role])
        }
    }

    /// How many parts score low, middling and high: a histogram by bisection of the sorted scores.
    mutating func drawDistribution(of line: Line, column: Int, row: Int, columns: Int) {
        guard let range = line.queue.range, range.upperBound > range.lowerBound, columns > 0 else { return }
        let step = (range.upperBound - range.lowerBound) / Float(columns)
        let edges = (0..<columns).map { range.lowerBound + step * Float($0) }
        let above = edges.map { line.queue.flagged(at: $0) } + [0]
        let counts = zip(above, above.dropFirst()).map { $0 - $1 }
        let highest = Double(counts.max() ?? 1).squareRoot()
        for (offset, count) in counts.enumerated() where count > 0 {
            let isFlagged = line.live.map { edges[offset] >= $0.value } ?? false
            // Square root: one bad part among a thousand good ones can still be seen.
            frame.sparkline(
                [Double(count).squareRoot()], in: 0...highest, column: column + offset, row: row, columns: 1,
                style: theme[isFlagged ? .reject : .muted])
        }
    }
}
