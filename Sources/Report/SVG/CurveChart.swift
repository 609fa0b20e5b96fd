import Evaluation

/// ROC or PRO curves of several methods in one square.
struct CurveChart {
    enum Kind: Equatable {
        case roc
        case pro(limit: Double)
    }

    struct Line {
        let name: String
        let style: MethodStyle
        let points: [Curve.Point]
    }

    let kind: Kind
    let lines: [Line]

    private static let height = 290.0
    private let x: Scale
    private let y: Scale

    init(kind: Kind, lines: [Line]) {
        self.kind = kind
        var limit = 1.0
        if case .pro(let own) = kind, own > 0 { limit = own }
        // What lies beyond the limit is not drawn along the edge.
        self.lines = lines.map { line in
            Line(name: line.name, style: line.style, points: ThinCurve(points: line.points, upTo: limit).points)
        }.filter { $0.points.count > 1 }
        x = Scale(low: 0, high: limit, from: 42, to: 348)
        y = Scale(low: 0, high: 1, from: Self.height - 40, to: 10)
    }

    var drawing: Markup {
        let chance: Markup =
            kind == .roc
            ? "<path class=\"chance\" d=\"M\(x.from) \(y.from)L\(x.to) \(y.to)\"/>" : .none
        let content = axes + chance + lines.map(path).reduce(.none, +) + markers
        return Drawing.chart(height: Self.height, label: label, content)
    }

    private var label: String {
        let names = Standing.list(lines.map(\.name))
        return kind == .roc ? "ROC curves of \(names)" : "Per-region overlap curves of \(names)"
    }

    private var axes: Markup {
        let names =
            kind == .roc
            ? ("good parts rejected, share", "defective parts found, share")
            : ("normal pixels flagged, share", "defects covered, share")
        return Axes(x: x, y: y, xTicks: Scale.ticks(0, x.high, about: 5), yTicks: Scale.ticks(0, 1, about: 5))
            .drawing(xName: names.0, yName: names.1)
    }

    func path(_ line: Line) -> Markup {
        "<path class=\"line \(line.style.colour)\" stroke-dasharray=\"\(line.style.dash)\" d=\"\(steps(line.points))\"/>"
    }

    private func steps(_ points: [Curve.Point]) -> Markup {
        var out = Markup.none
        for (place, point) in points.enumerated() {
            let (px, py) = (x.clamped(point.x), y.clamped(point.y))
            out += place == 0 ? "M\(px) \(py)" : "L\(px) \(py)"
        }
        return out
    }

    /// One on each curve, at places that differ, so that curves which run together can still be told apart.
    private var markers: Markup {
        var out = Markup.none
        for (place, line) in lines.enumerated() {
            let at = x.high * Double(place + 1) / Double(lines.count + 1)
            guard let height = Self.height(of: line.points, at: at) else { continue }
            out += line.style.marker(x: x.place(at), y: y.clamped(height))
        }
        return out
    }

    private static func height(of points: [Curve.Point], at place: Double) -> Double? {
        guard let right = points.firstIndex(where: { $0.x >= place }) else { return nil }
        guard right > 0 else { return points[right].y }
        let (from, to) = (points[right - 1], points[right])
        guard to.x > from.x else { return to.y }
        return from.y + (to.y - from.y) * (place - from.x) / (to.x - from.x)
    }
}
