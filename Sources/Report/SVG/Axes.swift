/// The two axes of a chart with their grid, ticks and names.
struct Axes {
    let x: Scale
    let y: Scale
    let xTicks: [Double]
    let yTicks: [Double]
    var hasVerticalGrid = true

    func drawing(xName: String, yName: String, xLabel: ((Double) -> String)? = nil) -> Markup {
        var out = Markup.none
        for tick in yTicks {
            let at = y.place(tick)
            out += "<path class=\"grid\" d=\"M\(x.from) \(at)H\(x.to)\"/>"
            out +=
                "<text x=\"\(x.from - 6)\" y=\"\(at + 4)\" text-anchor=\"end\">\(Scale.label(tick, among: yTicks))</text>"
        }
        for tick in xTicks {
            let at = x.place(tick)
            if hasVerticalGrid { out += "<path class=\"grid\" d=\"M\(at) \(y.from)V\(y.to)\"/>" }
            let text = xLabel?(tick) ?? Scale.label(tick, among: xTicks)
            // The last label must not run off the drawing.
            let anchor = at > x.to - 4 && text.count > 3 ? "end" : "middle"
            out +=
                "<text x=\"\(anchor == "end" ? at + 8 : at)\" y=\"\(y.from + 16)\" text-anchor=\"\(anchor)\">\(text)</text>"
        }
        out += "<path class=\"axis\" d=\"M\(x.from) \(y.to)V\(y.from)H\(x.to)\"/>"
        out += "<text x=\"\((x.from + x.to) / 2)\" y=\"\(y.from + 33)\" text-anchor=\"middle\">\(xName)</text>"
        let middle = (y.from + y.to) / 2
        out += """
            <text x="11" y="\(middle)" text-anchor="middle" transform="rotate(-90 11 \(middle))">\(yName)</text>
            """
        return out
    }
}
