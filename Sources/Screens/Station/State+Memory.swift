import Canvas
import Disk
import Inspection

/// Where a person was, to go back to when the folder is opened again.
extension State {
    /// Which parts Review shows, among the filters.
    private static let shown = "review-show"

    /// What is to be remembered. A theme or glyphs that the settings name anyway are left to the settings, so that a
    /// change there takes effect.
    public var visit: StationMemory.Visit {
        var visit = StationMemory.Visit()
        visit.place = place.rawValue
        visit.category = line?.name
        if let line, line.count > 0, line.hasMoved {
            visit.part = line.digest(line.cursor)
            visit.partName = line.category.parts[line.cursor].name
        }
        for (place, text) in filters { visit.filters[place.rawValue] = text }
        visit.layer = layer.rawValue
        visit.sorts[Place.review.rawValue] = review.choice.sort.rawValue
        visit.filters[Self.shown] = review.choice.filter.name
        if theme.name != settings.theme ?? themeShelf.first?.name { visit.theme = theme.name }
        if glyphs?.rawValue != settings.glyphs?.rawValue { visit.glyphs = glyphs?.rawValue }
        return visit
    }

    /// Goes back as far as what was remembered is still there; the rest is left as it is.
    mutating func restore(_ visit: StationMemory.Visit) {
        if let name = visit.theme, let known = themeShelf.first(where: { $0.name == name }) { theme = known }
        if let glyphs = visit.glyphs.flatMap(GlyphMode.init) { self.glyphs = glyphs }
        if let layer = visit.layer.flatMap(Layer.init) { self.layer = layer }
        for (place, text) in visit.filters {
            if let place = Place(rawValue: place) { filters[place] = LineEditor(text).text }
        }
        if let sort = visit.sorts[Place.review.rawValue].flatMap(PartSort.init) { review.choice.sort = sort }
        if let filter = visit.filters[Self.shown].flatMap(PartFilter.init(name:)) { review.choice.filter = filter }
        guard let index = lines?.firstIndex(where: { $0.name == visit.category }) else { return }
        selected = index
        changeLine { line in
            guard let part = line.category.parts.firstIndex(where: { $0.name == visit.partName }) else { return }
            line.cursor = part
            line.hasMoved = true
        }
        switch visit.place.flatMap(Place.init) {
        case .stream, nil: break
        case .review: _ = openReview(isReturning: true)
        case let place?: _ = go(to: place)
        }
    }
}
