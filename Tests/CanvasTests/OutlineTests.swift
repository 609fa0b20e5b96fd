import Canvas
import Raster
import Testing

@Suite struct OutlineTests {
    private let red = Style(foreground: RGB(255, 80, 60), bold: true)
    private let blue = Style(foreground: RGB(120, 180, 255))
    private let box = Box(column: 0, row: 0, columns: 32, rows: 12)

    private func grey(_ level: UInt8 = 60) -> Image {
        Image(width: 32, height: 24, pixels: [UInt8](repeating: level, count: 32 * 24 * 3))
    }

    /// Two things over 1: a wide one and a higher small one.
    private var map: Plane {
        var values = [Float](repeating: 0.1, count: 32 * 24)
        for y in 6..<10 { for x in 4..<14 { values[y * 32 + x] = 1.2 } }
        values[17 * 32 + 24] = 3
        return Plane(width: 32, height: 24, values: values)
    }

    private var truth: Mask {
        var values = [UInt8](repeating: 0, count: 32 * 24)
        for y in 4..<12 { for x in 5..<18 { values[y * 32 + x] = 1 } }
        return Mask(width: 32, height: 24, values: values)
    }

    private func drawn(_ capabilities: Capabilities, viewport: Viewport = .whole) -> Frame {
        var frame = Frame(size: Size(columns: 32, rows: 12))
        let fit = Fit(width: 32, height: 24, in: box, glyphs: capabilities.glyphs, viewport: viewport)
        Picture.draw(Mosaic(grey(), fit: fit), into: &frame, capabilities: capabilities)
        let outlines =
            RegionOutline.found(map.regions(from: 1), width: 32, height: 24, style: red)
            + RegionOutline.truth(truth, style: blue)
        RegionOutline.draw(outlines, on: fit, into: &frame, capabilities: capabilities)
        return frame
    }

    @Test func regionsComeInTheOrderOfTheirPeaks() {
        let regions = map.regions(from: 1)
        #expect(regions.map(\.peak) == [3, 1.2])
        #expect(regions.map(\.region.area) == [1, 40])
        #expect(regions[0].peakPixel == 17 * 32 + 24)
        #expect(abs(regions[1].sum - 48) < 1e-4)
        #expect(map.regions(from: Float(3).nextUp).isEmpty)
        #expect(map.regions(from: 3).count == 1, "the threshold itself is over it")
        let lost = Plane(width: 2, height: 1, values: [.nan, 0])
        #expect(lost.regions(from: 5).first?.peak == .infinity)
    }

    @Test func framesLeaveThePictureBehindThem() {
        let frame = drawn(.full)
        let corner = frame[3, 2]
        #expect(corner.glyph == "┌" && corner.style.background == RGB(60, 60, 60))
        #expect(frame[4, 2].glyph == "2" && frame[24, 7].glyph == "1")
        // What is framed can still be seen.
        #expect(frame[8, 3].glyph == "─" || frame[8, 4] == Cell(" ", Style(background: RGB(60, 60, 60))))
        let difference = FrameDump.difference(frame, from: "outlines")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func withoutColourFoundAndTrueStillDiffer() {
        let frame = drawn(.least)
        #expect(frame.cells.allSatisfy { $0.glyph.isASCII })
        let glyphs = Set(frame.cells.filter { $0.style.reverse }.map(\.glyph))
        #expect(glyphs.isSuperset(of: ["+", "-", "|", "=", ":", "1", "2"]))
        let difference = FrameDump.difference(frame, from: "outlines-ascii")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func aPlaceBeyondTheViewIsLeftOpen() {
        // Looking at the right part of the wide region: its left side is out of view.
        let frame = drawn(.full, viewport: Viewport(zoom: 3, x: 0.42, y: 0.33))
        let glyphs = frame.cells.map(\.glyph)
        #expect(glyphs.contains("┐") && glyphs.contains("┘"))
        #expect(!glyphs.contains("1"))
        let difference = FrameDump.difference(frame, from: "outlines-zoomed")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func aLineIsNeverLostOnItsOwnColour() throws {
        for level in [UInt8(0), 90, 255] {
            var frame = Frame(size: Size(columns: 32, rows: 12))
            let fit = Picture.draw(grey(level), into: &frame, box: box, capabilities: .full)
            let style = Style(foreground: RGB(level, level, level))
            let place = Shares(left: 0.3, top: 0.3, right: 0.6, bottom: 0.6)
            RegionOutline.draw([RegionOutline(place, style: style)], on: fit, into: &frame, capabilities: .full)
            let line = try #require(frame.cells.first { $0.glyph == "┌" })
            let (front, back) = (try #require(line.style.foreground), try #require(line.style.background))
            #expect(front.contrast(with: back) > 1.8)
        }
    }

    @Test func framesAndContoursStayOnThePicture() {
        var random = SplitMix(seed: 21)
        for _ in 0..<400 {
            func share() -> Double { Double.random(in: -0.5...1.5, using: &random) }
            let room = Box(
                column: 5, row: 5, columns: Int.random(in: 0...12, using: &random),
                rows: Int.random(in: 0...8, using: &random))
            let mode = GlyphMode.allCases.randomElement(using: &random) ?? .half
            let fit = Fit(
                width: Int.random(in: 1...40, using: &random), height: Int.random(in: 1...40, using: &random), in: room,
                glyphs: mode,
                viewport: Viewport(zoom: Double.random(in: 1...9, using: &random), x: share(), y: share()))
            var frame = Frame(size: Size(columns: 24, rows: 20), fill: Cell("~"))
            let outlines = (0..<3).map { rank in
                RegionOutline(
                    Shares(left: share(), top: share(), right: share(), bottom: share()), rank: rank * 5,
                    line: rank == 1 ? .dashed : .solid, style: red)
            }
            let capabilities = Capabilities(
                colours: Capabilities.Colours.allCases.randomElement(using: &random) ?? .truecolor,
                unicode: Bool.random(using: &random))
            RegionOutline.draw(outlines, on: fit, into: &frame, capabilities: capabilities)
            Contour.draw(
                PeakMosaic(map, fit: fit), from: 1, style: red, into: &frame, capabilities: capabilities)
            for row in 0..<20 {
                for column in 0..<24 where frame[column, row].glyph != "~" {
                    let cell = Box(column: column, row: row, columns: 1, rows: 1)
                    #expect(!fit.box.intersection(cell).isEmpty)
                }
            }
        }
    }

    @Test func aContourGoesAroundWhatIsFlagged() {
        var frame = Frame(size: Size(columns: 32, rows: 12))
        let fit = Fit(width: 32, height: 24, in: box)
        let peaks = PeakMosaic(map, fit: fit)
        Overlay.draw(Mosaic(grey(), fit: fit), peaks, threshold: 1, into: &frame, capabilities: .full)
        let before = frame
        Contour.draw(peaks, from: 1, style: red, into: &frame, capabilities: .full)
        for row in 3..<5 { for column in 4..<14 { #expect(frame[column, row] == before[column, row]) } }
        #expect(frame[24, 8] == before[24, 8] && frame[23, 7].glyph == "┌" && frame[25, 9].glyph == "┘")
        let difference = FrameDump.difference(frame, from: "contour")
        #expect(difference == nil, "\(difference ?? "")")
    }
}
