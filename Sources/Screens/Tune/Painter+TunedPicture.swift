import Canvas
import Disk
import Inspection

/// The part nearest to the draft, with what the pixel threshold makes of its map.
extension Painter {
    mutating func drawTunedPicture(of line: Line, in box: Box) {
        guard let part = state.tunedPart else {
            return drawParagraph("No part has a score yet.", in: box, style: theme[.muted])
        }
        let (caption, rest) = box.splitTop(1)
        let (body, foot) = rest.splitBottom(1)
        let start = drawStanding(of: part, line, in: caption)
        frame.write(
            line.category.parts[part].name.printable, column: caption.column, row: caption.row, style: theme[.title],
            limit: max(0, start - caption.column - 1), keeping: .finish)
        guard let picture = state.pictures.picture(category: line.name, part: part) else {
            return drawParagraph("reading the part", in: body, style: theme[.muted])
        }
        guard let mosaic = picture.mosaic(in: body, glyphs: capabilities.glyphs) else {
            let reason = picture.problem ?? "there is no picture"
            return drawParagraph(reason, in: body.inset(2, 0), style: theme[.notInspected])
        }
        guard let pixels = line.shownPixelThreshold, let map = picture.map, let peaks = picture.peaks(mosaic.fit) else {
            return Picture.draw(mosaic, into: &frame, capabilities: capabilities)
        }
        Overlay.draw(mosaic, peaks, threshold: pixels, into: &frame, capabilities: capabilities, heat: theme.heat)
        let share = Columns.fixed(map.flaggedShare(at: pixels) * 100, decimals: 2)
        let isDraft = line.pixelDraft != nil || (line.pixelLive == nil && line.draft != nil)
        frame.write(
            "≥ \(Self.score(pixels)) on \(share) % of the picture", column: foot.column, row: foot.row,
            style: theme[isDraft ? .draft : .muted], limit: foot.columns)
    }

    /// Score, and what the machine at the draft and a person say of it, at the right end.
    /// - Returns: the column where it begins.
    private mutating func drawStanding(of part: Int, _ line: Line, in box: Box) -> Int {
        guard let shown = line.shownThreshold, let score = line.finding(part)?.score else { return box.endColumn }
        let machine = VerdictBadge(line.machine(part, at: shown))
        var words: [(String, Theme.Role)] = [(Self.score(score), .text), (machine.text, machine.role)]
        if let person = line.verdict(part).map({ VerdictBadge($0) }) { words.append((person.text, person.role)) }
        let start = max(box.column, box.endColumn - words.reduce(-1) { $0 + Columns.count($1.0) + 1 })
        var column = start
        for (text, role) in words {
            column = frame.write(
                text, column: column, row: box.row, style: theme[role], limit: max(0, box.endColumn - column)) + 1
        }
        return start
    }
}
