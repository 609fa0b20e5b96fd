import Canvas
import Evaluation
import Inspection

/// The control chart: the scores in their order against the threshold, and their moving average against its limits.
extension Painter {
    /// Columns that the plot takes for its labels at most.
    private static let chartMargin = 9

    mutating func drawChart(in box: Box, heading: Box) {
        let shown = streamWindow(max(1, box.columns - Self.chartMargin))
        drawChartHeading(shown, in: heading)
        guard !box.isEmpty, !shown.isEmpty else { return }
        let samples = shown.map { part in
            ControlPlot.Sample(
                part.score.map(Double.init) ?? .nan, isFlagged: part.verdict != .good,
                average: part.point.average.map(Double.init), lower: part.point.lower.map(Double.init),
                upper: part.point.upper.map(Double.init), hasAlarm: !part.point.raised.isEmpty)
        }
        let plot = ControlPlot(
            samples: samples, threshold: state.stream.threshold.map(Double.init),
            centre: state.stream.centre.map(Double.init), range: range(of: samples), styles: .init(theme))
        plot.draw(into: &frame, box: box, capabilities: capabilities)
        guard let cursor = state.stream.cursor, let last = shown.last?.index, box.rows >= 4 else { return }
        let column = box.endColumn - 1 - (last - cursor)
        guard column >= box.column + Self.chartMargin else { return }
        frame.put(capabilities.unicode ? "▼" : "v", column: column, row: box.row, style: theme[.title])
    }

    /// In steps of a quarter of the threshold, so that the axis stands still while parts come; from 0 only where scores
    /// are as low, and no higher than the heat scale goes: one wild score must not press all others flat.
    private func range(of samples: [ControlPlot.Sample]) -> ClosedRange<Double>? {
        guard let threshold = state.stream.threshold.map(Double.init), threshold.isFinite, threshold > 0 else {
            return nil
        }
        let values = samples.flatMap { [$0.value, $0.average, $0.lower, $0.upper] }.compactMap { $0 }
            .filter(\.isFinite)
        let step = threshold / 4
        let top = threshold * Double(HeatScale.end)
        let low = min(max(0, values.min() ?? 0), threshold)
        let high = min(max(threshold, values.max() ?? 0), top)
        let first = max(0, (low / step - 0.1).rounded(.down) * step)
        return first...min(top, ((high / step + 0.1).rounded(.up)) * step)
    }

    private mutating func drawChartHeading(_ shown: ArraySlice<StreamPart>, in box: Box) {
        guard !box.isEmpty else { return }
        var column = box.column
        func write(_ text: String, _ role: Theme.Role) {
            column = frame.write(
                text, column: column, row: box.row, style: theme[role], limit: max(0, box.endColumn - column))
        }
        guard let point = state.stream.wanted?.point else { return write("scores", .muted) }
        write("scores of \(shown.count) parts", .muted)
        guard let average = point.average, let lower = point.lower, let upper = point.upper else {
            return write(" · no limits: the calibration has no leave-one-out scores", .muted)
        }
        write(" · average \(Self.score(average))", .text)
        write(", limits \(Self.score(lower))…\(Self.score(upper))", .muted)
        write(point.isOut ? " · ! OUT OF LIMITS" : " · in control", point.isOut ? .warning : .good)
    }
}
