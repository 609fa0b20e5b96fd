import Canvas

/// Commands by name: what is typed, and what of it there is.
public struct Palette: Equatable, Sendable {
    public var line = LineEditor()
    /// Which of the offers is chosen.
    public var chosen = 0

    public init() {}
}

/// One thing that can be typed after the colon.
public struct PaletteOffer: Equatable, Sendable {
    /// The whole line that it stands for: `theme daylight`.
    public let line: String
    public let meaning: String
    /// Something has to be typed behind it first.
    public var wantsArgument = false
}

extension State {
    /// What the palette offers for what has been typed, best first.
    public func offers(for typed: String) -> [PaletteOffer] {
        let all = keyOffers + placeOffers(for: typed)
        let text = typed.lowercased().trimmingSpaces
        guard !text.isEmpty else { return all }
        let starting = all.filter { $0.line.lowercased().hasPrefix(text) }
        let wordly = all.filter { offer in
            !starting.contains(offer)
                && offer.line.lowercased().split(whereSeparator: { " -".contains($0) }).contains { $0.hasPrefix(text) }
        }
        let scattered = all.filter {
            !starting.contains($0) && !wordly.contains($0) && Self.isScattered(text, in: $0.line.lowercased())
        }
        return starting + wordly + scattered
    }

    /// Everything that could be done now: keys' commands first, then those that take a word.
    private var keyOffers: [PaletteOffer] {
        var seen = Set<Command>()
        var offers: [PaletteOffer] = []
        for binding in Keymap.bindings(in: place.context) where seen.insert(binding.command).inserted {
            if binding.command != .openPalette, self.offers(binding.command) {
                offers.append(PaletteOffer(line: binding.command.name, meaning: binding.meaning))
            }
        }
        return offers + themeShelf.map { PaletteOffer(line: "theme \($0.name)", meaning: "these colours") }
            + (lines ?? []).map { PaletteOffer(line: "category \($0.name.printable)", meaning: "go to this category") }
    }

    /// Whether the letters of `text` stand in `line` in their order.
    private static func isScattered(_ text: String, in line: String) -> Bool {
        var rest = line[...]
        for letter in text {
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }
}

extension String {
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
