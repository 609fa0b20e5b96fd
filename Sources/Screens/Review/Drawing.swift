import Canvas

/// How a picture is drawn: everything besides the picture itself that decides its cells.
struct Drawing: Hashable, Sendable {
    let room: Box
    let viewport: Viewport
    let layer: Layer
    /// `nil` where there is none: the part is drawn without its map then.
    let threshold: Float?
    /// 0 … 1.
    let opacity: Float
    let heat: HeatColours
    let capabilities: Capabilities
}

/// The cells of a drawn picture, to be put into a frame again and again.
struct DrawnPicture: Sendable {
    let fit: Fit
    private let cells: [Cell]

    /// What `frame` has at the picture's place.
    init(_ frame: Frame, fit: Fit) {
        self.fit = fit
        var cells: [Cell] = []
        cells.reserveCapacity(fit.box.columns * fit.box.rows)
        for row in 0..<fit.box.rows {
            for column in 0..<fit.box.columns { cells.append(frame[fit.box.column + column, fit.box.row + row]) }
        }
        self.cells = cells
    }

    func put(into frame: inout Frame) {
        var next = cells.makeIterator()
        for row in 0..<fit.box.rows {
            for column in 0..<fit.box.columns {
                if let cell = next.next() { frame[fit.box.column + column, fit.box.row + row] = cell }
            }
        }
    }
}

extension PartPicture {
    /// Draws the part, or its map, or both; `nil` where there is no picture, or none of what the layer shows.
    func drawn(_ drawing: Drawing, detail: PartDetail?) -> DrawnPicture? {
        if let known = known(drawing, detail) { return known }
        guard let fit = fit(in: drawing.room, glyphs: drawing.capabilities.glyphs, viewport: drawing.viewport),
            let mosaic = mosaic(fit, detail: detail)
        else { return nil }
        let capabilities = drawing.capabilities
        let room = drawing.room
        var frame = Frame(size: Size(columns: room.column + room.columns, rows: room.row + room.rows))
        if drawing.layer.showsMap, let peaks = peaks(fit), let threshold = drawing.threshold {
            switch drawing.layer {
            case .map:
                HeatMap.draw(peaks, threshold: threshold, into: &frame, capabilities: capabilities, heat: drawing.heat)
            case .mask:
                var mask = peaks
                let scale = HeatScale(threshold: threshold)
                mask.values = peaks.values.map { scale.isFlagged($0) ? .infinity : 0 }
                HeatMap.draw(mask, threshold: 1, into: &frame, capabilities: capabilities, heat: drawing.heat)
            case .part, .overlay, .both, .crop:
                Overlay.draw(
                    mosaic, peaks, threshold: threshold, into: &frame, capabilities: capabilities,
                    opacity: drawing.opacity, heat: drawing.heat)
            }
        } else if drawing.layer == .map || drawing.layer == .mask {
            return nil
        } else {
            Picture.draw(mosaic, into: &frame, capabilities: capabilities)
        }
        let drawn = DrawnPicture(frame, fit: fit)
        keep(drawn, drawing, detail)
        return drawn
    }

    /// Draws this part in all ways that another one was drawn in last, so that it is ready when it comes up. For a
    /// thread in the background.
    public func rehearse(like other: PartPicture) {
        for drawing in other.lastDrawings { _ = drawn(drawing, detail: nil) }
    }
}
