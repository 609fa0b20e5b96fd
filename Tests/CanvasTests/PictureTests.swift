import Canvas
import Raster
import Testing

@Suite struct PictureTests {
    private let room = Box(column: 0, row: 0, columns: 20, rows: 5)

    private func image(_ width: Int, _ height: Int, _ colour: (Int, Int) -> RGB) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let value = colour(x, y)
                pixels += [value.red, value.green, value.blue]
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    @Test func picturesKeepTheirProportionAndStandInTheMiddle() {
        let square = Fit(width: 300, height: 300, in: room)
        #expect(square.width == 10 && square.height == 10)
        #expect(square.box == Box(column: 5, row: 0, columns: 10, rows: 5))
        let flat = Fit(width: 1000, height: 100, in: room)
        #expect(flat.width == 20 && flat.height == 2)
        #expect(flat.box == Box(column: 0, row: 2, columns: 20, rows: 1))
        let thin = Fit(width: 1, height: 100_000, in: room)
        #expect(thin.width == 1 && thin.height == 10)
        #expect(Fit(width: 3, height: 3, in: Box(column: 0, row: 0, columns: 0, rows: 4)).isEmpty)
    }

    @Test func regionsFindTheirCells() {
        let fit = Fit(width: 300, height: 300, in: room)
        #expect(fit.cells(left: 0, top: 0, right: 1, bottom: 1) == fit.box)
        #expect(
            fit.cells(left: 0.5, top: 0.5, right: 0.6, bottom: 0.6) == Box(column: 10, row: 2, columns: 1, rows: 1))
    }

    @Test func anUpperHalfBlockShowsTwoPixels() {
        let picture = image(2, 2) { x, y in RGB(UInt8(100 * x), UInt8(200 * y), 0) }
        var frame = Frame(size: Size(columns: 2, rows: 1))
        Picture.draw(picture, into: &frame, box: frame.box, capabilities: .full)
        #expect(frame[0, 0] == Cell("▀", Style(foreground: RGB(0, 0, 0), background: RGB(0, 200, 0))))
        #expect(frame[1, 0] == Cell("▀", Style(foreground: RGB(100, 0, 0), background: RGB(100, 200, 0))))
    }

    @Test func shrinkingTakesTheMeanOfLight() {
        let checks = image(64, 64) { x, y in (x + y) % 2 == 0 ? RGB(255, 255, 255) : RGB(0, 0, 0) }
        let mosaic = Mosaic(checks, in: Box(column: 0, row: 0, columns: 4, rows: 2))
        for light in mosaic.light { #expect(LinearLight.encode(light) == RGB(188, 188, 188)) }
    }

    @Test(arguments: [(7, 3), (10, 10), (3, 7), (64, 5), (1, 4)])
    func shrinkingByAnyRatioLosesNoLight(source: Int, target: Int) {
        let ramp = image(source, 1) { x, _ in RGB(UInt8(255 * x / source), 40, 90) }
        let strip = Box(column: 0, row: 0, columns: target, rows: 1)
        let mosaic = Mosaic(ramp, fit: Fit(width: target, height: 1, in: strip))
        let before = (0..<source).map { LinearLight.decode(RGB(UInt8(255 * $0 / source), 40, 90)).x }
        let mean = mosaic.light.reduce(0) { $0 + $1.x } / Float(mosaic.light.count)
        #expect(abs(mean - before.reduce(0, +) / Float(source)) < 1e-5)
    }

    @Test func theLastRowOfAnOddPictureKeepsTheGround() {
        let ground = RGB(5, 6, 7)
        var frame = Frame(size: Size(columns: 3, rows: 2), fill: Cell(" ", Style(background: ground)))
        Picture.draw(image(3, 3) { _, _ in RGB(200, 200, 200) }, into: &frame, box: frame.box, capabilities: .full)
        #expect(frame[0, 1] == Cell("▀", Style(foreground: RGB(200, 200, 200), background: ground)))
        #expect(frame[0, 0] == Cell(" ", Style(background: RGB(200, 200, 200))))
    }

    @Test func withoutColoursLightIsARamp() {
        let ramp = image(20, 2) { x, _ in RGB(UInt8(x * 255 / 19), UInt8(x * 255 / 19), UInt8(x * 255 / 19)) }
        for unicode in [true, false] {
            var frame = Frame(size: Size(columns: 20, rows: 1))
            Picture.draw(
                ramp, into: &frame, box: frame.box, capabilities: Capabilities(colours: .monochrome, unicode: unicode))
            let steps = Picture.ramp(unicode: unicode)
            let indices = (0..<20).compactMap { steps.firstIndex(of: frame[$0, 0].glyph) }
            #expect(indices.count == 20 && indices == indices.sorted())
            #expect(indices.first == 0 && indices.last == steps.count - 1)
            #expect(frame.cells.allSatisfy { $0.style == .plain })
        }
    }

    @Test func sixteenColoursUseOnlyThose() {
        let picture = image(40, 40) { x, y in RGB(UInt8(6 * x), UInt8(6 * y), UInt8(3 * (x + y) / 2)) }
        var frame = Frame(size: Size(columns: 20, rows: 10))
        Picture.draw(
            picture, into: &frame, box: frame.box, capabilities: Capabilities(colours: .ansi16, unicode: true))
        let used = Set(frame.cells.flatMap { [$0.style.foreground, $0.style.background] }.compactMap { $0 })
        #expect(used.isSubset(of: Set(ColourLadder.ansi)))
        #expect(used.count >= 6)
    }

    @Test func greyPartsStayGreyInSixteenColours() {
        let picture = image(40, 40) { x, _ in RGB(UInt8(6 * x), UInt8(6 * x), UInt8(6 * x)) }
        var frame = Frame(size: Size(columns: 20, rows: 10))
        Picture.draw(
            picture, into: &frame, box: frame.box, capabilities: Capabilities(colours: .ansi16, unicode: true))
        let used = Set(frame.cells.flatMap { [$0.style.foreground, $0.style.background] }.compactMap { $0 })
        #expect(used.allSatisfy { $0.red == $0.green && $0.green == $0.blue })
    }

    @Test func asciiWithColoursPaintsBackgrounds() {
        var frame = Frame(size: Size(columns: 2, rows: 1))
        Picture.draw(
            image(2, 2) { _, y in y == 0 ? RGB(255, 255, 255) : RGB(0, 0, 0) }, into: &frame, box: frame.box,
            capabilities: Capabilities(colours: .truecolor, unicode: false))
        #expect(frame[0, 0] == Cell(" ", Style(background: RGB(188, 188, 188))))
    }

    @Test func photographsNeedFewColoursAndStayTrue() {
        let picture = image(60, 60) { x, y in RGB(UInt8(4 * x), UInt8(4 * y), UInt8(2 * (x + y))) }
        for glyphs in [GlyphMode.half, .quadrant] {
            var frame = Frame(size: Size(columns: 60, rows: 30))
            let fit = Fit(width: 60, height: 60, in: frame.box, glyphs: glyphs)
            let mosaic = Mosaic(picture, fit: fit)
            let capabilities = Capabilities(colours: .truecolor, unicode: true, glyphs: glyphs)
            Picture.draw(mosaic, into: &frame, capabilities: capabilities)
            var styles: Set<Style> = []
            for row in 0..<30 {
                for column in 0..<60 {
                    let cell = frame[column, row]
                    styles.insert(cell.style)
                    // What is shown on the cell's upper left, against the part.
                    let isLit = cell.glyph != " " && !["▄", "▗", "▐", "▝", "▟"].contains(cell.glyph)
                        && !["▖", "▞"].contains(cell.glyph)
                    guard let shown = isLit ? cell.style.foreground : cell.style.background else { continue }
                    let width = fit.width / 60
                    let wanted = LinearLight.encode(mosaic.light[2 * row * fit.width + column * width])
                    #expect(abs(Int(shown.red) - Int(wanted.red)) <= 12)
                    #expect(abs(Int(shown.green) - Int(wanted.green)) <= 12)
                    #expect(abs(Int(shown.blue) - Int(wanted.blue)) <= 12)
                }
            }
            #expect(styles.count < 1000, "of 1800 cells")
        }
    }

    @Test func greysBlackAndWhiteStayWhatTheyAre() {
        for level in 0...255 {
            let grey = image(1, 1) { _, _ in RGB(UInt8(level), UInt8(level), UInt8(level)) }
            var frame = Frame(size: Size(columns: 1, rows: 1))
            Picture.draw(grey, into: &frame, box: frame.box, capabilities: .full)
            let shown = frame[0, 0].style.foreground ?? frame[0, 0].style.background ?? RGB(1, 2, 3)
            #expect(shown.red == shown.green && shown.green == shown.blue)
            #expect(abs(Int(shown.red) - level) <= 4 && (level % 255 != 0 || Int(shown.red) == level))
        }
    }
}
