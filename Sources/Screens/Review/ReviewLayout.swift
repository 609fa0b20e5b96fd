import Canvas

/// Where the pictures and the facts of a part stand in the review.
struct ReviewLayout: Equatable {
    /// One box, or two of the same size side by side.
    let pictures: [Box]
    /// What each picture shows, one row below each; empty where that is plain.
    let captions: [Box]
    let facts: Box
    /// The facts stand in a strip under the pictures instead of a panel beside them.
    let isStrip: Bool
    /// Where the reasons for a verdict are offered: always kept free, so that nothing moves when they come.
    let reasons: Box

    static let panelColumns = 38
    static let stripRows = 5
    static let tallStripRows = 10
    static let compactStripRows = 4

    /// Whatever leaves the larger picture, taking parts for square: the panel beside it or the strip under it.
    init(body: Box, pictures count: Int, reasonRows: Int = 0, captioned: Bool = false, isCompact: Bool) {
        let (rest, reasons) = body.inset(1, 0).splitBottom(reasonRows)
        self.reasons = reasons
        let panel = rest.splitRight(min(Self.panelColumns, rest.columns / 2))
        let beside = Self.share(panel.rest, among: count)
        let low = isCompact ? Self.compactStripRows : Self.stripRows
        func below(_ rows: Int) -> [Box] { Self.share(rest.splitBottom(rows).rest, among: count) }
        func side(_ boxes: [Box]) -> Int { min(boxes[0].columns, 2 * boxes[0].rows) }
        isStrip = isCompact || side(below(low)) > side(beside)
        // A strip takes what the pictures leave it anyway, for the table of regions.
        let free = rest.rows - (below(low)[0].columns + 1) / 2 - (captioned ? 1 : 0)
        let rows = isCompact ? low : min(max(low, free), Self.tallStripRows)
        let boxes = isStrip ? below(rows) : beside
        facts = isStrip ? rest.splitBottom(rows).bottom : panel.right.splitLeft(2).rest
        pictures = captioned ? boxes.map { $0.splitBottom(1).rest } : boxes
        captions = captioned ? boxes.map { $0.splitBottom(1).bottom } : []
    }

    /// The layout on a screen of that size.
    init(size: Size, state: State) {
        let isCompact = size.columns < Painter.full.columns || size.rows < Painter.full.rows
        let body = Box(column: 0, row: 1, columns: size.columns, rows: max(0, size.rows - 3))
        self.init(
            body: body, pictures: state.panes(columns: size.columns).count,
            reasonRows: isCompact ? 0 : state.reasonRows(columns: size.columns), captioned: state.review.compares,
            isCompact: isCompact)
    }

    private static func share(_ box: Box, among count: Int) -> [Box] {
        guard count > 1 else { return [box] }
        let half = (box.columns - 2) / 2
        return [box.splitLeft(half).left, box.splitRight(half).right]
    }
}

/// One picture on the screen.
enum Pane: Equatable {
    /// The part under review.
    case part(Layer)
    /// The good part that looks most like it.
    case good
}

extension State {
    /// What stands side by side. On a narrow screen the good part takes the part's place: `c` flicks between the two.
    func panes(columns: Int) -> [Pane] {
        let layer = layer.shown(columns: columns)
        let isWide = columns >= Layer.columnsForBoth
        switch (layer, review.compares) {
        case (.both, true): return [.part(.overlay), .good]
        case (.both, false): return [.part(.part), .part(.map)]
        case (_, true): return isWide ? [.part(layer), .good] : [.good]
        case (_, false): return [.part(layer)]
        }
    }
}
