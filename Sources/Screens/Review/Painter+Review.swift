import Canvas
import Disk
import Inspection
import Raster
import SystemPackage

/// The place where a person looks at one part and decides.
extension Painter {
    mutating func drawReview(in body: Box) {
        guard let line = state.line, line.count > 0 else { return }
        guard state.hasPartToShow else {
            return drawParagraph(state.nothingToShow, in: body.inset(2, 0), style: theme[.muted])
        }
        let panes = state.panes(columns: frame.size.columns)
        let layout = ReviewLayout(
            body: body, pictures: panes.count,
            reasonRows: isCompact ? 0 : state.reasonRows(columns: frame.size.columns), captioned: state.review.compares,
            isCompact: isCompact)
        for (pane, box) in zip(panes, layout.pictures) {
            switch pane {
            case .part(let layer): drawPicture(layer, of: line, in: box)
            case .good: drawGoodPart(of: line, in: box)
            }
        }
        for (pane, box) in zip(panes, layout.captions) { drawCaption(pane, in: box) }
        let showsMap =
            state.shownPicture?.geometry?.makesMap != false
            && panes.contains { if case .part(let layer) = $0 { layer.showsMap } else { false } }
        if isCompact {
            drawCompactFacts(of: line, in: layout.facts)
        } else if layout.isStrip {
            drawStrip(of: line, in: layout.facts, showsMap: showsMap)
        } else {
            drawPanel(of: line, in: layout.facts, showsMap: showsMap)
        }
        if state.sheet == nil { drawReasons(in: isCompact ? body.splitBottom(1).bottom : layout.reasons) }
    }

    private mutating func drawPicture(_ layer: Layer, of line: Line, in box: Box) {
        guard !box.isEmpty else { return }
        guard let picture = state.shownPicture else {
            return drawParagraph("reading \(layer == .map ? "the map" : "the part")", in: box, style: theme[.muted])
        }
        let detail = layer == .map ? nil : state.studies.detail(category: line.name, part: line.cursor)
        guard picture.image != nil else {
            let reason = failure(of: line) ?? picture.problem ?? "there is no picture"
            return drawParagraph("NOT INSPECTED: \(reason)", in: box.inset(2, 0), style: theme[.notInspected])
        }
        let drawing = Drawing(
            room: box, viewport: state.shownViewport, layer: layer, threshold: line.shownThreshold,
            opacity: Float(state.review.opacity) / Float(ReviewState.mostOpacity), heat: theme.heat,
            capabilities: capabilities)
        guard let drawn = picture.drawn(drawing, detail: detail) else {
            return drawParagraph(absence(of: line), in: box.inset(2, 0), style: theme[.muted])
        }
        drawn.put(into: &frame)
        drawOutlines(on: picture, drawn.fit, in: layer)
    }

    /// What the machine found in frames, what is known to be true in dashes.
    private mutating func drawOutlines(on picture: PartPicture, _ fit: Fit, in layer: Layer) {
        if state.review.showsTruth, let truth = picture.truth(fit) {
            Contour.draw(
                truth, from: 0.5, line: .dashed, style: theme[.truth], into: &frame, capabilities: capabilities)
        }
        guard let regions = state.shownRegions?.regions else { return }
        let chosen = state.shownRegion
        var outlines: [RegionOutline] = []
        // A map shows where regions are by itself.
        if state.review.showsRegions, layer != .map, layer != .mask {
            outlines = regions.prefix(9).filter { $0 != chosen }.map {
                RegionOutline($0.box.shares, rank: $0.rank, style: theme[.reject])
            }
        }
        if let chosen {
            outlines.insert(RegionOutline(chosen.box.shares, rank: chosen.rank, style: theme[.accent]), at: 0)
        }
        RegionOutline.draw(outlines, on: fit, into: &frame, capabilities: capabilities)
    }

    /// Beside the part, at the same place and size.
    private mutating func drawGoodPart(of line: Line, in box: Box) {
        guard !box.isEmpty else { return }
        guard let nearest = state.nearestGood else {
            return drawParagraph(whyNoGoodPart(of: line), in: box.inset(2, 0), style: theme[.muted])
        }
        guard let picture = state.studies.goodPart(nearest.path) else {
            return drawParagraph("reading the good part", in: box, style: theme[.muted])
        }
        guard let fit = picture.fit(in: box, glyphs: capabilities.glyphs, viewport: state.shownViewport),
            let mosaic = picture.mosaic(fit)
        else {
            return drawParagraph(picture.problem ?? "no picture", in: box.inset(2, 0), style: theme[.muted])
        }
        Picture.draw(mosaic, into: &frame, capabilities: capabilities)
    }

    private func whyNoGoodPart(of line: Line) -> String {
        if line.finding(line.cursor)?.score == nil { return "a part without a score is compared with none" }
        guard let insight = state.shownInsight else { return "looking for the good part that looks most alike" }
        if let problem = insight.problem { return problem }
        return "the good parts are being looked at for the first time"
    }

    private mutating func drawCaption(_ pane: Pane, in box: Box) {
        switch pane {
        case .part:
            frame.write(
                "this part", column: box.column, row: box.row, style: theme[.muted], limit: box.columns,
                alignment: .centre)
        case .good:
            guard let nearest = state.nearestGood, let study = state.shownInsight?.study else { return }
            let name = nearest.path.lastComponent.map { FilePath(root: nil, [$0]).printable } ?? ""
            let distance = Columns.fixed(Double(nearest.distance), decimals: 2)
            let which = box.columns < 60 ? "good" : "most alike of \(study.compared) good parts"
            frame.write(
                "\(which): \(name), \(distance) away", column: box.column,
                row: box.row, style: theme[.good], limit: box.columns, alignment: .centre)
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
        case .scored:
            return state.shownPicture?.geometry?.makesMap == false
                ? "no map: this detector judges the part as a whole" : "no map"
        }
    }
}
