import Glibc

/// How often values fall where, one column of blocks a bin, several series stacked in each, with lines for thresholds.
public struct HistogramPlot: Hashable, Sendable {
    /// How a count becomes a height. The square root and the logarithm keep a few rejects visible beside hundreds of
    /// good parts.
    public enum Height: String, CaseIterable, Sendable {
        case linear
        case squareRoot = "sqrt"
        case logarithmic = "log"

        func callAsFunction(_ count: Double) -> Double {
            switch self {
            case .linear: count
            case .squareRoot: count.squareRoot()
            case .logarithmic: log1p(count)
            }
        }
    }

    /// What a series is made of where there are no colours to tell it by.
    public enum Shade: Hashable, Sendable, CaseIterable {
        case dots, light, medium, heavy

        func glyph(unicode: Bool) -> Unicode.Scalar {
            switch self {
            case .dots: unicode ? "·" : "."
            case .light: unicode ? "░" : ":"
            case .medium: unicode ? "▒" : "o"
            case .heavy: unicode ? "█" : "#"
            }
        }
    }

    public struct Series: Hashable, Sendable {
        /// One count a bin; negative ones count as none.
        public var counts: [Int]
        public var style: Style
        public var shade: Shade

        public init(counts: [Int], style: Style, shade: Shade) {
            self.counts = counts
            self.style = style
            self.shade = shade
        }
    }

    public struct Cursor: Hashable, Sendable {
        public var value: Double
        public var style: Style
        public var line: ChartLine

        public init(_ value: Double, style: Style, line: ChartLine = .solid) {
            self.value = value
            self.style = style
            self.line = line
        }
    }

    /// From the left edge of the first bin to the right edge of the last.
    public var range: ClosedRange<Double>
    /// From the bottom up.
    public var series: [Series]
    public var height: Height
    /// The first keeps its label where two would touch, and is drawn on top.
    public var cursors: [Cursor]
    /// Of the labels.
    public var decimals: Int

    public init(
        range: ClosedRange<Double>, series: [Series], height: Height = .linear, cursors: [Cursor] = [],
        decimals: Int = 2
    ) {
        self.range = range
        self.series = series
        self.height = height
        self.cursors = cursors
        self.decimals = decimals
    }

    /// How many values fall into each of `bins` equal bins. What lies beyond the range is counted at its ends; what is
    /// no number is not counted.
    public static func counts(_ values: [Double], in range: ClosedRange<Double>, bins: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: max(0, bins))
        let scale = ChartScale(range.lowerBound, range.upperBound)
        for value in values {
            if let bin = scale.place(value, of: bins) { counts[bin] += 1 }
        }
        return counts
    }

    /// Draws in all of `box`, its last row the labels where it has three rows or more.
    public func draw(into frame: inout Frame, box: Box, labels: Style, capabilities: Capabilities) {
        guard !box.isEmpty else { return }
        let (bars, row) = box.rows >= 3 ? box.splitBottom(1) : (box, Box(column: 0, row: 0, columns: 0, rows: 0))
        drawBars(into: &frame, box: bars, capabilities: capabilities)
        let scale = ChartScale(range.lowerBound, range.upperBound)
        for cursor in cursors.reversed() {
            guard let place = scale.place(cursor.value, of: bars.columns) else { continue }
            drawCursor(cursor, column: bars.column + place, box: bars, into: &frame, capabilities: capabilities)
        }
        guard !row.isEmpty else { return }
        var names = LabelRow(row)
        let pointer = capabilities.unicode ? "▲" : "^"
        for cursor in cursors {
            guard let place = scale.place(cursor.value, of: bars.columns) else { continue }
            let number = Columns.fixed(cursor.value, decimals: decimals)
            let column = bars.column + place
            // The pointer stands under the line; the number goes to its right, or where that is taken to its left.
            let width = Columns.count(number)
            let fits = column + width < row.endColumn
            let isWritten = fits && names.write(pointer + number, column: column, style: cursor.style, into: &frame)
            if !isWritten, column - width >= row.column {
                names.write(number + pointer, column: column - width, style: cursor.style, into: &frame)
            }
        }
        names.write(
            Columns.fixed(range.lowerBound, decimals: decimals), column: row.column, style: labels, into: &frame)
        let end = Columns.fixed(range.upperBound, decimals: decimals)
        names.write(end, column: row.endColumn - Columns.count(end), style: labels, into: &frame)
    }

    private func drawCursor(
        _ cursor: Cursor, column: Int, box: Box, into frame: inout Frame, capabilities: Capabilities
    ) {
        let glyph = cursor.line.upright(unicode: capabilities.unicode)
        for row in box.row..<box.endRow {
            var style = cursor.style
            // The column goes on behind the line.
            if frame[column, row].glyph != " ", !capabilities.isMonochrome {
                let behind = frame[column, row].style
                style.background = behind.foreground ?? behind.background
                if let front = style.foreground, let back = style.background, front.contrast(with: back) < 1.8 {
                    style.foreground = RGB(0, 0, 0).contrast(with: back) > 4.5 ? RGB(0, 0, 0) : RGB(255, 255, 255)
                }
            }
            frame.put(glyph, column: column, row: row, style: style)
        }
    }
}
