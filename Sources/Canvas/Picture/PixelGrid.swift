/// The pixels that the glyphs of a box can show: two a cell where half blocks may be used, else one.
struct PixelGrid {
    let fit: Fit
    let unicode: Bool
    let width: Int
    let height: Int
    let pixels: [LinearLight.Value]

    init(_ light: [LinearLight.Value], fit: Fit, unicode: Bool) {
        self.fit = fit
        self.unicode = unicode
        width = fit.width
        guard !unicode else {
            height = fit.height
            pixels = light
            return
        }
        height = fit.box.rows
        pixels = (0..<fit.box.rows * fit.width).map { index in
            let upper = index / fit.width * 2 * fit.width + index % fit.width
            let lower = upper + fit.width
            return lower < light.count ? (light[upper] + light[lower]) / 2 : light[upper]
        }
    }

    /// The same places without any light in them, for colours that come from elsewhere.
    init(width: Int, fit: Fit, unicode: Bool) {
        self.fit = fit
        self.unicode = unicode
        self.width = width
        height = unicode ? fit.height : fit.box.rows
        pixels = []
    }

    /// Puts `colours`, one for each pixel of the grid, into the frame as cells.
    func draw(_ colours: [RGB], into frame: inout Frame) {
        for row in 0..<fit.box.rows {
            for column in 0..<width {
                let (x, y) = (fit.box.column + column, fit.box.row + row)
                guard unicode else {
                    frame[x, y] = Cell(" ", Style(background: colours[row * width + column]))
                    continue
                }
                let upper = colours[2 * row * width + column]
                guard 2 * row + 1 < height else {
                    frame.put("▀", column: x, row: y, style: Style(foreground: upper))
                    continue
                }
                let lower = colours[(2 * row + 1) * width + column]
                // One colour needs no glyph, and a terminal without that glyph still shows it.
                frame[x, y] =
                    upper == lower
                    ? Cell(" ", Style(background: upper))
                    : Cell("▀", Style(foreground: upper, background: lower))
            }
        }
    }
}
