import Raster

/// The map laid over the part: the further a place is over the threshold the more of the map shows, and below it the
/// part stays nearly as it is.
///
/// With 16 colours flagged places are opaque, because dithering a blend would hide their edge. Without colours
/// flagged cells become a reversed `X`, which no step of the picture's ramp looks like.
public enum Overlay {
    @discardableResult
    public static func draw(
        _ image: Image, _ plane: Plane, threshold: Float, into frame: inout Frame, box: Box,
        capabilities: Capabilities
    ) -> Fit {
        let mosaic = Mosaic(image, in: box)
        draw(
            mosaic, PeakMosaic(plane, fit: mosaic.fit), threshold: threshold, into: &frame, capabilities: capabilities)
        return mosaic.fit
    }

    /// Draws from what was reduced before.
    /// - Precondition: both were reduced with the same fit.
    public static func draw(
        _ mosaic: Mosaic, _ peaks: PeakMosaic, threshold: Float, into frame: inout Frame, capabilities: Capabilities
    ) {
        precondition(mosaic.fit == peaks.fit)
        let scale = HeatScale(threshold: threshold)
        switch capabilities.colours {
        case .monochrome:
            Picture.draw(mosaic, into: &frame, capabilities: capabilities)
            let cells = PeakGrid(peaks, unicode: false)
            for (index, value) in cells.values.enumerated() where scale.isFlagged(value) {
                frame.put(
                    "X", column: mosaic.fit.box.column + index % cells.width,
                    row: mosaic.fit.box.row + index / cells.width, style: Style(bold: true, reverse: true))
            }
        case .ansi16:
            let grid = PixelGrid(mosaic.light, fit: mosaic.fit, unicode: capabilities.unicode)
            let values = PeakGrid(peaks, unicode: capabilities.unicode).values
            var colours = AnsiDither.dither(grid.pixels, width: grid.width)
            for (index, value) in values.enumerated() where scale.isFlagged(value) {
                colours[index] = HeatScale.colour(at: scale.position(value), colours: .ansi16)
            }
            grid.draw(colours, into: &frame)
        case .truecolor, .indexed240:
            let grid = PixelGrid(mosaic.light, fit: mosaic.fit, unicode: capabilities.unicode)
            let values = PeakGrid(peaks, unicode: capabilities.unicode).values
            let colours = zip(grid.pixels, values).map { light, value in
                let position = scale.position(value)
                let heat = LinearLight.decode(HeatScale.colour(at: position))
                let share = HeatScale.opacity(at: position)
                return LinearLight.encode(light * (1 - share) + heat * share)
            }
            grid.draw(colours, into: &frame)
        }
    }
}
