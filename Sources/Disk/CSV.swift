/// Comma-separated values as RFC 4180 has them, that a spreadsheet cannot be made to obey.
package enum CSV {
    package enum Cell {
        case empty
        /// Printable text. A leading `=`, `+`, `-`, `@` would be run as a formula by spreadsheets, so it gets an
        /// apostrophe before it.
        case text(String)
        /// A number or another value of our own making, written as it is.
        case plain(String)
    }

    package static func line(_ cells: [Cell], end: String) -> String {
        cells.map { cell in
            switch cell {
            case .empty: ""
            case .text(let text): quoted(disarmed(text))
            case .plain(let text): quoted(text)
            }
        }.joined(separator: ",") + end
    }

    private static func disarmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    private static func quoted(_ text: String) -> String {
        let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return special || text.hasPrefix(" ") || text.hasSuffix(" ")
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
