import Canvas
import Terminal

#if canImport(Glibc)
    import Glibc
#endif

/// A few rows on standard error that are drawn again in their place: no full screen, and nothing to be restored when
/// the process ends, however it does.
struct LiveLines {
    private let capabilities: Capabilities
    private let theme: Theme
    /// Columns that each row took when it was drawn last.
    private var drawn: [Int] = []

    /// nil where standard error is no terminal, or one that cannot move its cursor.
    init?() {
        let term = getenv("TERM").map { String(cString: $0) } ?? ""
        guard isatty(STDERR_FILENO) == 1, !term.isEmpty, term != "dumb" else { return nil }
        capabilities = Capabilities(line: STDERR_FILENO)
        var theme = Theme.graphite.adapted(to: capabilities)
        theme.background = nil
        self.theme = theme
    }

    /// Draws what `frame` makes of the terminal's size now.
    mutating func draw(_ frame: (Size, Theme, Capabilities) -> Frame) {
        let size = Self.size
        let frame = frame(size, theme, capabilities)
        var text = home(columns: size.columns)
        drawn = []
        for row in 0..<frame.size.rows {
            if row > 0 { text += "\r\n" }
            let width = Self.width(frame, row)
            text += line(frame, row, width)
            drawn.append(width)
        }
        Diagnostics.write(text)
    }

    /// Leaves what was drawn last and goes on below it.
    mutating func finish() {
        if !drawn.isEmpty { Diagnostics.write("\r\n") }
        drawn = []
    }

    /// To the first row, with everything from there on cleared. A terminal that has become narrower has broken rows.
    private func home(columns: Int) -> String {
        guard !drawn.isEmpty else { return "" }
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
        let up = min(rows, Self.size.rows) - 1
        return "\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J"
    }

    /// Columns of a row without the blanks at its end: what is not written is not broken either.
    private static func width(_ frame: Frame, _ row: Int) -> Int {
        var width = frame.size.columns
        while width > 0, frame[width - 1, row].glyph == " " { width -= 1 }
        return width
    }

    private func line(_ frame: Frame, _ row: Int, _ width: Int) -> String {
        var text = ""
        var style = Style.plain
        for column in 0..<width {
            let cell = frame[column, row]
            if cell.style != style {
                text += capabilities.escape(cell.style)
                style = cell.style
            }
            text.unicodeScalars.append(cell.glyph)
        }
        return style == .plain ? text : text + "\u{1B}[0m"
    }

    static var size: Size {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
