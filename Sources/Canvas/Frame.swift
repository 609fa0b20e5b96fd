/// Columns and rows of a screen.
public struct Size: Hashable, Sendable {
    public var columns: Int
    public var rows: Int
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A rectangle of cells; the origin is the top left.
public struct Box: Hashable, Sendable {
    public var column: Int
    public var row: Int
    public var columns: Int
    public var rows: Int
    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = columns
        self.rows = rows
    }
}

/// A colour as screens ask for it; the terminal's sink brings it down to what the terminal can show.
public struct RGB: Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8
    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

/// How a cell looks. `nil` colours are the terminal's own.
public struct Style: Hashable, Sendable {
    public var foreground: RGB?
    public var background: RGB?
    public var bold = false
    public var dim = false
    public var reverse = false
    public var underline = false

    public init(
        foreground: RGB? = nil, background: RGB? = nil, bold: Bool = false, dim: Bool = false, reverse: Bool = false,
        underline: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
        self.dim = dim
        self.reverse = reverse
        self.underline = underline
    }
    public static let plain = Style()
}

/// One character cell. Only scalars that take exactly one column may stand here.
public struct Cell: Hashable, Sendable {
    public var glyph: Unicode.Scalar
    public var style: Style
    public init(_ glyph: Unicode.Scalar, _ style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }
    public static let blank = Cell(" ")
}

/// A screenful of cells: what a view returns and a sink paints.
public struct Frame: Hashable, Sendable {
    public let size: Size
    /// `columns · rows` cells, row-major.
    public private(set) var cells: [Cell]

    public init(size: Size, fill: Cell = .blank) {
        self.size = size
        cells = Array(repeating: fill, count: size.columns * size.rows)
    }

    /// Reading outside gives a blank and writing outside does nothing, so a view never has to guard an edge.
    public subscript(column: Int, row: Int) -> Cell {
        get { contains(column, row) ? cells[row * size.columns + column] : .blank }
        set { if contains(column, row) { cells[row * size.columns + column] = newValue } }
    }

    private func contains(_ column: Int, _ row: Int) -> Bool {
        column >= 0 && row >= 0 && column < size.columns && row < size.rows
    }
}
