/// A figure against something that was varied: one line for each method, with error bars.
struct SeriesChart {
    let chart: ComparisonReport.LineChart
    let lines: [(name: String, style: MethodStyle, points: [ComparisonReport.LineChart.Point])]

    private static let height = 250.0

    var drawing: Markup {
        let values = chart.values
        guard let least = values.first, let most = values.last else { return .none }
        let isLogarithmic = chart.isLogarithmic && least > 0 && most > least
        let ends = Scale.ends(of: lines.flatMap { $0.points.flatMap { reach($0.estimate) } })
        // A single value stands in the middle.
        let margin = most > least ? 0 : 1.0
        let x = Scale(low: least - margin, high: most + margin, from: 52, to: 346, isLogarithmic: isLogarithmic)
        let y = Scale(low: ends.low, high: ends.high, from: Self.height - 40, to: 10)
        var out = Axes(
            x: x, y: y, xTicks: ticks(values, x), yTicks: Scale.ticks(ends.low, ends.high, about: 5),
            hasVerticalGrid: false
        )
        .drawing(xName: chart.variable, yName: chart.figure.title, xLabel: Decimals.short)
        for line in lines { out += drawn(line.name, line.style, line.points, x, y) }
        let names = Standing.list(lines.map(\.name))
        return Drawing.chart(
            height: Self.height, label: "\(chart.figure.title) against \(chart.variable), of \(names)", out)
    }

    private func reach(_ estimate: Estimate) -> [Double] {
        guard let mean = estimate.mean else { return [] }
        let error = estimate.standardError ?? 0
        return [max(0, mean - error), min(max(1, mean), mean + error)]
    }

    /// The values themselves, as far as their labels have room.
    private func ticks(_ values: [Double], _ x: Scale) -> [Double] {
        var kept: [Double] = []
        for value in values {
            if let last = kept.last, x.place(value) - x.place(last) < 24 { continue }
            kept.append(value)
        }
        return kept
    }

    private func drawn(
        _ name: String, _ style: MethodStyle, _ points: [ComparisonReport.LineChart.Point], _ x: Scale, _ y: Scale
    ) -> Markup {
        var (path, marks) = (Markup.none, Markup.none)
        var isDrawing = false
        for point in points.sorted(by: { $0.value < $1.value }) {
            // A gap where a figure is undefined: no line is drawn over what is not known.
            guard let mean = point.estimate.mean, point.value.isFinite else {
                isDrawing = false
                continue
            }
            let (px, py) = (x.clamped(point.value), y.clamped(mean))
            path += isDrawing ? "L\(px) \(py)" : "M\(px) \(py)"
            isDrawing = true
            var mark = style.marker(x: px, y: py)
            if let error = point.estimate.standardError {
                let (low, high) = (y.clamped(mean - error), y.clamped(mean + error))
                mark =
                    "<path class=\"error \(style.colour)\" d=\"M\(px - 3) \(low)H\(px + 3)M\(px) \(low)V\(high)M\(px - 3) \(high)H\(px + 3)\"/>"
                    + mark
            }
            marks +=
                "<g><title>\(name), \(Decimals.short(point.value)): \(Decimals.estimate(point.estimate))</title>\(mark)</g>"
        }
        return "<path class=\"line \(style.colour)\" stroke-dasharray=\"\(style.dash)\" d=\"\(path)\"/>\(marks)"
    }
}
