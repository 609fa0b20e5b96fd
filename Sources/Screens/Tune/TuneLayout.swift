import Canvas

/// Where things stand in Tune. What does not fit has an empty box.
struct TuneLayout: Equatable {
    let header: Box
    let strips: Box
    let table: Box
    let suggestions: Box
    let picture: Box
    /// One curve, or two side by side.
    let curves: [Box]
    let categories: Box

    static let categoryColumns = 32
    /// One row for each class of scores, and the axis.
    static let leastStrips = ScoreClass.allCases.count + 1

    /// The table wants 80 columns; where at least 36 are left, a picture stands beside it.
    private static func sideColumns(of columns: Int) -> Int {
        let side = min(columns * 2 / 5, columns - 80)
        return side >= 36 ? side : 0
    }

    /// - Parameters: rows that the table and the suggestions would fill.
    init(body: Box, table wantedTable: Int, suggestions wantedSuggestions: Int) {
        var main = body.inset(1, 0)
        (categories, main) = main.splitLeft(main.columns >= 150 && main.rows >= 24 ? Self.categoryColumns : 0)
        if !categories.isEmpty { main = main.splitLeft(2).rest }
        let isShort = main.rows < 15
        (header, main) = main.splitTop(isShort ? 1 : 2)
        let right: Box
        (main, right) = main.splitRight(Self.sideColumns(of: main.columns))
        let side = Side(right.splitLeft(2).rest)
        // 21 rows hold everything once; what there is more goes to the table, the sentences and the histogram alike.
        let extra = max(0, main.rows - 19)
        let gap = extra >= 4 ? 1 : 0
        let tableRows = min(wantedTable, isShort ? 5 : 8 + extra * 2 / 5)
        let sentences = isShort ? 0 : min(wantedSuggestions, 2 + extra * 2 / 5)
        let histogram = min(max(0, main.rows - tableRows - sentences - 2 * gap), 8 * ScoreClass.allCases.count + 1)
        (strips, main) = main.splitTop(histogram)
        main = main.splitTop(gap).rest
        (table, main) = main.splitTop(tableRows)
        main = main.splitTop(gap).rest
        (suggestions, main) = main.splitTop(sentences)
        if right.isEmpty, main.rows >= 12 {
            // A high and narrow screen has them below.
            let (left, right) = main.splitTop(1).rest.splitLeft(main.columns / 2 - 1)
            (picture, curves) = (left, [right.splitLeft(2).rest])
        } else {
            (picture, curves) = (side.picture, side.curves)
        }
    }

    /// The side with the picture, and where it is high enough with the curves under it.
    private struct Side {
        var picture: Box
        var curves: [Box] = []

        init(_ box: Box) {
            picture = box
            guard box.rows >= 30 else { return }
            let (top, bottom) = box.splitBottom(min(max(box.rows * 2 / 5, 13), 24))
            picture = top
            let room = bottom.splitTop(1).rest
            let half = (room.columns - 2) / 2
            curves = room.columns >= 60 ? [room.splitLeft(half).left, room.splitRight(half).right] : [room]
        }
    }
}
