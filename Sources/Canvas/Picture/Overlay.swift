import Raster

/// The map laid over the part: the further a place is over the threshold the more of the map shows, and below it the
/// part stays nearly as it is.
///
/// With 16 colours flagged places are opaque, because dithering a blend would hide their edge. Without colours
/// flagged cells become a reversed `X`, which no step of the picture's ramp looks like.
public enum Overlay {
    /// - Parameter opacity: 0 (only the part) … 1 (as much of the map as the scale has it), times the scale's own.
    @discardableResult
    public static func draw(
        _ image: Image, _ plane: Plane, threshold: Float, into frame: inout Frame, box: Box,
        capabilities: Capabilities, opacity: Float = 1, heat: HeatColours = .ember
    ) -> Fit {
        let mosaic = Mosaic(image, in: box, glyphs: capabilities.glyphs)
        draw(
            mosaic, PeakMosaic(plane, fit: mosaic.fit), threshold: threshold, into: &frame, capabilities: capabilities,
            opacity: opacity, heat: heat)
        return mosaic.fit
    }

    /// Draws from what was reduced before. Where nothing can be blended, flagged places are covered at any opacity
    /// above 0.
    /// - Precondition: both were reduced with the same fit.
    public static func draw(
        _ mosaic: Mosaic, _ peaks: PeakMosaic, threshold: Float, into frame: inout Frame, capabilities: Capabilities,
        opacity: Float = 1, heat: HeatColours = .ember
    ) {
        precondition(mosaic.fit == peaks.fit)
        let fit = mosaic.fit
        let share = opacity > 0 ? min(opacity, 1) : 0
        guard share > 0 else { return Picture.draw(mosaic, into: &frame, capabilities: capabilities) }
        let scale = HeatScale(threshold: threshold)
        let glyphs = fit.glyphs.shown(on: capabilities)
        let values = CellReduction(fit: fit, glyphs: glyphs).peaks(peaks.values)
        switch capabilities.colours {
        case .monochrome:
            Picture.draw(mosaic, into: &frame, capabilities: capabilities)
            for (index, value) in values.enumerated() where scale.isFlagged(value) {
                frame.put(
                    "X", column: fit.box.column + index % fit.box.columns,
                    row: fit.box.row + index / fit.box.columns, style: Style(bold: true, reverse: true))
            }
        case .ansi16:
            let grid = PixelGrid(mosaic.light, fit: fit, glyphs: glyphs)
            var colours = AnsiDither.dither(grid.pixels, width: grid.width)
            for (index, value) in values.enumerated() where scale.isFlagged(value) {
                colours[index] = HeatScale.colour(at: scale.position(value), colours: .ansi16, heat: heat)
            }
            grid.draw(colours, into: &frame)
        case .truecolor, .indexed240:
            let grid = PixelGrid(mosaic.light, fit: fit, glyphs: glyphs)
            let palette = HeatScale.palette(colours: .truecolor, heat: heat).map(LinearLight.decode)
            var light = grid.pixels
            for index in light.indices {
                let position = scale.position(values[index])
                let part = share * HeatScale.opacity(at: position)
                light[index] = light[index] * (1 - part) + palette[HeatScale.step(position)] * part
            }
            grid.draw(light, into: &frame)
        }
    }
}
