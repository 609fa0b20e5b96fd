import Disk
import Foundation

/// Comma-separated values as RFC 4180 has them, that a spreadsheet cannot be made to obey.
enum CSV {
    enum Cell {
        case empty
        /// Printable text. A leading `=`, `+`, `-`, `@` would be run as a formula by spreadsheets, so it gets an
        /// apostrophe before it.
        case text(String)
        /// A number or another value of our own making, written as it is.
        case plain(String)
    }

    static func line(_ cells: [Cell], end: String) -> String {
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

/// Numbers in exports: always in full, with at least nine decimals and as many as give the same `Float` when read back.
enum FixedDecimals {
    /// `nil` for what is no number; `inf` or `-inf` for the infinite.
    static func text(_ value: Float) -> String? {
        guard !value.isNaN else { return nil }
        guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
        for decimals in 9..<160 {
            let text = String(format: "%.\(decimals)f", Double(value))
            if Float(text) == value { return text }
        }
        return "\(value)"
    }
}
