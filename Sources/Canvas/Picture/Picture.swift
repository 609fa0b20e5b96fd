import Raster

/// A photograph as glyphs.
///
/// With colours each cell shows the pixels of its glyph mode in two colours: as a half block the upper pixel in the
/// foreground and the lower one behind it, as a quadrant or sextant what comes nearest (`TwoColourFit`); with ASCII
/// only it is a space on the mean of its pixels. Photographs take a few steps of colour fewer than there are
/// (`RowColours`). Without colours a cell is one step of a ramp from dark to light, chosen by CIE lightness for light
/// glyphs on a dark ground: ` ░▒▓█`, or ` .:-=+*#%@` in ASCII. With 16 colours the mixture is dithered
/// (`AnsiDither`). Without colours, and with 16, lightness is stretched (`Exposure`).
public enum Picture {
    /// Draws `image` as large as fits in `box`, in proportion and centred; cells around it are left alone.
    /// - Returns: where it stands, to draw regions over it.
    @discardableResult
    public static func draw(
        _ image: Image, into frame: inout Frame, box: Box, capabilities: Capabilities
    ) -> Fit {
        let mosaic = Mosaic(image, in: box, glyphs: capabilities.glyphs)
        draw(mosaic, into: &frame, capabilities: capabilities)
        return mosaic.fit
    }

    /// Draws a picture that was reduced before, as finely as both its fit and the terminal allow.
    public static func draw(_ mosaic: Mosaic, into frame: inout Frame, capabilities: Capabilities) {
        let grid = PixelGrid(mosaic.light, fit: mosaic.fit, glyphs: mosaic.fit.glyphs.shown(on: capabilities))
        switch capabilities.colours {
        case .truecolor, .indexed240:
            // 240 colours are not dithered: the pattern would look like a texture of the part.
            grid.draw(grid.pixels, into: &frame)
        case .ansi16:
            grid.draw(AnsiDither.dither(grid.pixels, width: grid.width), into: &frame)
        case .monochrome:
            drawRamp(mosaic, into: &frame, unicode: capabilities.unicode)
        }
    }

    /// The ramp from dark to light.
    public static func ramp(unicode: Bool) -> [Unicode.Scalar] {
        unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
    }

    private static func drawRamp(_ mosaic: Mosaic, into frame: inout Frame, unicode: Bool) {
        let cells = PixelGrid(mosaic.light, fit: mosaic.fit, glyphs: .ascii)
        let ramp = ramp(unicode: unicode)
        let lightnesses = cells.pixels.map { LinearLight.lightness(luminance: LinearLight.luminance($0)) }
        for (index, lightness) in Exposure.stretched(lightnesses).enumerated() {
            let step = min(max(Int(lightness * Float(ramp.count)), 0), ramp.count - 1)
            frame.put(
                ramp[step], column: mosaic.fit.box.column + index % cells.width,
                row: mosaic.fit.box.row + index / cells.width)
        }
    }
}
