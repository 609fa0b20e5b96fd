/// What a terminal can show; views ask it before they choose glyphs, the sink before it sends colours.
public struct Capabilities: Hashable, Sendable {
    public enum Colours: Hashable, Sendable, CaseIterable {
        /// 24 bits, sent as they are.
        case truecolor
        /// The 240 fixed colours of the 256; the first 16 belong to the user's theme and are left alone.
        case indexed240
        /// 8 or 16 ANSI colours, whatever the user made of them.
        case ansi16
        /// Bold, dim, reverse and underline only.
        case monochrome
    }

    public var colours: Colours
    /// Whether block and line glyphs may be used; otherwise ASCII only.
    public var unicode: Bool
    /// What the person asked for; nil leaves it to the terminal.
    public var glyphChoice: GlyphMode?

    public init(colours: Colours, unicode: Bool, glyphs: GlyphMode? = nil) {
        self.colours = colours
        self.unicode = unicode
        glyphChoice = glyphs
    }

    /// How fine pictures are drawn: ASCII where glyphs are refused, at most half blocks where colours are dithered or
    /// missing, else what was asked for, by default quadrants.
    public var glyphs: GlyphMode {
        if !unicode { return .ascii }
        switch colours {
        case .truecolor, .indexed240: return glyphChoice ?? .quadrant
        case .ansi16, .monochrome: return min(glyphChoice ?? .half, .half)
        }
    }

    public static let full = Capabilities(colours: .truecolor, unicode: true)
    public static let least = Capabilities(colours: .monochrome, unicode: false)
    public var isMonochrome: Bool { colours == .monochrome }
}

/// What the person asked for with `--color`.
public enum ColourChoice: String, CaseIterable, Sendable {
    case auto, truecolor
    case indexed240 = "256"
    case ansi16 = "16"
    case monochrome = "none"
}

extension Capabilities {
    /// Reads the ladder off the environment.
    ///
    /// `--color` wins over everything. Then `NO_COLOR` (set and not empty, no-color.org) or no colours at all give
    /// monochrome; `COLORTERM` of `truecolor` or `24bit`, or a TERM ending in `-direct`, gives truecolour; after
    /// that the number of colours in the terminal's description decides.
    /// - Parameters:
    ///   - terminalColours: `colors` of the terminal's description; nil when it has none or there is none.
    ///   - ascii: what the person asked for with `--ascii`; nil leaves it to the environment.
    ///   - glyphs: how fine the person asked pictures to be; nil leaves it to the terminal.
    public init(
        environment: [String: String], terminalColours: Int?, choice: ColourChoice = .auto, ascii: Bool? = nil,
        glyphs: GlyphMode? = nil
    ) {
        let unicode = ascii.map { !$0 } ?? Capabilities.showsUnicode(environment)
        let colours: Colours =
            switch choice {
            case .truecolor: .truecolor
            case .indexed240: .indexed240
            case .ansi16: .ansi16
            case .monochrome: .monochrome
            case .auto: Capabilities.detectColours(environment, terminalColours ?? 0)
            }
        self.init(colours: colours, unicode: unicode, glyphs: glyphs)
    }

    private static func detectColours(_ environment: [String: String], _ count: Int) -> Colours {
        if let refusal = environment["NO_COLOR"], !refusal.isEmpty { return .monochrome }
        let term = environment["TERM"] ?? ""
        if count <= 0 || term == "dumb" { return .monochrome }
        if let depth = environment["COLORTERM"]?.lowercased(), depth == "truecolor" || depth == "24bit" {
            return .truecolor
        }
        if term.hasSuffix("-direct") || count >= 1 << 24 { return .truecolor }
        return count >= 256 ? .indexed240 : .ansi16
    }

    /// A plain C locale says nothing about the terminal (containers and remote logins have it), so only a locale
    /// that names another character set, or a terminal older than Unicode, refuses.
    private static func showsUnicode(_ environment: [String: String]) -> Bool {
        let term = environment["TERM"] ?? ""
        if term.isEmpty || term == "dumb" || term == "ansi" || term.hasPrefix("vt") { return false }
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let parts = locale.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return true }
        let set = parts[1].prefix { $0 != "@" }.lowercased().filter { $0 != "-" }
        return set == "utf8"
    }
}
