/// From the pixels of a fit to those of a coarser glyph mode, cell by cell: what was reduced for one terminal can be
/// drawn on any.
struct CellReduction {
    let fit: Fit
    let width: Int
    let height: Int
    private let isSame: Bool
    /// For each column and each row of a cell of the coarser grid the finer ones it covers, with their shares.
    private let columns: [[(index: Int, share: Float)]]
    private let rows: [[(index: Int, share: Float)]]
    private let target: GlyphMode

    /// - Parameter glyphs: nothing becomes finer: a finer mode than the fit's gives the fit's own pixels.
    init(fit: Fit, glyphs: GlyphMode) {
        let target = min(glyphs, fit.glyphs)
        self.fit = fit
        self.target = target
        isSame = target == fit.glyphs
        width = fit.box.columns * target.pixelColumns
        // Rows of which only a piece is used count as used.
        height = (fit.height * target.pixelRows + fit.glyphs.pixelRows - 1) / fit.glyphs.pixelRows
        columns = CellReduction.shares(fit.glyphs.pixelColumns, target.pixelColumns)
        rows = CellReduction.shares(fit.glyphs.pixelRows, target.pixelRows)
    }

    func means(_ light: [LinearLight.Value]) -> [LinearLight.Value] {
        guard !isSame else { return light }
        var result: [LinearLight.Value] = []
        result.reserveCapacity(width * height)
        forEach { sources in
            var sum = LinearLight.Value.zero
            var weight: Float = 0
            for (index, share) in sources {
                sum += light[index] * share
                weight += share
            }
            result.append(sum / weight)
        }
        return result
    }

    func peaks(_ values: [Float]) -> [Float] {
        guard !isSame else { return values }
        var result: [Float] = []
        result.reserveCapacity(width * height)
        forEach { sources in result.append(sources.reduce(-.infinity) { max($0, values[$1.index]) }) }
        return result
    }

    private func forEach(_ body: ([(index: Int, share: Float)]) -> Void) {
        var sources: [(index: Int, share: Float)] = []
        for y in 0..<height {
            let (row, inRow) = y.quotientAndRemainder(dividingBy: target.pixelRows)
            for x in 0..<width {
                let (column, inColumn) = x.quotientAndRemainder(dividingBy: target.pixelColumns)
                sources.removeAll(keepingCapacity: true)
                for down in rows[inRow] {
                    let sourceRow = row * fit.glyphs.pixelRows + down.index
                    guard sourceRow < fit.height else { continue }
                    for across in columns[inColumn] {
                        let sourceColumn = column * fit.glyphs.pixelColumns + across.index
                        sources.append((sourceRow * fit.width + sourceColumn, down.share * across.share))
                    }
                }
                body(sources)
            }
        }
    }

    private static func shares(_ source: Int, _ target: Int) -> [[(index: Int, share: Float)]] {
        (0..<target).map { place in
            var covered: [(index: Int, share: Float)] = []
            for index in 0..<source {
                // Both in units of 1 / (source · target) of a cell.
                let overlap = min((place + 1) * source, (index + 1) * target) - max(place * source, index * target)
                if overlap > 0 { covered.append((index, Float(overlap) / Float(source))) }
            }
            return covered
        }
    }
}
