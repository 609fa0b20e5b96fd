import Canvas

/// A training as it goes: how far it is, how its losses go, what its time is spent on.
public struct TrainingView: Sendable {
    public struct Share: Hashable, Sendable {
        public let name: String
        /// 0...1
        public let share: Double

        public init(_ name: String, _ share: Double) {
            self.name = name
            self.share = share
        }
    }

    /// What is learnt, in a few words.
    public var title: String
    /// What the losses are called; the first one is minimised.
    public var terms: [String]
    /// One for each term.
    public var curves: [LossCurve]
    public var step: Int
    public var steps: Int
    public var rate: Double
    public var examplesPerSecond: Double
    /// nil while nothing can be said.
    public var secondsLeft: Double?
    public var shares: [Share]
    /// In the last row.
    public var notice: String

    public init(title: String, terms: [String], steps: Int, notice: String) {
        self.title = title
        self.terms = terms
        self.steps = steps
        self.notice = notice
        curves = terms.map { _ in LossCurve() }
        step = 0
        rate = 0
        examplesPerSecond = 0
        shares = []
    }

    /// The size it takes in a terminal of `size`: never all of it, so that what was said before stays in sight.
    public func size(in size: Size) -> Size {
        Size(
            columns: min(max(1, size.columns - 1), 100), rows: min(max(2, size.rows - 2), 15 + max(0, terms.count - 1)))
    }

    public func frame(_ size: Size, theme: Theme, capabilities: Capabilities) -> Frame {
        var frame = Frame(size: size)
        var rest = frame.box
        func row() -> Box? {
            guard rest.rows > 0 else { return nil }
            let (top, below) = rest.splitTop(1)
            rest = below
            return top
        }
        if let top = row() {
            let counter = "step \(step) of \(steps)"
            let width = Columns.count(counter)
            let fits = size.columns > width + 12
            frame.write(
                title, column: 0, row: top.row, style: theme[.title],
                limit: fits ? size.columns - width - 2 : size.columns)
            if fits {
                frame.write(
                    counter, column: 0, row: top.row, style: theme[.text], limit: size.columns, alignment: .right)
            }
        }
        if let bar = row() { drawBar(into: &frame, bar, theme, capabilities) }
        let (above, last) = rest.splitBottom(rest.rows > 1 ? 1 : 0)
        let (curve, lines) = above.splitBottom(above.rows >= 4 ? min(terms.count + 1, above.rows - 3) : above.rows)
        if let points = curves.first?.points, curve.rows > 0 {
            plot(points).draw(into: &frame, box: curve, axes: theme[.muted], capabilities: capabilities)
        }
        drawLines(into: &frame, lines, theme, capabilities)
        if last.rows > 0 {
            frame.write(notice, column: 0, row: last.row, style: theme[.muted], limit: size.columns)
        }
        return frame
    }

    /// In one line, for a pipe.
    public var line: String {
        let losses = zip(terms, curves).compactMap { term, curve in curve.last.map { "\(term) \(Self.text($0))" } }
        return (["step \(step) of \(steps)"] + losses + ["rate \(Self.text(rate))", speed] + [left].compactMap { $0 })
            .joined(separator: ", ")
    }

    private var speed: String {
        "\(Columns.fixed(examplesPerSecond, decimals: examplesPerSecond < 10 ? 1 : 0)) examples/s"
    }
    private var left: String? { secondsLeft.map { "\(Self.duration($0)) left" } }

    private func drawBar(into frame: inout Frame, _ box: Box, _ theme: Theme, _ capabilities: Capabilities) {
        let share = steps > 0 ? Double(step) / Double(steps) : 0
        let number = Columns.fixed((share * 100).rounded(.down), decimals: 0)
        let percent = String(repeating: " ", count: max(1, 4 - number.count)) + "\(number) %"
        var text = percent
        for more in [speed, left].compactMap({ $0 }) where box.columns >= Columns.count(text) + Columns.count(more) + 14
        {
            text += "  \(more)"
        }
        let width = min(box.columns - Columns.count(text), 40)
        if width > 0 {
            if capabilities.unicode {
                frame.fill(
                    Box(column: 0, row: box.row, columns: width, rows: 1), Cell("░", theme[.border]))
                let full = Int(share * Double(width))
                for column in 0..<full { frame.put("█", column: column, row: box.row, style: theme[.accent]) }
            } else {
                let full = Int(share * Double(width))
                for column in 0..<width {
                    frame.put(column < full ? "#" : ".", column: column, row: box.row, style: theme[.text])
                }
            }
        }
        frame.write(
            text, column: max(0, width), row: box.row, style: theme[.text], limit: box.columns - max(0, width))
    }

    private func plot(_ points: [LossCurve.Point]) -> LinePlot {
        let values = points.map(\.value)
        let low = min(values.min() ?? 0, values.first ?? 0)
        let high = max(values.max() ?? 1, low)
        let margin = high > low ? (high - low) * 0.02 : max(abs(high), 1e-6) * 0.05
        // Two digits of the difference between the ends.
        let decimals = min(max(0, 1 - Self.exponent(of: high - low + 2 * margin)), 6)
        return LinePlot(
            x: 1...Double(max(steps, 2)), y: low - margin...high + margin,
            curves: [
                LinePlot.Curve(points.map { LinePlot.Point(Double($0.step), $0.value) }, style: .plain)
            ],
            xName: "step", yName: terms.first ?? "", decimals: 0, yDecimals: decimals)
    }

    /// Each loss with its course, then what the time goes to.
    private func drawLines(into frame: inout Frame, _ box: Box, _ theme: Theme, _ capabilities: Capabilities) {
        var rest = box
        let names = min(terms.map(Columns.count).max() ?? 0, 14)
        for (term, curve) in zip(terms, curves) where rest.rows > 1 {
            let (line, below) = rest.splitTop(1)
            rest = below
            frame.write(term, column: 0, row: line.row, style: theme[.muted], limit: names)
            let value = curve.last.map(Self.text) ?? "–"
            frame.write(
                capabilities.unicode ? value : value.replacing("–", with: "-"), column: names + 1, row: line.row,
                style: theme[.text], limit: 9, alignment: .right)
            let room = line.columns - names - 12
            guard capabilities.unicode, room >= 8 else { continue }
            // As many columns as the training will need, so that the end is at the right.
            let width = min(room, 60)
            let values = Self.columns(curve.points, count: width, steps: steps)
            guard let low = values.min(), let high = values.max() else { continue }
            frame.sparkline(
                values, in: low...max(high, low + 1e-12), column: names + 12 - (width - values.count), row: line.row,
                columns: width, style: theme[.accent])
        }
        guard rest.rows > 0 else { return }
        let times = shares.map { "\($0.name) \(Columns.fixed($0.share * 100, decimals: 0)) %" }
        let text = times.isEmpty ? "" : "time: " + times.joined(separator: ", ")
        let end = frame.write(
            "rate \(Self.text(rate))", column: 0, row: rest.row, style: theme[.text], limit: rest.columns)
        frame.write(
            text, column: end + 3, row: rest.row, style: theme[.muted], limit: max(0, rest.columns - end - 3))
    }

    /// The curve cut into columns of equal numbers of steps, those that have been reached.
    private static func columns(_ points: [LossCurve.Point], count: Int, steps: Int) -> [Double] {
        guard let end = points.last?.step, steps > 0 else { return [] }
        let reached = min(count, max(1, (end * count + steps - 1) / steps))
        var values: [Double] = []
        var next = 0
        for column in 1...reached {
            let limit = column == reached ? end : column * steps / count
            while next + 1 < points.count, points[next + 1].step <= limit { next += 1 }
            values.append(points[next].value)
        }
        return values
    }

    /// Four digits that count: `0.001234`, `12.34`, `1234`.
    static func text(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "–" }
        return Columns.fixed(value, decimals: min(max(0, 3 - exponent(of: value)), 9))
    }

    /// The power of ten of the first digit that counts.
    private static func exponent(of value: Double) -> Int {
        var (size, exponent) = (abs(value), 0)
        while size >= 10, exponent < 300 { (size, exponent) = (size / 10, exponent + 1) }
        while size < 1, exponent > -20 { (size, exponent) = (size * 10, exponent - 1) }
        return exponent
    }

    /// `45 s`, `12 min`, `3 h 05 min`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "very long" }
        let whole = Int(max(0, seconds).rounded())
        if whole < 90 { return "\(whole) s" }
        let minutes = (whole + 30) / 60
        if minutes < 90 { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min"
    }
}
