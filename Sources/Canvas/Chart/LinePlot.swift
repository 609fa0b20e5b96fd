/// Curves over two axes, as for a ROC or precision over recall: braille dots, or marks in ASCII.
public struct LinePlot: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        public var x: Double
        public var y: Double
        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    public struct Curve: Hashable, Sendable {
        /// Joined in this order. What is no number makes a gap; what lies beyond the axes is cut off.
        public var points: [Point]
        public var style: Style
        public var line: ChartLine
        /// Level to the next point and then up or down, as a rate of counted things goes.
        public var isStepped: Bool

        public init(_ points: [Point], style: Style, line: ChartLine = .solid, isStepped: Bool = false) {
            self.points = points
            self.style = style
            self.line = line
            self.isStepped = isStepped
        }
    }

    /// A point that is told from the curve by its shape.
    public struct Marker: Hashable, Sendable {
        public var point: Point
        public var style: Style
        public var glyph: Unicode.Scalar
        public var ascii: Unicode.Scalar

        public init(_ point: Point, style: Style, glyph: Unicode.Scalar = "◆", ascii: Unicode.Scalar = "@") {
            self.point = point
            self.style = style
            self.glyph = glyph
            self.ascii = ascii
        }
    }

    public var x: ClosedRange<Double>
    public var y: ClosedRange<Double>
    /// The last is on top.
    public var curves: [Curve]
    /// The first is on top.
    public var markers: [Marker]
    /// A dotted line from the lower left to the upper right: what guessing would give.
    public var hasDiagonal: Bool
    /// Names of the axes; empty for none.
    public var xName: String
    public var yName: String
    /// Of the numbers at the ends of the axes.
    public var decimals: Int
    /// Of those of the upright axis, where it needs others.
    public var yDecimals: Int?

    public init(
        x: ClosedRange<Double> = 0...1, y: ClosedRange<Double> = 0...1, curves: [Curve], markers: [Marker] = [],
        hasDiagonal: Bool = false, xName: String = "", yName: String = "", decimals: Int = 0, yDecimals: Int? = nil
    ) {
        self.x = x
        self.y = y
        self.curves = curves
        self.markers = markers
        self.hasDiagonal = hasDiagonal
        self.xName = xName
        self.yName = yName
        self.decimals = decimals
        self.yDecimals = yDecimals
    }

    /// Draws in all of `box`; axes and their labels only where there is room for them.
    public func draw(into frame: inout Frame, box: Box, axes: Style, capabilities: Capabilities) {
        guard !box.isEmpty else { return }
        let plot = drawAxes(into: &frame, box: box, style: axes, capabilities: capabilities)
        guard !plot.isEmpty else { return }
        let across = ChartScale(x.lowerBound, x.upperBound)
        let up = ChartScale(y.lowerBound, y.upperBound)
        var reference = DotGrid(plot)
        if hasDiagonal {
            var travelled = 0
            reference.line(
                (0, reference.height - 1), (reference.width - 1, 0), style: axes, line: .dotted,
                travelled: &travelled)
        }
        reference.draw(into: &frame, unicode: capabilities.unicode)
        var dots = DotGrid(plot)
        for curve in curves { draw(curve, into: &dots, across, up) }
        dots.draw(into: &frame, unicode: capabilities.unicode)
        for marker in markers.reversed() {
            guard let column = across.place(marker.point.x, of: plot.columns),
                let row = up.place(marker.point.y, of: plot.rows)
            else { continue }
            frame.put(
                capabilities.unicode ? marker.glyph : marker.ascii, column: plot.column + column,
                row: plot.endRow - 1 - row, style: marker.style)
        }
    }

    private func draw(_ curve: Curve, into dots: inout DotGrid, _ across: ChartScale, _ up: ChartScale) {
        var travelled = 0
        var last: Point?
        func place(_ point: Point) -> (x: Int, y: Int)? {
            guard let x = across.share(point.x), let y = up.share(point.y) else { return nil }
            return (
                Int((x * Double(dots.width - 1)).rounded()), Int(((1 - y) * Double(dots.height - 1)).rounded())
            )
        }
        for point in curve.points {
            guard point.x.isFinite, point.y.isFinite else {
                last = nil
                continue
            }
            let corners = [last, curve.isStepped ? last.map { Point(point.x, $0.y) } : nil, point].compactMap { $0 }
            for (from, to) in zip(corners, corners.dropFirst()) {
                guard let (start, end) = visible(from, to), let from = place(start), let to = place(end) else {
                    continue
                }
                dots.line(from, to, style: curve.style, line: curve.line, travelled: &travelled)
            }
            if last == nil, across.holds(point.x), up.holds(point.y), let dot = place(point) {
                dots.set(dot.x, dot.y, style: curve.style, line: curve.line)
            }
            last = point
        }
    }

    /// The piece of a line that lies between the ends of both axes (Y.-D. Liang, B. Barsky, "A new concept and method
    /// for line clipping", ACM TOG 3, 1984).
    private func visible(_ from: Point, _ to: Point) -> (Point, Point)? {
        var (enter, leave) = (0.0, 1.0)
        let sides = [
            (from.x, to.x, x.lowerBound, x.upperBound), (from.y, to.y, y.lowerBound, y.upperBound),
        ]
        for (start, end, low, high) in sides {
            let way = end - start
            guard way.isFinite else { return nil }
            if way == 0 {
                if start < low || start > high { return nil }
                continue
            }
            let (a, b) = ((low - start) / way, (high - start) / way)
            enter = max(enter, min(a, b))
            leave = min(leave, max(a, b))
        }
        guard enter <= leave else { return nil }
        func at(_ share: Double) -> Point {
            Point(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
        }
        return (at(enter), at(leave))
    }
}
