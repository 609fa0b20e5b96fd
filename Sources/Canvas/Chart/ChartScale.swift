/// Where values stand between the two ends of an axis.
struct ChartScale {
    let low: Double
    let high: Double

    /// Ends that are not finite, or not in order, leave an axis on which everything stands in the middle.
    init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    /// 0 … 1, beyond the ends as at them; nil for what is no number.
    func share(_ value: Double) -> Double? {
        guard !value.isNaN else { return nil }
        // Halves, so that the span of the largest numbers there are is one as well.
        let span = high / 2 - low / 2
        guard span.isFinite, span > 0 else { return 0.5 }
        return min(max((value / 2 - low / 2) / span, 0), 1)
    }

    /// Which of `count` equal places, the last one for the end itself.
    func place(_ value: Double, of count: Int) -> Int? {
        guard count > 0, let share = share(value) else { return nil }
        return min(Int(share * Double(count)), count - 1)
    }

    /// Whether a value is on the axis and not beyond its ends.
    func holds(_ value: Double) -> Bool { value >= low && value <= high }
}

/// How a line of a chart is drawn, so that lines differ without colour.
public enum ChartLine: Hashable, Sendable, CaseIterable {
    case solid, dashed, dotted

    func upright(unicode: Bool) -> Unicode.Scalar {
        switch self {
        case .solid: unicode ? "│" : "|"
        case .dashed: unicode ? "┆" : ":"
        case .dotted: unicode ? "┊" : "."
        }
    }

    func level(unicode: Bool) -> Unicode.Scalar {
        switch self {
        case .solid: unicode ? "─" : "="
        case .dashed: unicode ? "┄" : "-"
        case .dotted: unicode ? "┈" : "."
        }
    }

    /// Whether the dot at that distance along a line of dots is drawn.
    func isDrawn(_ dot: Int) -> Bool {
        switch self {
        case .solid: true
        case .dashed: dot % 6 < 3
        case .dotted: dot % 4 == 0
        }
    }
}

/// Labels in one row that give way to each other: what is placed first stays.
struct LabelRow {
    private let box: Box
    private var taken: Set<Int> = []

    /// - Parameter box: the row; labels stay inside.
    init(_ box: Box) { self.box = box }

    /// Writes where it fits without touching another label; else does nothing.
    @discardableResult
    mutating func write(_ text: String, column: Int, style: Style, into frame: inout Frame) -> Bool {
        let width = Columns.count(text)
        guard width > 0, width <= box.columns else { return false }
        let start = min(max(column, box.column), box.endColumn - width)
        guard !(start - 1...start + width).contains(where: taken.contains) else { return false }
        taken.formUnion(start..<start + width)
        frame.write(text, column: start, row: box.row, style: style, limit: width)
        return true
    }
}
