import Canvas

#if canImport(Glibc)
    import Glibc
#endif

/// A few words in a theme's own colours, for a line on standard output.
struct ThemeSwatch {
    private let capabilities: Capabilities

    /// No colours where standard output is no terminal or `NO_COLOR` is set, unless they were asked for.
    init(choice: ColourChoice) { capabilities = Capabilities(line: STDOUT_FILENO, choice: choice) }

    /// nil where there are no colours to show.
    func sample(of theme: Theme) -> String? {
        guard !capabilities.isMonochrome else { return nil }
        let theme = theme.adapted(to: capabilities)
        let parts: [(String, Theme.Role)] = [
            (" A GOOD", .good), (" R REJECT", .reject), (" U UNSURE", .unsure), (" text", .text), (" muted", .muted),
            (" accent ", .accent), (" selected ", .selection),
        ]
        var text = ""
        for (word, role) in parts { text += capabilities.escape(theme[role], over: theme.background) + word }
        return text + "\u{1B}[0m"
    }
}
