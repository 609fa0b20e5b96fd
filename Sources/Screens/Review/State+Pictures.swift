import Canvas
import Inspection

/// What the screens need to see and nobody has asked for.
extension State {
    /// The part's own picture, its neighbours' once the queue has come to rest, and the closer look at it.
    mutating func missingPictures() -> [Effect] {
        guard place == .review || place == .tune, let line, line.count > 0 else { return [] }
        if case .palette = sheet, line.names == nil { changeLine { $0.names = NameIndex($0.category.parts) } }
        let pictured = place == .tune ? tunedPart ?? line.cursor : line.cursor
        pictures.touch(category: line.name, part: pictured)
        var wanted = [pictured]
        if place == .review, !line.isInspecting {
            wanted += [1, 2, -1].compactMap { line.moved(by: $0) }
            if let next = line.nextUnjudged { wanted.append(next) }
        }
        var effects: [Effect] = []
        for part in wanted {
            let request = PictureRequest(
                category: line.name, part: part, path: line.category.parts[part].path, run: line.run,
                withMap: line.finding(part)?.score != nil)
            if pictures.ask(request) { effects.append(.loadPicture(request)) }
        }
        return place == .review ? effects + missingStudies(of: line) : effects
    }

    private mutating func missingStudies(of line: Line) -> [Effect] {
        guard let picture = pictures.picture(category: line.name, part: line.cursor), picture.image != nil else {
            return []
        }
        var effects: [Effect] = []
        if let digest = line.digest(line.cursor), picture.map != nil || picture.geometry?.makesMap == false,
            let threshold = (line.pixelLive ?? line.live)?.value, threshold.isFinite,
            line.finding(line.cursor)?.score != nil
        {
            let request = StudyRequest(
                category: line.name, part: line.cursor, path: line.category.parts[line.cursor].path, digest: digest,
                run: line.run, threshold: threshold)
            if studies.ask(request) { effects.append(.study(.study(request))) }
        }
        if review.compares, let good = nearestGood?.path, studies.askGood(good) {
            effects.append(.study(.goodPart(category: line.name, good)))
        }
        if let request = missingDetail(of: line, picture), studies.want(request) {
            effects.append(.study(.detail(request)))
        }
        return effects
    }

    /// The good part that looks most like the one under review.
    var nearestGood: NearestPart? { shownInsight?.study?.nearest.first }

    var shownInsight: PartInsight? {
        line.flatMap { studies.insight(category: $0.name, part: $0.cursor, run: $0.run) }
    }

    /// The piece that is in view, where the part has more pixels there than the small picture of it.
    private func missingDetail(of line: Line, _ picture: PartPicture) -> DetailRequest? {
        let viewport = shownViewport
        guard viewport.zoom > 1, let image = picture.image, let seen = picture.seen, seen.width > image.width,
            let box = ReviewLayout(size: size, state: self).pictures.first,
            // As fine as any terminal's glyphs.
            let fit = picture.fit(in: box, glyphs: .sextant, viewport: viewport), !fit.isEmpty
        else { return nil }
        let wanted = min(Double(fit.width) / fit.crop.width, Double(seen.width))
        guard wanted > Double(image.width) else { return nil }
        if let known = studies.detail(category: line.name, part: line.cursor), known.place.contains(fit.crop),
            Double(known.image.width) / known.place.width >= 0.75 * wanted
        {
            return nil
        }
        // With what lies around it, so that not each step of a pan asks again.
        let around = fit.crop.widened(by: 0.5)
        let place = Shares(
            left: max(0, around.left), top: max(0, around.top), right: min(1, around.right),
            bottom: min(1, around.bottom))
        return DetailRequest(
            category: line.name, part: line.cursor, path: line.category.parts[line.cursor].path,
            digest: line.digest(line.cursor), place: place,
            width: max(1, Int((wanted * place.width).rounded(.up))),
            height: max(1, Int((Double(fit.height) / fit.crop.height * place.height).rounded(.up))))
    }

    mutating func hear(_ news: StudyNews) -> [Effect] {
        switch news {
        case .studied(let request, let insight): studies.put(insight, for: request)
        case .dropped(let request): studies.drop(request)
        case .droppedGoodPart(let path): studies.drop(path)
        case .agreement(let category, let agreement):
            if let index = index(of: category) { lines?[index].agreement = agreement }
        case .detail(let request, let detail): studies.put(detail, for: request)
        case .goodPart(let path, let picture): studies.put(picture, for: path)
        case .described(let category): studies.forget(category)
        }
        return []
    }

    func newLine(_ category: Inspection.Category) -> Line {
        let plan = recheckSeed.map { RecheckPlan(share: settings.recheckShare(for: category.name), seed: $0) }
        return Line(category: category, rechecks: plan ?? .none)
    }
}
