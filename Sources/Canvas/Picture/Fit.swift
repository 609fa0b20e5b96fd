/// Where a picture stands in a box: scaled as large as fits with its sides in proportion, centred, the rest left
/// alone; or enlarged by a viewport, and then only the part of it that is in view. A cell is taken to be twice as high
/// as wide.
public struct Fit: Hashable, Sendable {
    /// The cells the picture touches.
    public let box: Box
    /// Pixels of the grid: `glyphs.pixelColumns` for each column and `glyphs.pixelRows` for each row of the box. The
    /// last row may be used in part.
    public let width: Int
    public let height: Int
    public let glyphs: GlyphMode
    /// What of the part is in view.
    public let crop: Shares
    /// The viewport with its middle where it really is: what to zoom and pan from.
    public let viewport: Viewport

    /// - Parameters: width and height of the part in its own pixels, both positive; only their ratio matters.
    public init(
        width sourceWidth: Int, height sourceHeight: Int, in room: Box, glyphs: GlyphMode = .half,
        viewport: Viewport = .whole
    ) {
        self.glyphs = glyphs
        guard !room.isEmpty, sourceWidth > 0, sourceHeight > 0 else {
            box = Box(column: room.column, row: room.row, columns: 0, rows: 0)
            (width, height) = (0, 0)
            crop = .whole
            self.viewport = viewport
            return
        }
        let scale = viewport.zoom * Fit.scale(width: sourceWidth, height: sourceHeight, in: room)
        let across = Fit.extent(Double(sourceWidth) * scale, limit: room.columns, middle: viewport.x)
        let pixels = Double(sourceHeight) * scale / 2 * Double(glyphs.pixelRows)
        let down = Fit.extent(pixels, limit: room.rows * glyphs.pixelRows, middle: viewport.y)
        // Whole columns: a half-used last one would have no second colour to show.
        width = across.count * glyphs.pixelColumns
        height = down.count
        let rows = (height + glyphs.pixelRows - 1) / glyphs.pixelRows
        box = Box(
            column: room.column + (room.columns - across.count) / 2, row: room.row + (room.rows - rows) / 2,
            columns: across.count, rows: rows)
        crop = Shares(left: across.start, top: down.start, right: across.end, bottom: down.end)
        self.viewport = Viewport(
            zoom: viewport.zoom, x: (across.start + across.end) / 2, y: (down.start + down.end) / 2)
    }

    /// Columns for each pixel of the part when all of it is shown.
    static func scale(width: Int, height: Int, in room: Box) -> Double {
        min(Double(room.columns) / Double(width), Double(2 * room.rows) / Double(height))
    }

    /// How many of `limit` places a side of that length takes, and the shares of it that are in view.
    private static func extent(
        _ length: Double, limit: Int, middle: Double
    ) -> (count: Int, start: Double, end: Double) {
        let whole = length.rounded()
        guard whole > Double(limit) else { return (max(1, Int(whole)), 0, 1) }
        let share = Double(limit) / length
        let start = min(max(middle - share / 2, 0), 1 - share)
        return (limit, start, start + share)
    }

    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The cells that a rectangle of the part touches, given in shares (0 … 1) of its width and height: to frame
    /// a region on the picture. What lies outside the view is drawn in to its edge.
    public func cells(left: Double, top: Double, right: Double, bottom: Double) -> Box {
        func column(_ share: Double) -> Int {
            let inside = (share - crop.left) / crop.width * Double(box.columns)
            return Int(min(max(inside, 0), Double(max(0, box.columns - 1))))
        }
        func row(_ share: Double) -> Int {
            let inside = (share - crop.top) / crop.height * Double(height) / Double(glyphs.pixelRows)
            return Int(min(max(inside, 0), Double(max(0, box.rows - 1))))
        }
        let (first, last) = (column(left), column(right.nextDown))
        let (upper, lower) = (row(top), row(bottom.nextDown))
        return Box(
            column: box.column + first, row: box.row + upper, columns: max(1, last - first + 1),
            rows: max(1, lower - upper + 1))
    }

    /// The cells that the visible part of a rectangle touches; nil when none of it is in view.
    public func cells(_ place: Shares) -> Box? {
        guard !isEmpty, crop.meets(place) else { return nil }
        return cells(left: place.left, top: place.top, right: place.right, bottom: place.bottom)
    }
}
