/// Whether words can be read (W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.4.3).
public enum Contrast {
    /// What the guidelines ask of text.
    public static let textLimit = 4.5
    /// Lines and frames carry no words and should be quieter than any; but they must be there.
    public static let borderLimit = 1.5
    /// A selected row against the screen. It is an area, and a marker stands in it as well.
    public static let selectionLimit = 1.15

    /// (L₁ + 0.05) / (L₂ + 0.05) of the relative luminances, the lighter first: 1 … 21, the same both ways round.
    public static func ratio(_ a: RGB, _ b: RGB) -> Double { a.contrast(with: b) }

    public static func limit(for role: Theme.Role) -> Double { role == .border ? borderLimit : textLimit }

    /// A role that is too faint somewhere.
    public struct Shortfall: Hashable, Sendable, CustomStringConvertible {
        public enum Ground: String, Sendable {
            case background = "the background"
            case selection = "a selected row"
            case own = "its own background"
        }
        public let role: Theme.Role
        public let ground: Ground
        public let colours: Capabilities.Colours
        public let ratio: Double
        public let limit: Double

        public var description: String {
            let depth = colours == .indexed240 ? " in 240 colours" : ""
            let needed = "\(Contrast.text(ratio)), needs \(Contrast.text(limit))"
            return "\(role.rawValue) on \(ground.rawValue)\(depth): \(needed)"
        }
    }

    /// With two decimals, rounded down, so that nothing that falls short reads as if it did not.
    public static func text(_ ratio: Double) -> String {
        let hundredths = Int((ratio * 100 + 1e-6).rounded(.down))
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// What is too faint in the theme, in 24-bit colours and after their reduction to 240. Colours that are the
    /// terminal's own cannot be judged and are passed over.
    public static func shortfalls(of theme: Theme) -> [Shortfall] {
        [Capabilities.Colours.truecolor, .indexed240].flatMap { depth in
            shortfalls(theme.adapted(to: Capabilities(colours: depth, unicode: true)), depth)
        }
    }

    /// The least contrast of any words in the theme, in 24-bit colours; nil where all colours are the terminal's own.
    public static func least(in theme: Theme) -> Double? {
        Theme.Role.allCases.filter { $0 != .border }.flatMap { readings(of: $0, in: theme).map(\.ratio) }.min()
    }

    private static func shortfalls(_ theme: Theme, _ depth: Capabilities.Colours) -> [Shortfall] {
        var found: [Shortfall] = []
        for role in Theme.Role.allCases {
            for reading in readings(of: role, in: theme) where reading.ratio < limit(for: role) {
                found.append(
                    Shortfall(
                        role: role, ground: reading.ground, colours: depth, ratio: reading.ratio,
                        limit: limit(for: role)))
            }
        }
        if let ground = theme.background, let selected = theme[.selection].background {
            let difference = ratio(ground, selected)
            if difference < selectionLimit {
                found.append(
                    Shortfall(
                        role: .selection, ground: .background, colours: depth, ratio: difference,
                        limit: selectionLimit))
            }
        }
        return found
    }

    private static func readings(of role: Theme.Role, in theme: Theme) -> [(ground: Shortfall.Ground, ratio: Double)] {
        guard let colour = theme[role].foreground else { return [] }
        if let own = theme[role].background {
            return [(role == .selection ? .selection : .own, ratio(colour, own))]
        }
        var readings: [(ground: Shortfall.Ground, ratio: Double)] = []
        if let ground = theme.background { readings.append((.background, ratio(colour, ground))) }
        if role != .border, let selected = theme[.selection].background {
            readings.append((.selection, ratio(colour, selected)))
        }
        return readings
    }
}
