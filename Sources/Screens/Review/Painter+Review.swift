import Canvas
import Disk
import Inspection

/// The place where a person looks at one part and decides.
extension Painter {
    mutating func drawReview(in body: Box) {
        guard let line = state.line, line.count > 0 else { return }
        let layer = state.layer.shown(columns: frame.size.columns)
        let layers: [Layer] = layer == .both ? [.part, .map] : [layer]
        let layout = ReviewLayout(body: body, pictures: layers.count, isCompact: isCompact)
        for (layer, box) in zip(layers, layout.pictures) { drawPicture(layer, of: line, in: box) }
        let showsMap = layer != .part
        if isCompact {
            drawCompactFacts(of: line, in: layout.facts)
        } else if layout.isStrip {
            drawStrip(of: line, in: layout.facts, showsMap: showsMap)
        } else {
            drawPanel(of: line, in: layout.facts, showsMap: showsMap)
        }
    }

    private mutating func drawPicture(_ layer: Layer, of line: Line, in box: Box) {
        guard !box.isEmpty else { return }
        let picture = state.pictures.picture(category: line.name, part: line.cursor)
        guard let picture else {
            return drawParagraph("reading \(layer == .map ? "the map" : "the part")", in: box, style: theme[.muted])
        }
        guard let mosaic = picture.mosaic(in: box) else {
            let reason = failure(of: line) ?? picture.problem ?? "there is no picture"
            return drawParagraph("NOT INSPECTED: \(reason)", in: box.inset(2, 0), style: theme[.notInspected])
        }
        guard layer != .part else { return Picture.draw(mosaic, into: &frame, capabilities: capabilities) }
        guard let peaks = picture.peaks(in: box), let threshold = line.shownThreshold else {
            if layer == .overlay { Picture.draw(mosaic, into: &frame, capabilities: capabilities) }
            if layer == .map { drawParagraph(absence(of: line), in: box.inset(2, 0), style: theme[.muted]) }
            return
        }
        if layer == .map {
            HeatMap.draw(peaks, threshold: threshold, into: &frame, capabilities: capabilities)
        } else {
            Overlay.draw(mosaic, peaks, threshold: threshold, into: &frame, capabilities: capabilities)
        }
    }

    private func failure(of line: Line) -> String? {
        if case .failed(let reason) = line.finding(line.cursor)?.outcome { reason } else { nil }
    }

    private func absence(of line: Line) -> String {
        if let reason = failure(of: line) { return "NOT INSPECTED: \(reason)" }
        switch line.queue.standings[line.cursor] {
        case .waiting: return line.status == .ready ? "no map yet: the part waits for its score" : "no map yet"
        case .failed: return "NOT INSPECTED: its score is not a number"
        case .scored: return "no map"
        }
    }
}
