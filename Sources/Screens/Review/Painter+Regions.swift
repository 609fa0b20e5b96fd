import Canvas
import Detectors
import Inspection

/// The places that are at or over the threshold, one to a row: how large, how high, where, and what of the score each
/// tap of the network brought in.
extension Painter {
    private struct Column {
        let title: String
        let width: Int
        let text: (RegionFinding, DistanceShares?) -> String
    }

    mutating func drawRegions(of line: Line, in box: Box) {
        guard box.rows >= 2, box.columns >= 20, let regions = state.shownRegions else { return }
        guard !regions.regions.isEmpty else {
            frame.write(
                "no place at or over the threshold", column: box.column, row: box.row, style: theme[.muted],
                limit: box.columns)
            return
        }
        let insight = state.shownInsight
        let columns = columns(width: box.columns, taps: insight?.study?.shares.first?.taps.map(\.name) ?? [])
        var column = box.column + 1
        for kind in columns {
            frame.write(
                kind.title, column: column, row: box.row, style: theme[.muted], limit: kind.width, alignment: .right)
            column += kind.width
        }
        let room = box.rows - 1
        let isCut = regions.count > room
        let rows = isCut ? max(1, room - 1) : room
        // The one that was gone to stays in view.
        let chosen = state.shownRegion.map { $0.rank - 1 }
        let first = max(0, min((chosen ?? 0) - rows + 1, regions.regions.count - rows))
        for (offset, region) in regions.regions.dropFirst(first).prefix(rows).enumerated() {
            drawRegion(
                region, insight?.shares(of: region), columns, column: box.column, row: box.row + 1 + offset,
                width: box.columns, isChosen: region.rank - 1 == chosen)
        }
        if isCut, room > rows {
            let share = Columns.fixed(regions.share * 100, decimals: 2)
            frame.write(
                "\(regions.count) places, \(share) % of the part", column: box.column + 2, row: box.row + 1 + rows,
                style: theme[.muted], limit: box.columns - 2)
        }
    }

    private mutating func drawRegion(
        _ region: RegionFinding, _ shares: DistanceShares?, _ columns: [Column], column: Int, row: Int, width: Int,
        isChosen: Bool
    ) {
        let strip = Box(column: column, row: row, columns: width, rows: 1)
        if isChosen { frame.fill(strip, Cell(" ", theme[.selection])) }
        frame.write(isChosen ? "▸" : " ", column: column, row: row, style: theme[.accent])
        var at = column + 1
        for kind in columns {
            frame.write(
                kind.text(region, shares), column: at, row: row, style: theme[isChosen ? .title : .text],
                limit: kind.width, alignment: .right)
            at += kind.width
        }
        if isChosen, capabilities.isMonochrome { frame.restyle(strip) { $0.reverse = true } }
    }

    /// As many as fit, the most telling first.
    private func columns(width: Int, taps: [String]) -> [Column] {
        var columns = [
            Column(title: "#", width: 2) { region, _ in "\(region.rank)" },
            Column(title: "pixels", width: 7) { region, _ in Columns.fixed(region.area, decimals: 0) },
            Column(title: "%", width: 6) { region, _ in Columns.fixed(region.share * 100, decimals: 2) },
            Column(title: "peak", width: 8) { region, _ in Painter.score(region.peak) },
        ]
        var room = width - 1 - columns.reduce(0) { $0 + $1.width }
        let box = Column(title: "from x,y to", width: 20) { region, _ in
            let box = region.boxInPart
            return "\(box.x),\(box.y)–\(box.x + box.width),\(box.y + box.height)"
        }
        let isWide = room >= box.width + taps.count * 8
        if isWide || taps.isEmpty, room >= box.width {
            columns.append(box)
            room -= box.width
        }
        guard !taps.isEmpty, room >= taps.count * 4 else { return columns }
        let each = min(room / taps.count, 9)
        for (index, tap) in taps.enumerated() {
            // A name that is cut would be mistaken for another's.
            let title = Columns.count(tap) < each ? tap : "t\(index + 1)"
            columns.append(
                Column(title: title, width: each) { _, shares in
                    guard let shares, shares.taps.indices.contains(index) else { return "·" }
                    return "\(Int((shares.taps[index].share * 100).rounded()))"
                })
        }
        return columns
    }
}
