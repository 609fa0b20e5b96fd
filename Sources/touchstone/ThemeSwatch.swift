import Canvas

#if canImport(Glibc)
    import Glibc
#endif

/// A few words in a theme's own colours, for a line on standard output.
struct ThemeSwatch {
    private let capabilities: Capabilities

    /// No colours where standard output is no terminal or `NO_COLOR` is set, unless they were asked for.
    init(choice: ColourChoice) {
        var environment: [String: String] = [:]
        for name in ["TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"] {
            environment[name] = getenv(name).map { String(cString: $0) }
        }
        let term = environment["TERM"] ?? ""
        let isTerminal = isatty(STDOUT_FILENO) == 1
        // The description of the terminal is for those who draw screens; its name is enough for a line.
        let colours = !isTerminal || term.isEmpty || term == "dumb" ? 0 : term.contains("256color") ? 256 : 8
        capabilities = Capabilities(environment: environment, terminalColours: colours, choice: choice)
    }

    /// nil where there are no colours to show.
    func sample(of theme: Theme) -> String? {
        guard !capabilities.isMonochrome else { return nil }
        let theme = theme.adapted(to: capabilities)
        let parts: [(String, Theme.Role)] = [
            (" A GOOD", .good), (" R REJECT", .reject), (" U UNSURE", .unsure), (" text", .text), (" muted", .muted),
            (" accent ", .accent), (" selected ", .selection),
        ]
        var text = ""
        for (word, role) in parts { text += escape(theme[role], over: theme.background) + word }
        return text + "\u{1B}[0m"
    }

    private func escape(_ style: Style, over ground: RGB?) -> String {
        var codes = ["0"]
        if style.bold { codes.append("1") }
        if style.dim { codes.append("2") }
        if style.underline { codes.append("4") }
        if style.reverse { codes.append("7") }
        if let colour = style.foreground { codes.append(code(colour, base: 30)) }
        if let colour = style.background ?? ground { codes.append(code(colour, base: 40)) }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    /// - Parameter base: 30 for what is written, 40 for what is behind it.
    private func code(_ colour: RGB, base: Int) -> String {
        switch capabilities.colours {
        case .truecolor: return "\(base + 8);2;\(colour.red);\(colour.green);\(colour.blue)"
        case .indexed240: return "\(base + 8);5;\(ColourLadder.indexed240(colour))"
        case .ansi16, .monochrome:
            let index = Int(ColourLadder.ansi8(colour))
            return "\(base + index)"
        }
    }
}
