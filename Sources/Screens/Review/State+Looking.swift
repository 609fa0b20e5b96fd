import Canvas
import Disk
import Inspection

/// How closely, and in which view, the part under review is looked at.
extension State {
    mutating func look(_ command: Command) -> [Effect]? {
        switch command {
        case .cycleLayer: show(following(shownLayer, in: Layer.choices(columns: size.columns)))
        case .cycleLayerBack: show(following(shownLayer, in: Layer.choices(columns: size.columns).reversed()))
        case .zoomIn: zoom(by: 1.5)
        case .zoomOut: zoom(by: 1 / 1.5)
        case .panLeft: pan(-0.25, 0)
        case .panRight: pan(0.25, 0)
        case .panUp: pan(0, -0.25)
        case .panDown: pan(0, 0.25)
        case .closeUp: toggleCloseUp()
        case .nextRegion: goToRegion(by: 1)
        case .previousRegion: goToRegion(by: -1)
        case .moreMap: review.opacity = min(review.opacity + 1, ReviewState.mostOpacity)
        case .lessMap: review.opacity = max(review.opacity - 1, 0)
        case .toggleRegions: review.showsRegions.toggle()
        case .toggleTruth: review.showsTruth.toggle()
        case .toggleCompare: review.compares.toggle()
        default: return nil
        }
        return []
    }

    private mutating func show(_ layer: Layer) {
        self.layer = layer
        if layer.showsMap, shownPicture?.geometry?.makesMap == false {
            tell("\(layer.words): no map, this detector judges the part as a whole.")
            return
        }
        tell("\(layer.words).")
    }

    var shownLayer: Layer { layer.shown(columns: size.columns) }

    /// The picture of the part under review, once it is there.
    public var shownPicture: PartPicture? {
        line.flatMap { line in
            line.count > 0 ? pictures.picture(category: line.name, part: line.cursor) : nil
        }
    }

    /// Where the part stands on the screen. The terminal's glyphs are not known here; their fineness moves an edge by a
    /// fraction of a cell at most.
    private var shownFit: Fit? {
        guard let box = ReviewLayout(size: size, state: self).pictures.first else { return nil }
        return shownPicture?.fit(in: box, glyphs: .quadrant, viewport: shownViewport)
    }

    /// What of the part is in view: the crop view always has the worst region in it.
    var shownViewport: Viewport {
        guard shownLayer == .crop, review.viewport == .whole else { return review.viewport }
        return closeUp
    }

    private mutating func zoom(by factor: Double) {
        var viewport = shownFit?.viewport ?? review.viewport
        if viewport.zoom <= 1, factor > 1, let region = shownRegion {
            viewport = viewport.centred(on: region.box.shares)
        }
        viewport = viewport.zoomed(by: factor)
        // Nearly the whole is the whole.
        review.viewport = viewport.zoom < 1.05 ? .whole : viewport
    }

    private mutating func pan(_ dx: Double, _ dy: Double) {
        guard let fit = shownFit, fit.viewport.zoom > 1 else { return }
        review.viewport = fit.viewport.panned(dx: dx, dy: dy)
    }

    private mutating func toggleCloseUp() {
        review.viewport = review.viewport == .whole ? closeUp : .whole
    }

    /// The region that was gone to, or else where the map is highest, in the part's own pixels.
    private var closeUp: Viewport {
        guard let picture = shownPicture, let seen = picture.seen,
            let box = ReviewLayout(size: size, state: self).pictures.first
        else { return review.viewport }
        let near = Viewport.oneToOne(partWidth: seen.width, partHeight: seen.height, room: box, glyphs: .quadrant)
        // A part of few pixels is there in its own pixels anyway: then as near as shows something.
        let zoom = max(near.zoom, 3)
        if let region = shownRegion {
            let place = region.box.shares
            return Viewport(zoom: zoom, x: (place.left + place.right) / 2, y: (place.top + place.bottom) / 2)
        }
        return Viewport(zoom: zoom, x: picture.peak.x, y: picture.peak.y)
    }

    // MARK: Regions

    /// What the part has at or over the threshold.
    var shownRegions: RegionFindings? {
        guard let threshold = line?.regionThreshold else { return nil }
        return shownPicture?.regions(at: threshold)
    }

    /// The region that was gone to.
    var shownRegion: RegionFinding? {
        guard let index = review.region, let regions = shownRegions?.regions, regions.indices.contains(index) else {
            return nil
        }
        return regions[index]
    }

    private mutating func goToRegion(by step: Int) {
        guard let count = shownRegions?.regions.count, count > 0 else {
            tell("No place of this part is at or over the threshold.")
            return
        }
        let known = review.region.map { min($0, count - 1) }
        let index = known.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        review.region = index
        if review.viewport.zoom > 1, let region = shownRegion {
            review.viewport = review.viewport.centred(on: region.box.shares)
        }
    }
}

extension Line {
    /// Where regions begin, on the scale of scores.
    var regionThreshold: Float? { shownPixelThreshold ?? shownThreshold }
}
