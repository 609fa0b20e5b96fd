import Canvas

/// Where things stand in Stream: the part and its figures side by side, the strip and the chart below them.
struct StreamLayout: Equatable {
    let state: Box
    /// Empty where there is no room for a picture.
    let picture: Box
    let figures: Box
    let strip: Box
    /// The row over the chart.
    let heading: Box
    let chart: Box

    static let panelColumns = 42
    static let panelRows = 9

    init(body: Box, isCompact: Bool) {
        let body = body.inset(1, 0)
        let (state, rest) = body.splitTop(1)
        self.state = state
        guard !isCompact else {
            let (facts, below) = rest.splitTop(min(4, max(1, rest.rows - 4)))
            picture = Box(column: rest.column, row: rest.row, columns: 0, rows: 0)
            figures = facts
            (heading, chart) = below.splitTop(1)
            strip = Box(column: rest.column, row: rest.row, columns: 0, rows: 0)
            return
        }
        // The part is what people look at; the chart needs height to tell a drift from a ripple.
        let (top, bottom) = rest.splitTop(max(Self.panelRows + 1, (rest.rows - 2) * 11 / 20))
        let upper = top.splitBottom(top.rows > Self.panelRows + 2 ? 1 : 0).rest
        let widest = max(0, upper.columns - Self.panelColumns - 2)
        let (left, beside) = upper.splitLeft(min(widest, 2 * upper.rows * 3 / 2))
        picture = left
        figures = beside.splitLeft(2).rest
        let (strip, below) = bottom.splitTop(1)
        self.strip = strip
        (heading, chart) = below.splitTop(1)
    }
}
