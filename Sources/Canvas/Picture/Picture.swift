import Raster

/// A photograph as glyphs.
///
/// With colours each cell is an upper half block: its foreground the upper pixel, its background the lower one; with
/// ASCII only it is a space on the mean of the two. Without colours a cell is one step of a ramp from dark to light,
/// chosen by CIE lightness for light glyphs on a dark ground: ` ░▒▓█`, or ` .:-=+*#%@` in ASCII. With 16 colours the
/// mixture is dithered by a fixed pattern, so a picture that does not change does not crawl.
public enum Picture {
    /// Draws `image` as large as fits in `box`, in proportion and centred; cells around it are left alone.
    /// - Returns: where it stands, to draw regions over it.
    @discardableResult
    public static func draw(
        _ image: Image, into frame: inout Frame, box: Box, capabilities: Capabilities
    ) -> Fit {
        let mosaic = Mosaic(image, in: box)
        draw(mosaic, into: &frame, capabilities: capabilities)
        return mosaic.fit
    }

    /// Draws a picture that was reduced before.
    public static func draw(_ mosaic: Mosaic, into frame: inout Frame, capabilities: Capabilities) {
        let grid = PixelGrid(mosaic.light, fit: mosaic.fit, unicode: capabilities.unicode)
        switch capabilities.colours {
        case .truecolor, .indexed240:
            grid.draw(grid.pixels.map(LinearLight.encode), into: &frame)
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
        let cells = PixelGrid(mosaic.light, fit: mosaic.fit, unicode: false)
        let ramp = ramp(unicode: unicode)
        for (index, light) in cells.pixels.enumerated() {
            let lightness = LinearLight.lightness(luminance: LinearLight.luminance(light))
            let step = min(max(Int(lightness * Float(ramp.count)), 0), ramp.count - 1)
            frame.put(
                ramp[step], column: mosaic.fit.box.column + index % cells.width,
                row: mosaic.fit.box.row + index / cells.width)
        }
    }
}
