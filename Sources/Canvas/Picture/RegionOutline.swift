import Raster

/// A frame of lines around a place on a picture, with the rank of a region at its top left.
public struct RegionOutline: Hashable, Sendable {
    public var place: Shares
    /// 1 … 9 are shown as a digit.
    public var rank: Int?
    public var line: OutlineLine
    /// Its background, where it has none, is what is behind it.
    public var style: Style

    public init(_ place: Shares, rank: Int? = nil, line: OutlineLine = .solid, style: Style) {
        self.place = place
        self.rank = rank
        self.line = line
        self.style = style
    }

    /// What a map has at or over a threshold, the highest peak as rank 1.
    /// - Parameter limit: how many of them.
    public static func found(
        _ regions: [PeakRegion], width: Int, height: Int, limit: Int = 9, style: Style
    ) -> [RegionOutline] {
        regions.prefix(max(0, limit)).enumerated().map { index, found in
            RegionOutline(Shares(found.region.box, width: width, height: height), rank: index + 1, style: style)
        }
    }

    /// The regions of a ground truth, dashed.
    public static func truth(_ mask: Mask, style: Style) -> [RegionOutline] {
        mask.regions().map { region in
            RegionOutline(Shares(region.box, width: mask.width, height: mask.height), line: .dashed, style: style)
        }
    }

    /// Draws frames over a picture, the first on top. A frame runs one cell outside its place, so that it hides nothing
    /// of it, and is left open where the place goes on beyond the view.
    public static func draw(
        _ outlines: [RegionOutline], on fit: Fit, into frame: inout Frame, capabilities: Capabilities
    ) {
        for outline in outlines.reversed() { outline.draw(on: fit, into: &frame, capabilities: capabilities) }
    }

    private func draw(on fit: Fit, into frame: inout Frame, capabilities: Capabilities) {
        guard let inside = fit.cells(place) else { return }
        let slack = 1e-9
        // A side that is in view, and whether there is a cell for it outside the place.
        let (left, right) = (place.left >= fit.crop.left - slack, place.right <= fit.crop.right + slack)
        let (top, bottom) = (place.top >= fit.crop.top - slack, place.bottom <= fit.crop.bottom + slack)
        let first = max(fit.box.column, inside.column - (left ? 1 : 0))
        let last = min(fit.box.endColumn - 1, inside.endColumn - (right ? 0 : 1))
        let upper = max(fit.box.row, inside.row - (top ? 1 : 0))
        let lower = min(fit.box.endRow - 1, inside.endRow - (bottom ? 0 : 1))
        let shown = line.style(style, capabilities: capabilities)
        for row in upper...lower {
            for column in first...last {
                let onTop = top && row == upper
                let onBottom = bottom && row == lower
                let onLeft = left && column == first
                let onRight = right && column == last
                guard onTop || onBottom || onLeft || onRight else { continue }
                let glyph = line.glyph(
                    up: (onLeft || onRight) && row > upper, down: (onLeft || onRight) && row < lower,
                    left: (onTop || onBottom) && column > first, right: (onTop || onBottom) && column < last,
                    unicode: capabilities.unicode)
                frame.putOver(glyph, column: column, row: row, style: shown)
            }
        }
        guard let rank, (1...9).contains(rank), let digit = Unicode.Scalar(UInt32(48 + rank)) else { return }
        var label = shown
        label.bold = true
        frame.putOver(digit, column: min(first + (last - first >= 2 ? 1 : 0), last), row: upper, style: label)
    }
}
