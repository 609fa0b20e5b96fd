/// Scores in the order in which parts came, the newest at the right, one column each, against the threshold and the
/// limits of their moving average.
public struct ControlPlot: Hashable, Sendable {
    public struct Sample: Hashable, Sendable {
        /// What is no number is shown as a cross at the top.
        public var value: Double
        /// At or over the threshold that was live when it was judged.
        public var isFlagged: Bool
        /// The moving average after it and its limits.
        public var average: Double?
        public var lower: Double?
        public var upper: Double?
        /// An alarm was raised by it.
        public var hasAlarm: Bool

        public init(
            _ value: Double, isFlagged: Bool = false, average: Double? = nil, lower: Double? = nil,
            upper: Double? = nil, hasAlarm: Bool = false
        ) {
            self.value = value
            self.isFlagged = isFlagged
            self.average = average
            self.lower = lower
            self.upper = upper
            self.hasAlarm = hasAlarm
        }
    }

    public struct Styles: Hashable, Sendable {
        public var point: Style
        public var flagged: Style
        public var threshold: Style
        public var average: Style
        public var limits: Style
        public var alarm: Style
        public var labels: Style

        public init(
            point: Style, flagged: Style, threshold: Style, average: Style, limits: Style, alarm: Style,
            labels: Style
        ) {
            self.point = point
            self.flagged = flagged
            self.threshold = threshold
            self.average = average
            self.limits = limits
            self.alarm = alarm
            self.labels = labels
        }

        public init(_ theme: Theme) {
            self.init(
                point: theme[.text], flagged: theme[.reject], threshold: theme[.reject], average: theme[.accent],
                limits: theme[.border], alarm: theme[.warning], labels: theme[.muted])
        }
    }

    /// From the oldest to the newest; as many of the newest are shown as there are columns.
    public var samples: [Sample]
    public var threshold: Double?
    /// The mean that the moving average is held against.
    public var centre: Double?
    /// The ends of the axis; nil finds them from what is shown.
    public var range: ClosedRange<Double>?
    public var styles: Styles
    public var decimals: Int

    public init(
        samples: [Sample], threshold: Double? = nil, centre: Double? = nil, range: ClosedRange<Double>? = nil,
        styles: Styles, decimals: Int = 2
    ) {
        self.samples = samples
        self.threshold = threshold
        self.centre = centre
        self.range = range
        self.styles = styles
        self.decimals = decimals
    }

    /// Draws in all of `box`: labels at its left and a row for alarms at its top where there is room for them.
    public func draw(into frame: inout Frame, box: Box, capabilities: Capabilities) {
        guard !box.isEmpty else { return }
        let (alarms, body) = box.splitTop(box.rows >= 4 ? 1 : 0)
        let candidates = samples.suffix(box.columns)
        let axis = axis(of: candidates)
        let labels = [axis.low, axis.high, threshold ?? axis.low].map { Columns.fixed($0, decimals: decimals) }
        let margin = (labels.map(Columns.count).max() ?? 0) + 1
        let (left, plot) = body.splitLeft(box.columns >= margin + 16 && body.rows >= 3 ? margin : 0)
        let shown = Array(candidates.suffix(plot.columns))
        drawLevels(shown, axis, into: &frame, box: plot, capabilities: capabilities)
        if !left.isEmpty { drawLabels(axis, into: &frame, box: left) }
        drawAverage(shown, axis, into: &frame, box: plot, capabilities: capabilities)
        for (index, sample) in shown.enumerated() {
            let column = plot.endColumn - shown.count + index
            drawPoint(sample, axis, column: column, into: &frame, box: plot, capabilities: capabilities)
            if sample.hasAlarm {
                frame.put("!", column: column, row: alarms.isEmpty ? plot.row : alarms.row, style: styles.alarm)
            }
        }
    }

    /// From the lowest to the highest of everything shown, but no farther over the threshold than the heat scale goes:
    /// one wild score must not press all others flat.
    private func axis(of shown: ArraySlice<Sample>) -> ChartScale {
        if let range { return ChartScale(range.lowerBound, range.upperBound) }
        let lines = [threshold, centre].compactMap { $0 } + shown.flatMap { [$0.average, $0.lower, $0.upper] }
            .compactMap { $0 }
        let finite = (shown.map(\.value) + lines).filter(\.isFinite)
        guard var low = finite.min(), var high = finite.max() else { return ChartScale(0, 1) }
        if let threshold, threshold.isFinite, threshold > 0 {
            high = max(threshold, min(high, threshold * Double(HeatScale.end)))
        }
        if low >= 0 { low = 0 }
        if !(high > low) { high = low + max(1, abs(low)) }
        return ChartScale(low, high)
    }

    private func row(_ value: Double, _ axis: ChartScale, _ box: Box) -> Int? {
        axis.place(value, of: box.rows).map { box.endRow - 1 - $0 }
    }

    private func drawPoint(
        _ sample: Sample, _ axis: ChartScale, column: Int, into frame: inout Frame, box: Box,
        capabilities: Capabilities
    ) {
        guard let row = row(sample.value, axis, box) else {
            return frame.put(
                capabilities.unicode ? "✗" : "x", column: column, row: box.row, style: styles.flagged)
        }
        let glyph: Unicode.Scalar =
            capabilities.unicode ? (sample.isFlagged ? "▲" : "•") : (sample.isFlagged ? "^" : "*")
        frame.put(glyph, column: column, row: row, style: sample.isFlagged ? styles.flagged : styles.point)
    }
}
