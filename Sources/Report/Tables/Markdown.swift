extension String {
    /// On one line, with nothing in it that Markdown or the HTML in it would read as its own.
    var markdown: String {
        var out = ""
        let scalars = Array(shown.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "_"
            where place > 0 && place + 1 < scalars.count
                && scalars[place - 1].properties.isAlphabetic && scalars[place + 1].properties.isAlphabetic:
                // Within a word it means nothing, and names of parts are full of them.
                out += "_"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$": out += "\\\(Character(scalar))"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

/// A table of GitHub-flavoured Markdown, its columns padded so that it reads as plain text too.
struct MarkdownTable {
    private let columns: [String]
    /// Whether a column stands at the left; numbers stand at the right.
    private let isText: [Bool]
    private var rows: [[String]] = []

    /// - Parameter text: the columns, from the first on, that hold words.
    init(_ columns: [String], text: Set<Int> = [0]) {
        self.columns = columns.map(\.markdown)
        isText = columns.indices.map(text.contains)
    }

    /// - Parameter cells: as they stand; words have been escaped.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let widths = columns.indices.map { column in
            ([columns] + rows).reduce(3) { max($0, column < $1.count ? $1[column].count : 0) }
        }
        func line(_ cells: [String]) -> String {
            let padded = widths.enumerated().map { column, width in
                let cell = column < cells.count ? cells[column] : ""
                let space = String(repeating: " ", count: max(0, width - cell.count))
                return isText[column] ? cell + space : space + cell
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = zip(widths, isText).map { width, isText in
            isText ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        return line(columns) + line(rule) + rows.map(line).joined()
    }
}
