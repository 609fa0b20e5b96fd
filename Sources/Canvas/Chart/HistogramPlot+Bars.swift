/// The columns of a histogram.
extension HistogramPlot {
    func drawBars(into frame: inout Frame, box: Box, capabilities: Capabilities) {
        // Eighths need two colours a cell; shades need whole cells.
        let shaded = capabilities.isMonochrome || !capabilities.unicode
        let unit = shaded ? 1 : 8
        let counts = columnCounts(box.columns)
        let totals = counts.map { $0.reduce(0, +) }
        guard let most = totals.max(), most > 0 else { return }
        for (column, parts) in counts.enumerated() where totals[column] > 0 {
            let share = height(totals[column]) / height(most)
            let stack = HistogramPlot.stack(parts, share: share, units: unit * box.rows)
            for row in 0..<box.rows {
                let cell = (0..<unit).map { level in
                    let place = row * unit + level
                    return place < stack.count ? stack[place] : nil
                }
                draw(
                    cell, column: box.column + column, row: box.endRow - 1 - row, shaded: shaded, into: &frame,
                    capabilities: capabilities)
            }
        }
    }

    /// For each column of the screen the count of each series: bins are added up where there are more of them than
    /// columns, and repeated where there are fewer.
    private func columnCounts(_ columns: Int) -> [[Double]] {
        let bins = series.map(\.counts.count).max() ?? 0
        guard bins > 0, columns > 0 else { return [] }
        return (0..<columns).map { column in
            let first = column * bins / columns
            let last = max(first + 1, (column + 1) * bins / columns)
            return series.map { series in
                var sum = 0.0
                for bin in first..<last where bin < series.counts.count { sum += Double(max(0, series.counts[bin])) }
                return sum
            }
        }
    }

    /// Which series stands at each level from the bottom. Every series that has a part in it gets at least one level:
    /// the one bad part among the good ones is what one looks for.
    static func stack(_ parts: [Double], share: Double, units: Int) -> [Int] {
        let present = parts.indices.filter { parts[$0] > 0 }
        let total = parts.reduce(0, +)
        guard units > 0, total > 0 else { return [] }
        guard present.count < units else { return Array(present.suffix(units)) }
        let levels = min(max(Int((min(max(share, 0), 1) * Double(units)).rounded()), present.count), units)
        // One each, the rest in proportion, what rounding leaves to the largest remainders.
        var heights = [Int](repeating: 0, count: parts.count)
        var remainders: [(series: Int, rest: Double)] = []
        var left = levels
        for series in present {
            let exact = Double(levels) * parts[series] / total
            heights[series] = min(max(1, Int(exact)), levels)
            left -= heights[series]
            remainders.append((series, exact - Double(heights[series])))
        }
        remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.series < $1.series }
        for (series, _) in remainders where left > 0 {
            heights[series] += 1
            left -= 1
        }
        // Those that were given a level without being due one take it from the tallest.
        while left < 0, let tallest = present.max(by: { heights[$0] < heights[$1] }), heights[tallest] > 1 {
            heights[tallest] -= 1
            left += 1
        }
        return present.flatMap { [Int](repeating: $0, count: heights[$0]) }
    }

    /// - Parameter levels: the series of each level of the cell from the bottom; nil above the column's end.
    private func draw(
        _ levels: [Int?], column: Int, row: Int, shaded: Bool, into frame: inout Frame, capabilities: Capabilities
    ) {
        guard let first = levels.first, let lower = first else { return }
        guard !shaded else {
            return frame.put(
                series[lower].shade.glyph(unicode: capabilities.unicode), column: column, row: row,
                style: series[lower].style)
        }
        let eighths: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let filled = levels.prefix { $0 == lower }.count
        var style = series[lower].style
        // A cell has two colours: of what stands above the first the largest piece is shown.
        var pieces: [Int: Int] = [:]
        for case .some(let upper) in levels.dropFirst(filled) { pieces[upper, default: 0] += 1 }
        if let upper = pieces.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key {
            style.background = series[upper].style.foreground
        }
        frame.put(eighths[filled - 1], column: column, row: row, style: style)
    }
}
