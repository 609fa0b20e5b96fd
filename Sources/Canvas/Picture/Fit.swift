/// Where a picture stands in a box: scaled as large as fits with its sides in proportion, centred, the rest left
/// alone. A cell is taken to be twice as high as wide, so half a cell is a square and serves as one pixel.
public struct Fit: Hashable, Sendable {
    /// The cells the picture touches.
    public let box: Box
    /// Pixels of the grid: one column wide, half a row high. `height` is odd where the last row is only half used.
    public let width: Int
    public let height: Int

    /// - Parameters: width and height of the picture in its own pixels, both positive; only their ratio matters.
    public init(width sourceWidth: Int, height sourceHeight: Int, in room: Box) {
        guard !room.isEmpty, sourceWidth > 0, sourceHeight > 0 else {
            box = Box(column: room.column, row: room.row, columns: 0, rows: 0)
            (width, height) = (0, 0)
            return
        }
        let scale = min(Double(room.columns) / Double(sourceWidth), Double(2 * room.rows) / Double(sourceHeight))
        width = min(max(1, Int((Double(sourceWidth) * scale).rounded())), room.columns)
        height = min(max(1, Int((Double(sourceHeight) * scale).rounded())), 2 * room.rows)
        let rows = (height + 1) / 2
        box = Box(
            column: room.column + (room.columns - width) / 2, row: room.row + (room.rows - rows) / 2, columns: width,
            rows: rows)
    }

    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The cells that a rectangle of the source touches, given in shares (0 … 1) of its width and height: to frame
    /// a region on the picture.
    public func cells(left: Double, top: Double, right: Double, bottom: Double) -> Box {
        func column(_ share: Double) -> Int { min(max(Int(share * Double(width)), 0), max(0, width - 1)) }
        func row(_ share: Double) -> Int { min(max(Int(share * Double(height) / 2), 0), max(0, box.rows - 1)) }
        let (first, last) = (column(left), column(right.nextDown))
        let (upper, lower) = (row(top), row(bottom.nextDown))
        return Box(
            column: box.column + first, row: box.row + upper, columns: max(1, last - first + 1),
            rows: max(1, lower - upper + 1))
    }
}
