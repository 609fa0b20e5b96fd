import Canvas
import Raster
import Testing

@Suite struct ViewportTests {
    private func image(_ width: Int, _ height: Int, _ level: (Int, Int) -> UInt8) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { pixels += [UInt8](repeating: level(x, y), count: 3) }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    @Test func nothingBeyondTheEdgeComesIntoView() {
        var random = SplitMix(seed: 5)
        for _ in 0..<3000 {
            var viewport = Viewport(
                zoom: Double.random(in: 0.1...400, using: &random), x: Double.random(in: -1...2, using: &random),
                y: Double.random(in: -1...2, using: &random))
            for _ in 0..<3 {
                viewport = viewport.zoomed(by: Double.random(in: 0.2...5, using: &random))
                    .panned(dx: Double.random(in: -2...2, using: &random), dy: 0.3)
            }
            #expect((1...Viewport.largestZoom).contains(viewport.zoom))
            #expect(viewport.x * viewport.zoom >= 0.5 - 1e-9 && (1 - viewport.y) * viewport.zoom >= 0.5 - 1e-9)
            let room = Box(
                column: 3, row: 2, columns: Int.random(in: 0...200, using: &random),
                rows: Int.random(in: 0...60, using: &random))
            let mode = GlyphMode.allCases.randomElement(using: &random) ?? .half
            let fit = Fit(
                width: Int.random(in: 1...5000, using: &random), height: Int.random(in: 1...5000, using: &random),
                in: room, glyphs: mode, viewport: viewport)
            #expect(fit.crop.left >= 0 && fit.crop.right <= 1 + 1e-12)
            #expect(fit.crop.top >= 0 && fit.crop.bottom <= 1 + 1e-12)
            #expect(fit.isEmpty || fit.box.intersection(room) == fit.box)
            // An edge of the room stays empty only where the part has nothing more to show.
            if !fit.isEmpty {
                if fit.box.columns < room.columns { #expect(fit.crop.width == 1) }
                if fit.box.rows < room.rows { #expect(fit.crop.height == 1) }
            }
            let again = Fit(width: 400, height: 300, in: room, glyphs: mode, viewport: fit.viewport)
            #expect(again.viewport.zoom == viewport.zoom)
        }
    }

    @Test func oddNumbersAreTheWhole() {
        #expect(Viewport(zoom: .nan, x: .nan, y: .infinity).zoom == 1)
        #expect(Viewport(zoom: .infinity, x: 0.2, y: 0.2).zoom == Viewport.largestZoom)
        #expect(Viewport.whole.panned(dx: .nan, dy: .infinity) == .whole)
        #expect(Viewport.onto(Shares(left: .nan, top: 2, right: 0.5, bottom: -.infinity)).zoom >= 1)
        let room = Box(column: 0, row: 0, columns: 9, rows: 9)
        #expect(Viewport.oneToOne(partWidth: 0, partHeight: 5, room: room, glyphs: .half) == .whole)
    }

    @Test func zoomKeepsProportionsAndFillsTheRoom() {
        let room = Box(column: 0, row: 0, columns: 60, rows: 10)
        let whole = Fit(width: 100, height: 100, in: room)
        #expect(whole.box.columns == 20 && whole.crop == .whole)
        let nearer = Fit(width: 100, height: 100, in: room, viewport: Viewport(zoom: 2, x: 0, y: 0))
        #expect(nearer.box == Box(column: 10, row: 0, columns: 40, rows: 10))
        #expect(nearer.crop == Shares(left: 0, top: 0, right: 1, bottom: 0.5))
        let near = Fit(width: 100, height: 100, in: room, viewport: Viewport(zoom: 6, x: 0.9, y: 0.5))
        #expect(near.box == room && abs(near.crop.width - 0.5) < 1e-12 && near.crop.right == 1)
        #expect(near.viewport.x == 0.75, "what is really in the middle")
    }

    @Test func oneToOneGivesEveryPixelAPlace() {
        let room = Box(column: 0, row: 0, columns: 30, rows: 10)
        let checks = image(200, 160) { x, y in (x + y) % 2 == 0 ? 255 : 0 }
        for mode in [GlyphMode.half, .ascii] {
            let view = Viewport.oneToOne(partWidth: 200, partHeight: 160, room: room, glyphs: mode)
            let fit = Fit(width: 200, height: 160, in: room, glyphs: mode, viewport: view)
            #expect(abs(fit.crop.height * 160 - Double(fit.height)) < 1e-6)
        }
        let view = Viewport.oneToOne(partWidth: 200, partHeight: 160, room: room, glyphs: .half)
        let mosaic = Mosaic(checks, in: room, viewport: view)
        #expect(mosaic.light.allSatisfy { $0.x < 1e-4 || $0.x > 0.9999 })
        let fine = Viewport.oneToOne(partWidth: 200, partHeight: 160, room: room, glyphs: .sextant)
        #expect(abs(fine.zoom / view.zoom - 2.0 / 3) < 1e-9)
        #expect(Viewport.oneToOne(partWidth: 8, partHeight: 8, room: room, glyphs: .half).zoom == 1)
    }

    @Test func ontoAPlaceShowsAllOfIt() {
        var random = SplitMix(seed: 9)
        for _ in 0..<500 {
            let (x, y) = (Double.random(in: 0...0.9, using: &random), Double.random(in: 0...0.9, using: &random))
            let place = Shares(
                left: x, top: y, right: min(1, x + Double.random(in: 0.005...0.5, using: &random)),
                bottom: min(1, y + Double.random(in: 0.005...0.5, using: &random)))
            let fit = Fit(
                width: 640, height: 480, in: Box(column: 0, row: 0, columns: 70, rows: 30),
                viewport: .onto(place))
            #expect(fit.crop.contains(place))
        }
    }

    @Test func panningMovesByShareOfTheView() {
        let viewport = Viewport(zoom: 4, x: 0.5, y: 0.5).panned(dx: 0.5, dy: -0.25)
        #expect(viewport == Viewport(zoom: 4, x: 0.625, y: 0.4375))
        #expect(viewport.panned(dx: -0.5, dy: 0.25) == Viewport(zoom: 4, x: 0.5, y: 0.5))
    }

    @Test func imageMapAndMaskShowTheSamePlace() throws {
        // Each at its own size, all with a mark in the same place.
        let photograph = image(400, 300) { x, y in x / 20 == 13 && y / 20 == 4 ? 255 : 0 }
        let map = Plane(
            width: 40, height: 30, values: (0..<1200).map { $0 % 40 / 2 == 13 && $0 / 40 / 2 == 4 ? 9 : 0 })
        let mask = Mask(
            width: 200, height: 150, values: (0..<30_000).map { $0 % 200 / 10 == 13 && $0 / 200 / 10 == 4 ? 1 : 0 })
        let viewport = Viewport(zoom: 5, x: 0.68, y: 0.3)
        let fit = Fit(
            width: 400, height: 300, in: Box(column: 0, row: 0, columns: 40, rows: 15), glyphs: .quadrant,
            viewport: viewport)
        let lit = Mosaic(photograph, fit: fit).light.map { $0.x > 0.5 }
        let hot = PeakMosaic(map, fit: fit).values.map { $0 > 5 }
        let marked = PeakMosaic(mask, fit: fit).values.map { $0 > 0.5 }
        #expect(lit.contains(true) && lit.contains(false))
        // Peaks take every pixel they touch, light the greater part.
        for (light, heat) in zip(lit, hot) where light { #expect(heat) }
        #expect(hot == marked)
        let place = Shares(left: 0.65, top: 80.0 / 300, right: 0.7, bottom: 100.0 / 300)
        let cells = try #require(fit.cells(place))
        #expect(cells.columns >= 9 && cells.columns <= 11)
        #expect(fit.cells(Shares(left: 0, top: 0.9, right: 0.1, bottom: 1)) == nil)
    }

    @Test func aDetailIsSeenWhereItReaches() {
        let whole = image(100, 100) { _, _ in 10 }
        let detail = image(500, 500) { x, _ in x % 2 == 0 ? 200 : 200 }
        let place = Shares(left: 0.25, top: 0.25, right: 0.75, bottom: 0.75)
        let room = Box(column: 0, row: 0, columns: 40, rows: 20)
        let fit = Fit(width: 100, height: 100, in: room)
        let mosaic = Mosaic(whole, detail: detail, covering: place, fit: fit)
        #expect(mosaic.light.filter { $0.x > 0.3 }.count == 400)
        #expect(mosaic.light[15 * 40 + 15].x > 0.3 && mosaic.light[0].x < 0.3)
        // Looking inside it needs nothing else.
        let inside = Fit(width: 100, height: 100, in: room, viewport: Viewport(zoom: 4, x: 0.5, y: 0.5))
        #expect(place.contains(inside.crop))
        #expect(Mosaic(detail, covering: place, fit: inside).light.allSatisfy { $0.x > 0.3 })
    }

    @Test func aCropReducesAsTheCroppedImageWould() {
        let picture = image(64, 48) { x, y in UInt8((x * 37 + y * 91) % 256) }
        let part = picture.cropped(x: 16, y: 12, width: 32, height: 24)
        let room = Box(column: 0, row: 0, columns: 20, rows: 6)
        let fit = Fit(width: 64, height: 48, in: room, viewport: Viewport(zoom: 4, x: 0.45, y: 0.5))
        let place = Shares(left: 0.25, top: 0.25, right: 0.75, bottom: 0.75)
        #expect(place.contains(fit.crop))
        let alone = Mosaic(part, covering: place, fit: fit)
        for (one, other) in zip(Mosaic(picture, fit: fit).light, alone.light) {
            #expect(abs(one.x - other.x) < 1e-5)
        }
    }
}
