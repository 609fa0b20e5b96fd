import Raster

/// An anomaly map as glyphs, on the fixed scale of `HeatScale`.
public enum HeatMap {
    /// Draws `plane` as large as fits in `box`.
    /// - Parameter threshold: in the units of the map.
    @discardableResult
    public static func draw(
        _ plane: Plane, threshold: Float, into frame: inout Frame, box: Box, capabilities: Capabilities,
        heat: HeatColours = .ember
    ) -> Fit {
        let peaks = PeakMosaic(plane, in: box, glyphs: capabilities.glyphs)
        draw(peaks, threshold: threshold, into: &frame, capabilities: capabilities, heat: heat)
        return peaks.fit
    }

    /// Draws a map that was reduced before, so that moving the threshold costs only the colours.
    public static func draw(
        _ peaks: PeakMosaic, threshold: Float, into frame: inout Frame, capabilities: Capabilities,
        heat: HeatColours = .ember
    ) {
        let scale = HeatScale(threshold: threshold)
        let fit = peaks.fit
        let glyphs = fit.glyphs.shown(on: capabilities)
        let values = CellReduction(fit: fit, glyphs: glyphs).peaks(peaks.values)
        guard !capabilities.isMonochrome else {
            for (index, value) in values.enumerated() {
                let mark = HeatScale.mark(at: scale.position(value), unicode: capabilities.unicode)
                frame.put(
                    mark.glyph, column: fit.box.column + index % fit.box.columns,
                    row: fit.box.row + index / fit.box.columns, style: mark.style)
            }
            return
        }
        let palette = HeatScale.palette(colours: capabilities.colours, heat: heat)
        let colours = values.map { palette[HeatScale.step(scale.position($0))] }
        PixelGrid(fit: fit, glyphs: glyphs).draw(colours, into: &frame)
    }

    /// A strip that explains the scale: its colours from 0 to twice the threshold with the threshold in the middle,
    /// and where there is a second row the three values under it.
    public static func drawLegend(
        threshold: Float, decimals: Int = 2, into frame: inout Frame, box: Box, capabilities: Capabilities,
        style: Style = .plain, heat: HeatColours = .ember
    ) {
        guard box.columns >= 8, box.rows >= 1 else { return }
        for offset in 0..<box.columns {
            let position = Float(offset) * HeatScale.end / Float(box.columns)
            if capabilities.isMonochrome {
                let mark = HeatScale.mark(at: position, unicode: capabilities.unicode)
                frame.put(mark.glyph, column: box.column + offset, row: box.row, style: mark.style)
            } else {
                let colour = HeatScale.colour(at: position, colours: capabilities.colours, heat: heat)
                frame[box.column + offset, box.row] = Cell(" ", Style(background: colour))
            }
        }
        guard box.rows >= 2 else { return }
        let middle = Columns.fixed(Double(threshold), decimals: decimals)
        let end = Columns.fixed(Double(threshold * HeatScale.end), decimals: decimals)
        let start = box.column + (box.columns + 1) / 2
        frame.write("0", column: box.column, row: box.row + 1, style: style, limit: 1)
        frame.write(
            "≥\(end)", column: box.column, row: box.row + 1, style: style, limit: box.columns, alignment: .right)
        frame.write("▲\(middle)", column: start, row: box.row + 1, style: style)
    }
}
