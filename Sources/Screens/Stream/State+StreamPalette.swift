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

    /// What is typed, where it is a stream: the words are too many to list.
    /// - Returns: `nil` where something listed says the same, and where it could not begin.
    func streamOffer(for typed: String) -> PaletteOffer? {
        let typed = typed.trimmingSpaces
        guard offers(.replay), let line, !streamOffers.contains(where: { $0.line == typed }) else { return nil }
        let source: StreamRequest.Source
        if let text = typed.argument(of: "replay"), !text.isEmpty {
            guard let replay = try? StreamRequest.Source.replay(text) else { return nil }
            source = replay
        } else if let text = typed.argument(of: "watch"), !text.isEmpty {
            source = .watch(text, standard: line.category.folder)
        } else {
            return nil
        }
        return PaletteOffer(line: typed, meaning: source.words)
    }

    /// `replay …` and `watch …`, in whatever place one is.
    mutating func runStreamCommand(_ typed: String) -> [Effect]? {
        if let text = typed.argument(of: "replay"), !text.isEmpty { return startReplay(text) }
        if let text = typed.argument(of: "watch"), !text.isEmpty { return startWatch(text) }
        return nil
    }
}
