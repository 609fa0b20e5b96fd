/// A figure of several methods, category by category, as dots with error bars on one axis.
struct DotPlot {
    struct Dot {
        let name: String
        let style: MethodStyle
        let estimate: Estimate
    }

    struct Row {
        let name: String
        let dots: [Dot]
    }

    let figure: String
    let rows: [Row]

    private static let lane = 15.0
    private static let head = 20.0

    var drawing: Markup {
        let ends = Scale.ends(
            of: rows.flatMap(\.dots).flatMap { dot -> [Double] in
                guard let mean = dot.estimate.mean else { return [] }
                let error = dot.estimate.standardError ?? 0
                return [max(0, mean - error), min(1, mean + error)]
            })
        let x = Scale(low: ends.low, high: ends.high, from: 14, to: 344)
        var out = Markup.none
        var y = 4.0
        for row in rows {
            out += "<text class=\"strong\" x=\"14\" y=\"\(y + 14)\">\(row.name)</text>"
            y += Self.head
            for dot in row.dots {
                out += self.dot(dot, x, y + Self.lane / 2)
                y += Self.lane
            }
            y += 6
        }
        let ticks = Scale.ticks(ends.low, ends.high, about: 5)
        var grid = Markup.none
        for tick in ticks {
            let at = x.place(tick)
            grid += "<path class=\"grid\" d=\"M\(at) 4V\(y)\"/>"
            let anchor = at > x.to - 4 ? "end" : at < x.from + 4 ? "start" : "middle"
            grid += """
                <text x="\(anchor == "end" ? at + 4 : at)" y="\(y + 15)" text-anchor="\(anchor)">\
                \(Scale.label(tick, among: ticks))</text>
                """
        }
        grid += "<path class=\"axis\" d=\"M\(x.from) \(y)H\(x.to)\"/>"
        return Drawing.chart(
            height: y + 20, label: "\(figure) by category and method; the table below has the numbers", grid + out)
    }

    private func dot(_ dot: Dot, _ x: Scale, _ y: Double) -> Markup {
        guard let mean = dot.estimate.mean else {
            return "<text x=\"\(x.from + 8)\" y=\"\(y + 4)\">\(dot.name): undefined</text>"
        }
        let at = x.clamped(mean)
        var out = Markup.none
        if let error = dot.estimate.standardError {
            let (left, right) = (x.clamped(mean - error), x.clamped(mean + error))
            out +=
                "<path class=\"error \(dot.style.colour)\" d=\"M\(left) \(y - 3)V\(y + 3)M\(left) \(y)H\(right)M\(right) \(y - 3)V\(y + 3)\"/>"
        }
        out += dot.style.marker(x: at, y: y, radius: 4)
        return "<g><title>\(dot.name): \(Decimals.estimate(dot.estimate))</title>\(out)</g>"
    }
}
