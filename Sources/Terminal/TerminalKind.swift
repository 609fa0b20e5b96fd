import CTerminal
import Canvas
import Disk
import Glibc

/// What is known of a terminal before it is opened: its description, changed where that shows more, and what it can
/// show.
struct TerminalKind {
    let term: String
    /// For TERMINFO: the changed description in hexadecimal, which ncurses 6.1 and later read from there.
    let description: String?
    let capabilities: Capabilities
    let ansiColours: Int

    init(environment: [String: String], colour: ColourChoice, ascii: Bool?) throws(TerminalError) {
        guard let term = environment["TERM"], !term.isEmpty else {
            throw TerminalError(.unknownTerminal, "TERM", "is not set; name your terminal, as in TERM=xterm")
        }
        self.term = term
        var colours: Int32 = -1
        var pairs: Int32 = -1
        var addressable: Int32 = 0
        let status = terminal_describe(term, &colours, &pairs, &addressable)
        guard status == 1 else {
            throw TerminalError(
                .unknownTerminal, "TERM=\(term.printable)",
                status == 0
                    ? "nothing is known about this terminal; install its description or try TERM=xterm-256color"
                    : "there are no terminal descriptions here; install the package ncurses-base")
        }
        guard addressable != 0 else {
            throw TerminalError(
                .tooSimple, "TERM=\(term.printable)", "cannot move its cursor; run the station in a full terminal")
        }
        var found = Capabilities(
            environment: environment, terminalColours: Int(colours), choice: colour, ascii: ascii)
        // Glyphs beyond ASCII need a UTF-8 locale in the C library, whatever the terminal can do.
        if terminal_use_utf8() == 0 { found.unicode = false }
        let installed = found.isMonochrome ? nil : DescriptionSearch.find(term, environment: environment)
        let changed = installed?.with(colours: found.colours, forced: colour != .auto)
        if changed == nil, !found.isMonochrome {
            // Without a description to change only what the installed one says is sure.
            if found.colours == .truecolor || found.colours == .indexed240 {
                found.colours = colours >= 256 ? .indexed240 : .ansi16
            }
            if colours < 8 { found.colours = .monochrome }
        }
        capabilities = found
        ansiColours = min(16, changed?.colourCount ?? Int(colours)) >= 16 ? 16 : 8
        description = changed.map { "hex:" + TerminalKind.hexadecimal($0.bytes) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Screen {
    /// The environment of the process; names or values that are not text are repaired.
    public static var environment: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return result
    }
}
