import Canvas
import Raster
import Testing

@Suite struct GlyphModeTests {
    private func image(_ width: Int, _ height: Int, _ level: (Int, Int) -> UInt8) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { pixels += [UInt8](repeating: level(x, y), count: 3) }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func truecolour(_ glyphs: GlyphMode) -> Capabilities {
        Capabilities(colours: .truecolor, unicode: true, glyphs: glyphs)
    }

    @Test func theModeFollowsTheTerminalAndTheChoice() {
        #expect(Capabilities.full.glyphs == .quadrant)
        #expect(Capabilities(colours: .indexed240, unicode: true).glyphs == .quadrant)
        #expect(Capabilities(colours: .ansi16, unicode: true, glyphs: .sextant).glyphs == .half)
        #expect(truecolour(.sextant).glyphs == .sextant)
        #expect(Capabilities.least.glyphs == .ascii)
        var changed = truecolour(.sextant)
        changed.unicode = false
        #expect(changed.glyphs == .ascii)
    }

    @Test func everyGlyphOfAPictureTakesOneColumn() {
        var random = SplitMix(seed: 3)
        let noise = image(200, 200) { _, _ in UInt8.random(in: 0...255, using: &random) }
        for mode in GlyphMode.allCases {
            var frame = Frame(size: Size(columns: 100, rows: 50))
            Picture.draw(noise, into: &frame, box: frame.box, capabilities: truecolour(mode))
            let glyphs = Set(frame.cells.map(\.glyph))
            #expect(glyphs.allSatisfy { GlyphWidth($0) == .one && $0 != "?" })
            #expect(glyphs.count >= [.ascii: 1, .half: 1, .quadrant: 7, .sextant: 31][mode] ?? 0)
        }
    }

    @Test(arguments: GlyphMode.allCases) func proportionsHoldInEveryMode(mode: GlyphMode) {
        for (wide, high) in [(300, 300), (640, 480), (200, 900), (37, 11)] {
            let fit = Fit(width: wide, height: high, in: Box(column: 0, row: 0, columns: 60, rows: 25), glyphs: mode)
            // In column widths: a cell is 1 wide and 2 high.
            let shown = Double(fit.width) / Double(mode.pixelColumns)
            let tall = Double(fit.height) * 2 / Double(mode.pixelRows)
            let wanted = min(60 / Double(wide), 50 / Double(high))
            #expect(abs(shown - wanted * Double(wide)) <= 0.5)
            #expect(abs(tall - wanted * Double(high)) <= 1 / Double(mode.pixelRows) + 1e-9)
            #expect(fit.box.columns * mode.pixelColumns == fit.width)
            #expect(fit.box.rows == (fit.height + mode.pixelRows - 1) / mode.pixelRows)
        }
    }

    @Test(arguments: [GlyphMode.half, .quadrant, .sextant]) func aThinBrightLineSurvives(mode: GlyphMode) {
        // One pixel of the grid wide, somewhere inside a cell.
        let capabilities = truecolour(mode)
        for place in 8..<12 {
            let upright = image(40, 40) { x, _ in x == place ? 255 : 20 }
            var frame = Frame(size: Size(columns: 20, rows: 10))
            Picture.draw(upright, into: &frame, box: frame.box, capabilities: capabilities)
            for row in 0..<10 {
                let bright = (0..<20).filter { column in
                    let cell = frame[column, row]
                    // A space may have the foreground of the cell before it.
                    let front = cell.glyph == " " ? 0 : cell.style.foreground?.red ?? 0
                    return max(front, cell.style.background?.red ?? 0) > 150
                }
                #expect(bright == [place / 2])
            }
        }
    }

    @Test func quadrantsAreFinerAcross() {
        let stripes = image(8, 4) { x, _ in x % 2 == 0 ? 255 : 0 }
        var frame = Frame(size: Size(columns: 4, rows: 1))
        let fit = Fit(width: 4, height: 2, in: frame.box, glyphs: .quadrant)
        Picture.draw(Mosaic(stripes, fit: fit), into: &frame, capabilities: .full)
        let stripe = Cell("▌", Style(foreground: RGB(255, 255, 255), background: RGB(0, 0, 0)))
        #expect(frame.cells == [stripe, stripe, stripe, stripe])
    }

    @Test func sextantPatternsAreTheirGlyphs() {
        // One bright pixel: the first has the foreground, others are shown as their opposite.
        for (place, glyph) in [(0, "\u{1FB00}"), (2, "\u{1FB38}"), (5, "\u{1FB1D}")] {
            let picture = image(2, 3) { x, y in y * 2 + x == place ? 255 : 0 }
            var frame = Frame(size: Size(columns: 1, rows: 1))
            let fit = Fit(width: 1, height: 2, in: frame.box, glyphs: .sextant)
            Picture.draw(Mosaic(picture, fit: fit), into: &frame, capabilities: truecolour(.sextant))
            let lit = place == 0
            let drawn = frame[0, 0]
            #expect(drawn.style.foreground == (lit ? RGB(255, 255, 255) : RGB(0, 0, 0)))
            #expect(String(Character(drawn.glyph)) == glyph)
        }
    }

    @Test func aFinePictureIsDrawnOnAnyTerminal() {
        let ramp = image(64, 64) { x, y in UInt8(2 * x + 2 * y) }
        for mode in GlyphMode.allCases {
            let box = Box(column: 0, row: 0, columns: 20, rows: 7)
            let mosaic = Mosaic(ramp, in: box, glyphs: mode)
            let peaks = PeakMosaic(Plane(width: 2, height: 2, values: [0, 1, 2, .nan]), fit: mosaic.fit)
            for colours in Capabilities.Colours.allCases {
                for unicode in [true, false] {
                    let capabilities = Capabilities(colours: colours, unicode: unicode)
                    var frame = Frame(size: Size(columns: 20, rows: 7))
                    Picture.draw(mosaic, into: &frame, capabilities: capabilities)
                    Overlay.draw(mosaic, peaks, threshold: 1, into: &frame, capabilities: capabilities)
                    HeatMap.draw(peaks, threshold: 1, into: &frame, capabilities: capabilities)
                    if !unicode { #expect(frame.cells.allSatisfy { $0.glyph.isASCII }) }
                }
            }
        }
    }

    @Test func coarserDrawingKeepsTheLight() {
        let ramp = image(40, 40) { x, y in UInt8(3 * x + 3 * y) }
        let box = Box(column: 0, row: 0, columns: 10, rows: 5)
        let fine = Mosaic(ramp, in: box, glyphs: .sextant)
        let coarse = Mosaic(ramp, in: box, glyphs: .ascii)
        var (a, b) = (Frame(size: Size(columns: 10, rows: 5)), Frame(size: Size(columns: 10, rows: 5)))
        let ascii = Capabilities(colours: .truecolor, unicode: false)
        Picture.draw(fine, into: &a, capabilities: ascii)
        Picture.draw(coarse, into: &b, capabilities: ascii)
        for (one, other) in zip(a.cells, b.cells) {
            let difference = Int(one.style.background?.red ?? 0) - Int(other.style.background?.red ?? 99)
            #expect(abs(difference) <= 1)
        }
    }

    @Test func whereThePictureEndsInsideACellTheGroundGoesOn() {
        let ground = RGB(5, 6, 7)
        var frame = Frame(size: Size(columns: 3, rows: 2), fill: Cell(" ", Style(background: ground)))
        Picture.draw(image(3, 3) { _, _ in 200 }, into: &frame, box: frame.box, capabilities: truecolour(.quadrant))
        #expect(frame[1, 1] == Cell("▀", Style(foreground: RGB(200, 200, 200), background: ground)))
    }

    @Test(arguments: [GlyphMode.half, .quadrant, .sextant]) func modesInPictures(mode: GlyphMode) {
        // A disc with a scratch, and something hot on it.
        let disc = image(96, 96) { x, y in
            let (dx, dy) = (Double(x) - 47.5, Double(y) - 47.5)
            if (x - y) == 12 || (x - y) == 13 { return 250 }
            return dx * dx + dy * dy < 1900 ? 110 : 24
        }
        var frame = Frame(size: Size(columns: 48, rows: 12))
        let fit = Picture.draw(
            disc, into: &frame, box: Box(column: 0, row: 0, columns: 24, rows: 12), capabilities: truecolour(mode))
        var values = [Float](repeating: 0.2, count: 24 * 24)
        values[9 * 24 + 14] = 1.2
        values[10 * 24 + 14] = 1.9
        Overlay.draw(
            disc, Plane(width: 24, height: 24, values: values), threshold: 1, into: &frame,
            box: Box(column: 24, row: 0, columns: 24, rows: 12), capabilities: truecolour(mode))
        #expect(fit.box.columns == 24)
        let difference = FrameDump.difference(frame, from: "picture-\(mode.rawValue)")
        #expect(difference == nil, "\(difference ?? "")")
    }
}
