import CGivingWay

/// The pixels that the glyphs of a box can show, and how they become cells.
struct PixelGrid {
    let fit: Fit
    /// What is drawn, which may be coarser than what was reduced.
    let glyphs: GlyphMode
    let width: Int
    let height: Int
    let pixels: [LinearLight.Value]

    /// - Parameter light: the pixels of `fit`; those of a coarser mode are means of them.
    init(_ light: [LinearLight.Value], fit: Fit, glyphs: GlyphMode) {
        let pixels = CellReduction(fit: fit, glyphs: glyphs).means(light)
        self.init(fit: fit, glyphs: glyphs, pixels: pixels)
    }

    /// The same places without any light in them, for colours that come from elsewhere.
    init(fit: Fit, glyphs: GlyphMode) { self.init(fit: fit, glyphs: glyphs, pixels: []) }

    private init(fit: Fit, glyphs: GlyphMode, pixels: [LinearLight.Value]) {
        let reduction = CellReduction(fit: fit, glyphs: glyphs)
        self.fit = fit
        self.glyphs = glyphs
        self.pixels = pixels
        width = reduction.width
        height = reduction.height
    }

    /// Puts the light of a photograph, one value for each pixel of the grid, into the frame as cells.
    func draw(_ light: [LinearLight.Value], into frame: inout Frame) {
        switch glyphs {
        case .ascii, .half: drawHalves(light.map { LinearLight.encode($0).coarsened }, into: &frame)
        case .quadrant, .sextant: drawFitted(light, isCoarse: true, into: &frame)
        }
    }

    /// Puts colours, one for each pixel of the grid, into the frame as cells.
    func draw(_ colours: [RGB], into frame: inout Frame) {
        switch glyphs {
        case .ascii, .half: drawHalves(colours, into: &frame)
        case .quadrant, .sextant: drawFitted(colours.map(LinearLight.decode), isCoarse: false, into: &frame)
        }
    }

    private func drawHalves(_ colours: [RGB], into frame: inout Frame) {
        for row in 0..<fit.box.rows {
            var run = RowColours()
            for column in 0..<width {
                let (x, y) = (fit.box.column + column, fit.box.row + row)
                guard glyphs == .half else {
                    frame[x, y] = run.cell(colours[row * width + column])
                    continue
                }
                let upper = colours[2 * row * width + column]
                guard 2 * row + 1 < height else {
                    frame.put("▀", column: x, row: y, style: Style(foreground: upper))
                    continue
                }
                let lower = colours[(2 * row + 1) * width + column]
                frame[x, y] = run.cell("▀", opposite: "▄", upper, lower)
            }
        }
    }

    private func drawFitted(_ light: [LinearLight.Value], isCoarse: Bool, into frame: inout Frame) {
        func colour(_ light: LinearLight.Value) -> RGB {
            isCoarse ? LinearLight.encode(light).coarsened : LinearLight.encode(light)
        }
        let rows = glyphs.pixelRows
        let table = glyphs == .quadrant ? BlockGlyphs.quadrants : BlockGlyphs.sextants
        typealias Value = LinearLight.Value
        withUnsafeTemporaryAllocation(of: Value.self, capacity: 32) { sums in
            withUnsafeTemporaryAllocation(of: Value.self, capacity: 6) { room in
                for row in 0..<fit.box.rows {
                    give_way()
                    let used = min(rows, height - row * rows)
                    let cell = UnsafeMutableBufferPointer(rebasing: room[..<(2 * used)])
                    var run = RowColours()
                    for column in 0..<fit.box.columns {
                        for index in 0..<2 * used {
                            cell[index] = light[(row * rows + index / 2) * width + 2 * column + index % 2]
                        }
                        let (x, y) = (fit.box.column + column, fit.box.row + row)
                        guard used == rows else {
                            // The ground is the second colour where the picture ends inside a cell.
                            let mean = colour(cell.reduce(.zero, +) / Float(2 * used))
                            frame.put(table[1 << (2 * used) - 1], column: x, row: y, style: Style(foreground: mean))
                            continue
                        }
                        let found = TwoColourFit.fit(UnsafeBufferPointer(cell), sums)
                        frame[x, y] = run.cell(
                            table[found.pattern], opposite: table[table.count - 1 - found.pattern],
                            colour(found.foreground), colour(found.background))
                    }
                }
            }
        }
    }
}
