import Disk

/// What the palette offers about streams.
extension State {
    var streamOffers: [PaletteOffer] {
        guard !stream.isActive else { return [] }
        return [
            PaletteOffer(line: "replay rate 20 seed 7 loop", meaning: "the category's parts as a line"),
            PaletteOffer(line: "replay fast", meaning: "as fast as this machine scores"),
            PaletteOffer(line: "watch existing", meaning: "the category's folder, with what is there already"),
        ]
    }

    /// `replay …` and `watch …`, in whatever place one is.
    mutating func runStreamCommand(_ typed: String) -> [Effect]? {
        if let text = typed.argument(of: "replay"), !text.isEmpty { return startReplay(text) }
        if let text = typed.argument(of: "watch"), !text.isEmpty { return startWatch(text) }
        return nil
    }
}
