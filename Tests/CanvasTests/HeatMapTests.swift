import Canvas
import Raster
import Testing

@Suite struct HeatMapTests {
    private let size = Size(columns: 20, rows: 10)

    private func luminance(_ colour: RGB) -> Float { LinearLight.luminance(LinearLight.decode(colour)) }

    @Test func thresholdItselfIsFlaggedAndHot() {
        let scale = HeatScale(threshold: 3)
        #expect(scale.isFlagged(3) && !scale.isFlagged(Float(3).nextDown))
        #expect(scale.position(3) == 1 && scale.position(Float(3).nextDown) < 1)
        #expect(scale.position(-1) == 0 && scale.position(1e9) == HeatScale.end)
        #expect(scale.isFlagged(.nan) && scale.position(.nan) == HeatScale.end)
    }

    @Test(arguments: [Float(0), -2, .infinity]) func oddThresholdsStillOrderValues(threshold: Float) {
        let scale = HeatScale(threshold: threshold)
        for value in [Float(-5), 0, 1, .infinity] {
            #expect((scale.position(value) >= 1) == scale.isFlagged(value))
        }
    }

    @Test(arguments: Capabilities.Colours.allCases.filter { $0 != .monochrome }, HeatColours.allCases)
    func everythingUnderTheThresholdIsFainterThanAnythingOverIt(colours: Capabilities.Colours, heat: HeatColours) {
        func shown(_ position: Float) -> RGB {
            let colour = HeatScale.colour(at: position, colours: colours, heat: heat)
            return colours == .indexed240 ? ColourLadder.colour(ofIndex: ColourLadder.indexed240(colour)) : colour
        }
        let under = stride(from: Float(0), to: 1, by: 0.01).map(shown)
        let over = stride(from: Float(1), through: 2, by: 0.01).map(shown)
        let brightest = under.map(luminance).max() ?? 1
        let faintest = over.map(luminance).min() ?? 0
        #expect(faintest > 1.5 * brightest)
        #expect(brightest < 0.07, "calm")
        if heat == .ember {
            #expect(under.allSatisfy { $0.blue >= $0.red }, "cool")
            #expect(over.allSatisfy { $0.red > $0.blue || luminance($0) > 0.8 }, "hot")
        }
        // Above the threshold more is never darker, whatever the terminal makes of it.
        if colours == .truecolor {
            for (a, b) in zip(over, over.dropFirst()) { #expect(luminance(b) >= luminance(a)) }
        }
    }

    @Test func opacityGoesFromThePartToTheMap() {
        let grey = Image(width: 4, height: 4, pixels: [UInt8](repeating: 120, count: 48))
        let plane = Plane(width: 2, height: 2, values: [0, 1, 1, 8])
        func corner(_ opacity: Float, _ capabilities: Capabilities = .full) -> Cell {
            var frame = Frame(size: Size(columns: 4, rows: 2))
            Overlay.draw(
                grey, plane, threshold: 4, into: &frame, box: frame.box, capabilities: capabilities, opacity: opacity)
            return frame[3, 1]
        }
        #expect(corner(0).style.background == RGB(120, 120, 120))
        #expect(corner(.nan).style.background == RGB(120, 120, 120) && corner(9) == corner(1))
        let reds = [0, 0.25, 0.5, 0.75, 1].map { corner($0).style.background?.red ?? 0 }
        #expect(reds == reds.sorted() && Set(reds).count == 5)
        #expect(corner(0.3, .least).glyph == "X" && corner(0, .least).glyph != "X")
    }

    @Test(arguments: HeatColours.allCases) func theLegendHasTheColoursOfTheMap(heat: HeatColours) {
        var frame = Frame(size: Size(columns: 20, rows: 2))
        HeatMap.drawLegend(threshold: 1, into: &frame, box: frame.box, capabilities: .full, heat: heat)
        var map = Frame(size: Size(columns: 1, rows: 1))
        HeatMap.draw(
            Plane(width: 1, height: 1, values: [1]), threshold: 1, into: &map, box: map.box, capabilities: .full,
            heat: heat)
        #expect(frame[10, 0].style.background == (map[0, 0].style.background ?? map[0, 0].style.foreground))
        #expect(luminance(frame[9, 0].style.background ?? RGB(255, 255, 255)) < 0.07)
    }

    @Test func aThinDefectSurvivesShrinking() {
        var values = [Float](repeating: 0, count: 1000 * 1000)
        values[777 * 1000 + 123] = 9
        let plane = Plane(width: 1000, height: 1000, values: values)
        for capabilities in [Capabilities.full, .least] {
            var frame = Frame(size: size)
            let fit = HeatMap.draw(
                plane, threshold: 5, into: &frame, box: frame.box, capabilities: capabilities)
            let place = fit.cells(left: 0.123, top: 0.777, right: 0.124, bottom: 0.778)
            let calm = frame[fit.box.column, fit.box.row]
            #expect(frame[place.column, place.row] != calm)
            // A space may keep the foreground of the cell before it.
            func looks(_ cell: Cell, like other: Cell) -> Bool {
                cell.glyph == other.glyph && cell.style.background == other.style.background
            }
            #expect(frame.cells.filter { !looks($0, like: calm) && !looks($0, like: .blank) }.count == 1)
        }
    }

    @Test func theScaleDoesNotFollowThePart() {
        // A good part's own maximum must not look hot just because it is the maximum.
        let calm = Plane(width: 2, height: 2, values: [0.1, 0.2, 0.3, 0.9])
        var frame = Frame(size: size)
        HeatMap.draw(calm, threshold: 10, into: &frame, box: frame.box, capabilities: .full)
        for colour in frame.cells.compactMap({ $0.style.background }) { #expect(luminance(colour) < 0.05) }
    }

    @Test func overlayLeavesGoodPlacesAndCoversFlaggedOnes() {
        let grey = Image(width: 4, height: 4, pixels: [UInt8](repeating: 120, count: 48))
        let plane = Plane(width: 2, height: 2, values: [0, 1, 1, 8])
        var frame = Frame(size: Size(columns: 4, rows: 2))
        Overlay.draw(grey, plane, threshold: 4, into: &frame, box: frame.box, capabilities: .full)
        #expect(frame[0, 0].style.background == RGB(120, 120, 120))
        let flagged = frame[3, 1].style.background
        #expect(flagged.map { $0.red > 200 && $0.red > $0.blue } == true)

        var plain = Frame(size: Size(columns: 4, rows: 2))
        Overlay.draw(grey, plane, threshold: 4, into: &plain, box: plain.box, capabilities: .least)
        #expect(plain[3, 1] == Cell("X", Style(bold: true, reverse: true)))
        #expect(plain[0, 0].style == .plain && plain[0, 0].glyph != "X")
    }

    @Test func withoutColoursFlaggedIsHeavy() {
        for unicode in [true, false] {
            let under = stride(from: Float(0), to: 1, by: 0.05).map { HeatScale.mark(at: $0, unicode: unicode) }
            let over = stride(from: Float(1), through: 2, by: 0.05).map { HeatScale.mark(at: $0, unicode: unicode) }
            #expect(under.allSatisfy { $0.style == .plain } && over.allSatisfy { $0.style.bold })
            #expect(Set(under.map(\.glyph)).isDisjoint(with: Set(over.map(\.glyph))))
        }
    }

    @Test func theLegendMarksTheThreshold() {
        var frame = Frame(size: Size(columns: 20, rows: 2))
        HeatMap.drawLegend(threshold: 3.5, into: &frame, box: frame.box, capabilities: .full)
        #expect(frame.text.hasSuffix("\n0         ▲3.50≥7.00"))
        let colours = (0..<20).compactMap { frame[$0, 0].style.background }
        #expect(colours.count == 20)
        #expect(luminance(colours[9]) < 0.1 && luminance(colours[10]) > 0.1)
    }

    @Test func snapshotsShowGlyphsAndStyles() {
        var frame = Frame(size: Size(columns: 24, rows: 4))
        HeatMap.drawLegend(
            threshold: 2, into: &frame, box: frame.box, capabilities: .least, style: Style(dim: true))
        frame.write("REJECT", column: 2, row: 3, style: Style(bold: true, underline: true))
        let difference = FrameDump.difference(frame, from: "legend-monochrome")
        #expect(difference == nil, "\(difference ?? "")")
        frame.write("GOOD", column: 2, row: 3)
        #expect(FrameDump.difference(frame, from: "no-such-snapshot") != nil)
    }
}
