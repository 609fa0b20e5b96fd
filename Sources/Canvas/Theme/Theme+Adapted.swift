extension Theme {
    /// The theme for a terminal.
    ///
    /// Without colours each role keeps what bold, dim, reverse and underline can say; letters and shapes must carry the
    /// meaning there, and these only support them. With 240 colours every colour is brought to one of them here, and
    /// where rounding would cost a role its contrast, to the nearest that keeps it. Otherwise it stays as it is.
    public func adapted(to capabilities: Capabilities) -> Theme {
        switch capabilities.colours {
        case .truecolor, .ansi16: self
        case .indexed240: in240Colours
        case .monochrome: withoutColours
        }
    }

    private var withoutColours: Theme {
        var styles: [Role: Style] = [:]
        for role in Role.allCases {
            styles[role] =
                switch role {
                case .text, .good: .plain
                case .muted, .border: Style(dim: true)
                case .title, .accent, .key, .unsure, .notInspected, .live, .draft: Style(bold: true)
                case .truth: Style(underline: true)
                case .reject, .warning: Style(bold: true, underline: true)
                case .selection: Style(reverse: true)
                }
        }
        return Theme(name: name, summary: summary, background: nil, heat: heat, styles: styles)
    }

    private var in240Colours: Theme {
        let ground = background.map(ColourLadder.fixed240)
        let selected = self[.selection].background.map(ColourLadder.fixed240)
        var styles: [Role: Style] = [:]
        for role in Role.allCases {
            var style = self[role]
            style.background = style.background.map(ColourLadder.fixed240)
            if let colour = style.foreground {
                // A role with a ground of its own is read on that; any other on the screen's and on a selected row's.
                let over: [(RGB?, RGB?)] =
                    self[role].background.map { [($0, style.background)] }
                    ?? [(background, ground)] + (role == .border ? [] : [(self[.selection].background, selected)])
                style.foreground = Self.kept(colour, limit: Contrast.limit(for: role), over: over)
            }
            styles[role] = style
        }
        return Theme(name: name, summary: summary, background: ground, heat: heat, styles: styles)
    }

    /// The nearest of the 240 that is read over each ground as well as `limit` asks, or as the colour itself was where
    /// that is less.
    private static func kept(_ colour: RGB, limit: Double, over grounds: [(asked: RGB?, shown: RGB?)]) -> RGB {
        func isEnough(_ candidate: RGB) -> Bool {
            for case (let asked?, let shown?) in grounds
            where Contrast.ratio(candidate, shown) < min(limit, Contrast.ratio(colour, asked)) { return false }
            return true
        }
        let nearest = ColourLadder.fixed240(colour)
        if isEnough(nearest) { return nearest }
        let target = ColourLadder.oklab(LinearLight.decode(colour))
        var best = nearest
        var least = Float.infinity
        for candidate in ColourLadder.fixed where isEnough(candidate) {
            let difference = ColourLadder.oklab(LinearLight.decode(candidate)) - target
            let distance = (difference * difference).sum()
            if distance < least { (best, least) = (candidate, distance) }
        }
        return best
    }
}

extension ColourLadder {
    /// The nearest of the 240 fixed colours, as a colour.
    fileprivate static func fixed240(_ colour: RGB) -> RGB { Self.colour(ofIndex: indexed240(colour)) }
}
