import Raster

extension Page {
    /// The best and worst parts, each as it is and as every method saw it.
    func parts(
        _ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method], number: Int
    ) -> Markup {
        let shown = category.parts.prefix(ComparisonReport.Category.mostPictures)
        guard !shown.isEmpty else { return .none }
        let rows = shown.enumerated().map { place, part in
            row(of: part.reduced(), id: "part-\(number + 1)-\(place + 1)", ran)
        }
        let run = report.shownRun.map { " Of \($0)." } ?? ""
        return """
            <h3>Parts</h3>
            <p class="soft">First the part and, beneath it, its known defect outlined in dashes. Then, for each method, \
            what it flags, laid over the part, and beneath it the whole map. Colours are fixed: dark below the method's \
            threshold, bright from it on to twice the threshold.\(run)</p>
            \(HeatKey.drawing)
            <div class="parts">\(rows)</div>
            """
    }

    private func row(
        of part: ComparisonReport.ShownPart, id: String, _ ran: [ComparisonReport.Method]
    ) -> Markup {
        let size = (part.picture.width, part.picture.height)
        let outline = part.truth.map(truth) ?? .none
        var panels: Markup = frame(size, "\(part.name), \(part.label)", picture(part.picture, id: id))
        if !outline.text.isEmpty {
            panels += frame(size, "\(part.name) with the known defect outlined", "<use href=\"#\(id)\"/>\(outline)")
        }
        let caption = outline.text.isEmpty ? "Part" : "Part; beneath, its known defect"
        panels = "<figure class=\"panel\">\(panels)<figcaption>\(caption)</figcaption></figure>"
        for (place, method) in ran.enumerated() {
            panels += panel(part, part.findings[method.id], method, id: id, place: place, outline)
        }
        let kind = part.isDefective ? "defective: \(part.label)" : "good"
        return """
            <article class="part"><h4><bdi>\(part.name)</bdi></h4>
            <p class="why">\(kind) · \(part.reason)</p>
            <div class="panels">\(panels)</div></article>
            """
    }

    private func panel(
        _ part: ComparisonReport.ShownPart, _ finding: ComparisonReport.Finding?, _ method: ComparisonReport.Method,
        id: String, place: Int, _ outline: Markup
    ) -> Markup {
        guard let finding else { return .none }
        let size = (part.picture.width, part.picture.height)
        var drawings: Markup
        if let map = finding.map {
            let mapID = "\(id)-\(place + 1)"
            let heat = picture(
                HeatPicture.image(of: map, threshold: finding.mapThreshold ?? finding.threshold), id: mapID,
                stretchedTo: size)
            let over: Markup = "<use href=\"#\(id)\"/><g filter=\"url(#hot)\">\(heat)</g>\(outline)"
            let whole: Markup = "<use href=\"#\(mapID)\"/>\(outline)"
            drawings =
                frame(size, "\(part.name): what \(method.name) flags, over the part", over)
                + frame(size, "\(part.name): the map of \(method.name)", whole)
        } else {
            let why = finding.score == nil ? "Not inspected" : "A score only: this detector makes no map"
            drawings = "<p class=\"nomap\">\(why)</p>"
        }
        return """
            <figure class="panel">\(drawings)<figcaption>\(method.name)<br/>\(verdict(finding))</figcaption></figure>
            """
    }

    private func verdict(_ finding: ComparisonReport.Finding) -> Markup {
        guard let score = finding.score else { return "<span class=\"verdict\">NOT INSPECTED</span>" }
        guard let threshold = finding.threshold, let isFlagged = finding.isFlagged else {
            return "score \(Decimals.score(score))"
        }
        let note: Markup =
            finding.isFlaggedWithoutPlace
            ? "<br/>Flagged by its score as a whole: no place on its map reaches the threshold." : .none
        return """
            <span class="verdict">\(isFlagged ? "▲ REJECT" : "● GOOD")</span> \(Decimals.score(score)) \
            \(isFlagged ? "≥" : "<") \(Decimals.score(threshold))\(note)
            """
    }

    private func frame(_ size: (Int, Int), _ label: String, _ content: Markup) -> Markup {
        "<svg role=\"img\" aria-label=\"\(label)\" preserveAspectRatio=\"xMinYMin\" viewBox=\"0 0 \(size.0) \(size.1)\">\(content)</svg>"
    }

    /// A picture that the encoder refuses leaves its place empty; the page stands all the same.
    private func picture(_ image: Image, id: String, stretchedTo size: (Int, Int)? = nil) -> Markup {
        guard let uri = try? image.dataURI() else { return .none }
        let (width, height) = size ?? (image.width, image.height)
        return """
            <image id="\(id)" width="\(width)" height="\(height)" preserveAspectRatio="none" href="\(uri)"/>
            """
    }

    private func truth(_ mask: Mask) -> Markup {
        guard !mask.isEmpty else { return .none }
        let path = Outline(of: mask).path
        return "<path class=\"halo\" d=\"\(path)\"/><path class=\"truth\" d=\"\(path)\"/>"
    }
}
