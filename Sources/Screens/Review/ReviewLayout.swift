import Canvas

/// Where the pictures and the facts of a part stand in the review.
struct ReviewLayout: Equatable {
    /// One box, or two of the same size side by side.
    let pictures: [Box]
    let facts: Box
    /// The facts stand in a strip under the pictures instead of a panel beside them.
    let isStrip: Bool

    static let panelColumns = 38
    static let stripRows = 5
    static let compactStripRows = 4

    /// Whatever leaves the larger picture, taking parts for square: the panel beside it or the strip under it.
    init(body: Box, pictures count: Int, isCompact: Bool) {
        let body = body.inset(1, 0)
        let strip = body.splitBottom(isCompact ? Self.compactStripRows : Self.stripRows)
        let panel = body.splitRight(min(Self.panelColumns, body.columns / 2))
        let below = Self.share(strip.rest, among: count)
        let beside = Self.share(panel.rest, among: count)
        func side(_ boxes: [Box]) -> Int { min(boxes[0].columns, 2 * boxes[0].rows) }
        isStrip = isCompact || side(below) > side(beside)
        pictures = isStrip ? below : beside
        facts = isStrip ? strip.bottom : panel.right.splitLeft(2).rest
    }

    private static func share(_ box: Box, among count: Int) -> [Box] {
        guard count > 1 else { return [box] }
        let half = (box.columns - 2) / 2
        return [box.splitLeft(half).left, box.splitRight(half).right]
    }
}
