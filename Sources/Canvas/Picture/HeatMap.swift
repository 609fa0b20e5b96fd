import Raster

/// An anomaly map as glyphs, on the fixed scale of `HeatScale`.
public enum HeatMap {
    /// Draws `plane` as large as fits in `box`.
    /// - Parameter threshold: in the units of the map.
    @discardableResult
    public static func draw(
        _ plane: Plane, threshold: Float, into frame: inout Frame, box: Box, capabilities: Capabilities
    ) -> Fit {
        let peaks = PeakMosaic(plane, in: box)
        draw(peaks, threshold: threshold, into: &frame, capabilities: capabilities)
        return peaks.fit
    }

    /// Draws a map that was reduced before, so that moving the threshold costs only the colours.
    public static func draw(
        _ peaks: PeakMosaic, threshold: Float, into frame: inout Frame, capabilities: Capabilities
    ) {
        let scale = HeatScale(threshold: threshold)
        let cells = PeakGrid(peaks, unicode: capabilities.unicode && !capabilities.isMonochrome)
        guard !capabilities.isMonochrome else {
            for (index, value) in cells.values.enumerated() {
                let mark = HeatScale.mark(at: scale.position(value), unicode: capabilities.unicode)
                frame.put(
                    mark.glyph, column: peaks.fit.box.column + index % cells.width,
                    row: peaks.fit.box.row + index / cells.width, style: mark.style)
            }
            return
        }
        let colours = cells.values.map {
            // 48 steps below and above: as fine as the eye needs, and few enough for a terminal's colour pairs.
            HeatScale.colour(at: (scale.position($0) * 48).rounded(.down) / 48, colours: capabilities.colours)
        }
        PixelGrid(width: cells.width, fit: peaks.fit, unicode: capabilities.unicode).draw(colours, into: &frame)
    }

    /// A strip that explains the scale: its colours from 0 to twice the threshold with the threshold in the middle,
    /// and where there is a second row the three values under it.
    public static func drawLegend(
        threshold: Float, decimals: Int = 2, into frame: inout Frame, box: Box, capabilities: Capabilities,
        style: Style = .plain
    ) {
        guard box.columns >= 8, box.rows >= 1 else { return }
        for offset in 0..<box.columns {
            let position = Float(offset) * HeatScale.end / Float(box.columns)
            if capabilities.isMonochrome {
                let mark = HeatScale.mark(at: position, unicode: capabilities.unicode)
                frame.put(mark.glyph, column: box.column + offset, row: box.row, style: mark.style)
            } else {
                let colour = HeatScale.colour(at: position, colours: capabilities.colours)
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

/// The peaks that the glyphs of a box can show: two a cell, or the larger of the two.
struct PeakGrid {
    let width: Int
    let values: [Float]

    init(_ peaks: PeakMosaic, unicode: Bool) {
        width = peaks.fit.width
        guard !unicode else {
            values = peaks.values
            return
        }
        let all = peaks.values
        let width = peaks.fit.width
        values = (0..<peaks.fit.box.rows * width).map { index in
            let upper = index / width * 2 * width + index % width
            let lower = upper + width
            return lower < all.count ? max(all[upper], all[lower]) : all[upper]
        }
    }
}
