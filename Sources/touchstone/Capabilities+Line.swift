import Canvas

#if canImport(Glibc)
    import Glibc
#endif

/// Colours for those who write lines and draw no screens.
extension Capabilities {
    /// - Parameters:
    ///   - descriptor: where the lines go; without a terminal there are no colours unless they are asked for.
    init(line descriptor: Int32, choice: ColourChoice = .auto) {
        var environment: [String: String] = [:]
        for name in ["TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"] {
            environment[name] = getenv(name).map { String(cString: $0) }
        }
        let term = environment["TERM"] ?? ""
        let isTerminal = isatty(descriptor) == 1
        // The description of the terminal is for those who draw screens; its name is enough for a line.
        let colours = !isTerminal || term.isEmpty || term == "dumb" ? 0 : term.contains("256color") ? 256 : 8
        self.init(environment: environment, terminalColours: colours, choice: choice)
    }

    /// What makes a terminal write in that style (ECMA-48, SGR), beginning with a reset.
    func escape(_ style: Style, over ground: RGB? = nil) -> String {
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
        switch colours {
        case .truecolor: return "\(base + 8);2;\(colour.red);\(colour.green);\(colour.blue)"
        case .indexed240: return "\(base + 8);5;\(ColourLadder.indexed240(colour))"
        case .ansi16, .monochrome:
            let index = Int(ColourLadder.ansi8(colour))
            return "\(base + index)"
        }
    }
}
