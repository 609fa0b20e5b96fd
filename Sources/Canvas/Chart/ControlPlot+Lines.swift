/// The lines of a control plot and their labels.
extension ControlPlot {
    func drawLevels(
        _ shown: [Sample], _ axis: ChartScale, into frame: inout Frame, box: Box, capabilities: Capabilities
    ) {
        let unicode = capabilities.unicode
        func level(_ value: Double?, column: Int, _ line: ChartLine, _ style: Style) {
            guard let value, axis.holds(value), let place = axis.place(value, of: box.rows) else { return }
            frame.put(line.level(unicode: unicode), column: column, row: box.endRow - 1 - place, style: style)
        }
        for column in box.column..<max(box.column, box.endColumn) {
            level(centre, column: column, .dotted, styles.limits)
        }
        for (index, sample) in shown.enumerated() {
            let column = box.endColumn - shown.count + index
            level(sample.lower, column: column, .dashed, styles.limits)
            level(sample.upper, column: column, .dashed, styles.limits)
        }
        for column in box.column..<max(box.column, box.endColumn) {
            level(threshold, column: column, .solid, styles.threshold)
        }
    }

    /// In dots, two to a sample, so that a slow drift is seen before it is a whole row high.
    func drawAverage(
        _ shown: [Sample], _ axis: ChartScale, into frame: inout Frame, box: Box, capabilities: Capabilities
    ) {
        var dots = DotGrid(box)
        var last: (x: Int, y: Int)?
        var travelled = 0
        for (index, sample) in shown.enumerated() {
            guard let average = sample.average, let place = axis.place(average, of: dots.height) else {
                last = nil
                continue
            }
            let dot = (x: 2 * (box.columns - shown.count + index) + 1, y: dots.height - 1 - place)
            dots.line(last ?? dot, dot, style: styles.average, line: .solid, travelled: &travelled)
            last = dot
        }
        dots.draw(into: &frame, unicode: capabilities.unicode, mark: "~")
    }

    /// The threshold keeps its label where another would stand in the same row.
    func drawLabels(_ axis: ChartScale, into frame: inout Frame, box: Box) {
        var taken: Set<Int> = []
        func label(_ value: Double?, _ style: Style) {
            guard let value, axis.holds(value), let place = axis.place(value, of: box.rows) else { return }
            guard taken.insert(place).inserted else { return }
            frame.write(
                Columns.fixed(value, decimals: decimals), column: box.column, row: box.endRow - 1 - place,
                style: style, limit: box.columns - 1, alignment: .right)
        }
        label(threshold, styles.threshold)
        label(axis.high, styles.labels)
        label(axis.low, styles.labels)
        label(centre, styles.labels)
    }
}
