import Canvas

extension Painter {
    /// ROC, and where there is a second box precision over recall, with the places of the draft and the live threshold.
    mutating func drawCurves(_ facts: TuneFacts, _ cursors: StripCursors, in boxes: [Box]) {
        guard let first = boxes.first, first.rows >= 6 else { return }
        guard let curves = facts.curves else {
            let text =
                "ROC and precision over recall take parts judged ACCEPT and parts judged REJECT: judge some in Review."
            return drawParagraph(text, in: first, style: theme[.muted])
        }
        let live = curves.index.operatingPoint(at: cursors.live)
        let draft = curves.index.operatingPoint(at: cursors.draft)
        let whose = curves.isByLabel ? " by label" : ""
        func markers(_ place: (Double, Double)?, _ tried: (Double, Double)?) -> [LinePlot.Marker] {
            var markers: [LinePlot.Marker] = []
            if cursors.hasDraft, let tried {
                markers.append(
                    LinePlot.Marker(
                        LinePlot.Point(tried.0, tried.1), style: theme[.draft], glyph: "△", ascii: "D"))
            }
            if let place {
                markers.append(
                    LinePlot.Marker(LinePlot.Point(place.0, place.1), style: theme[.live], glyph: "▲", ascii: "L"))
            }
            return markers
        }
        draw(
            LinePlot(
                curves: [LinePlot.Curve(curves.roc, style: theme[.text])],
                markers: markers(
                    live.map { ($0.falseRejectRate, $0.recall) }, draft.map { ($0.falseRejectRate, $0.recall) }),
                hasDiagonal: true, xName: "false rejects", yName: "found"),
            title: "ROC\(whose), area \(Columns.fixed(curves.area, decimals: 3))", in: first)
        guard boxes.count > 1 else { return }
        draw(
            LinePlot(
                curves: [LinePlot.Curve(curves.precisionRecall, style: theme[.text])],
                markers: markers(
                    live.flatMap { point in point.precision.map { (point.recall, $0) } },
                    draft.flatMap { point in point.precision.map { (point.recall, $0) } }),
                xName: "found", yName: "bad among flagged"),
            title: "Precision\(whose), mean \(Columns.fixed(curves.averagePrecision, decimals: 3))", in: boxes[1])
    }

    private mutating func draw(_ plot: LinePlot, title: String, in box: Box) {
        let (top, rest) = box.splitTop(1)
        frame.write(title, column: top.column, row: top.row, style: theme[.title], limit: top.columns)
        plot.draw(into: &frame, box: rest, axes: theme[.muted], capabilities: capabilities)
    }
}
