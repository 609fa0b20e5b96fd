import Canvas

/// Narrowing the list of the place one is in.
extension State {
    /// The place's filter has changed.
    mutating func filterChanged() -> [Effect] {
        switch place {
        case .lines: selectShownLine()
        case .review: lookFor(filters[.review] ?? "")
        case .tune, .stream, .ledger: break
        }
        return []
    }

    /// What the palette offers in this place beyond the keys' commands.
    /// - Parameter typed: what has been typed, for offers out of too many to list.
    func placeOffers(for typed: String) -> [PaletteOffer] {
        let own: [PaletteOffer] =
            switch place {
            case .lines: linesOffers
            case .review: reviewOffers(for: typed)
            case .ledger: ledgerOffers
            case .tune: tuneOffers
            case .stream: streamOffers
            }
        return (streamOffer(for: typed).map { [$0] } ?? []) + own
            + GlyphMode.allCases.map {
                PaletteOffer(line: "glyphs \($0.rawValue)", meaning: "how fine pictures are drawn")
            }
    }

    /// A line of the palette that the place understands itself.
    /// - Returns: `nil` where it is none.
    mutating func runPlaceCommand(_ typed: String) -> [Effect]? {
        if let mode = typed.argument(of: "glyphs").flatMap(GlyphMode.init) {
            glyphs = mode
            return []
        }
        if let effects = runStreamCommand(typed) { return effects }
        switch place {
        case .lines: return runLinesCommand(typed)
        case .review: return runReviewCommand(typed)
        case .ledger: return runLedgerCommand(typed)
        case .tune: return runTuneCommand(typed)
        case .stream: return nil
        }
    }
}
