/// A box of cells with 2×4 dots each, as braille, for lines finer than a cell. A cell has one style: that of the last
/// dot set in it. Where braille may not be used a cell is one mark.
struct DotGrid {
    let box: Box
    private var dots: [UInt8]
    private var styles: [Style]
    private var lines: [ChartLine]

    var width: Int { 2 * box.columns }
    var height: Int { 4 * box.rows }

    init(_ box: Box) {
        self.box = Box(
            column: box.column, row: box.row, columns: max(0, box.columns), rows: max(0, box.rows))
        let cells = self.box.columns * self.box.rows
        dots = Array(repeating: 0, count: cells)
        styles = Array(repeating: .plain, count: cells)
        lines = Array(repeating: .dotted, count: cells)
    }

    /// x from the left, y from the top; outside nothing happens.
    mutating func set(_ x: Int, _ y: Int, style: Style, line: ChartLine = .solid) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let cell = y / 4 * box.columns + x / 2
        // Unicode numbers the dots 1 2 3 7 down the left column and 4 5 6 8 down the right one.
        let bits: [UInt8] = [1, 2, 4, 64, 8, 16, 32, 128]
        dots[cell] |= bits[x % 2 * 4 + y % 4]
        styles[cell] = style
        lines[cell] = line
    }

    /// A line between two dots, both of them inside.
    /// - Parameter travelled: dots drawn before along the same curve, for its dashes; grows by what is drawn.
    mutating func line(
        _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), style: Style, line: ChartLine, travelled: inout Int
    ) {
        let (across, down) = (to.x - from.x, to.y - from.y)
        let steps = max(abs(across), abs(down))
        guard steps <= 4 * (width + height) else { return }
        for step in 0...steps {
            let share = steps == 0 ? 0 : Double(step) / Double(steps)
            let x = from.x + Int((Double(across) * share).rounded())
            let y = from.y + Int((Double(down) * share).rounded())
            if line.isDrawn(travelled) { set(x, y, style: style, line: line) }
            // The end is the beginning of the next piece.
            if step < steps { travelled += 1 }
        }
    }

    /// Puts the cells that have dots; others are left alone.
    /// - Parameter mark: what an ASCII cell with dots is; nil takes one by the kind of line.
    func draw(into frame: inout Frame, unicode: Bool, mark: Unicode.Scalar? = nil) {
        for (index, pattern) in dots.enumerated() where pattern != 0 {
            let (row, column) = index.quotientAndRemainder(dividingBy: box.columns)
            frame.put(
                unicode ? Unicode.Scalar(0x2800 + UInt32(pattern)) ?? "·" : mark ?? DotGrid.mark(lines[index]),
                column: box.column + column, row: box.row + row, style: styles[index])
        }
    }

    private static func mark(_ line: ChartLine) -> Unicode.Scalar {
        switch line {
        case .solid: "*"
        case .dashed: "o"
        case .dotted: "."
        }
    }
}
