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
        let name = frame.write(
            line.category.parts[part].name.printable, column: caption.column, row: caption.row, style: theme[.title],
            limit: max(0, caption.columns - 28), keeping: .finish)
        drawStanding(of: part, line, from: name + 2, in: caption)
        guard let picture = state.pictures.picture(category: line.name, part: part) else {
            return drawParagraph("reading the part", in: body, style: theme[.muted])
        }
        guard let mosaic = picture.mosaic(in: body) else {
            let reason = picture.problem ?? "there is no picture"
            return drawParagraph(reason, in: body.inset(2, 0), style: theme[.notInspected])
        }
        guard let pixels = line.shownPixelThreshold, let map = picture.map, let peaks = picture.peaks(in: body) else {
            return Picture.draw(mosaic, into: &frame, capabilities: capabilities)
        }
        Overlay.draw(mosaic, peaks, threshold: pixels, into: &frame, capabilities: capabilities, heat: theme.heat)
        let share = Columns.fixed(map.flaggedShare(at: pixels) * 100, decimals: 2)
        let isDraft = line.pixelDraft != nil || (line.pixelLive == nil && line.draft != nil)
        frame.write(
            "≥ \(Self.score(pixels)) on \(share) % of the picture", column: foot.column, row: foot.row,
            style: theme[isDraft ? .draft : .muted], limit: foot.columns)
    }

    /// Score, and what the machine at the draft and a person say of it.
    private mutating func drawStanding(of part: Int, _ line: Line, from column: Int, in box: Box) {
        guard let shown = line.shownThreshold, let score = line.finding(part)?.score else { return }
        let machine = VerdictBadge(line.machine(part, at: shown))
        let person = line.verdict(part).map { VerdictBadge($0) }
        var words: [(String, Theme.Role)] = [(Self.score(score), .text), (machine.text, machine.role)]
        if let person { words.append((person.text, person.role)) }
        let width = words.reduce(-1) { $0 + Columns.count($1.0) + 1 }
        var start = max(column, box.endColumn - width)
        for (text, role) in words {
            start = frame.write(
                text, column: start, row: box.row, style: theme[role], limit: max(0, box.endColumn - start)) + 1
        }
    }
}
