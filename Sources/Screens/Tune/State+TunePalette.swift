/// What can be typed after the colon in Tune.
extension State {
    var tuneOffers: [PaletteOffer] {
        guard line?.live != nil else { return [] }
        let snaps = tuneSuggestions.compactMap { suggestion in
            suggestion.threshold.map {
                PaletteOffer(line: "snap \(suggestion.name)", meaning: "to \(Painter.score($0))")
            }
        }
        return snaps + [PaletteOffer(line: "draft", meaning: "set the draft to a number", wantsArgument: true)]
    }

    /// - Returns: `nil` where the line is another command.
    mutating func runTuneCommand(_ typed: String) -> [Effect]? {
        if let number = typed.argument(of: "draft") { return typeThreshold(number) }
        guard let name = typed.argument(of: "snap"),
            let index = tuneSuggestions.firstIndex(where: { $0.name.lowercased() == name.lowercased() })
        else { return nil }
        snap(to: index)
        return []
    }
}
