/// Columns for people: the first aligned left, the others right, but for a last one of words.
struct TextTable {
    private let header: [String]
    private var rows: [[String]?] = []

    private let endsInWords: Bool

    init(_ header: [String], endsInWords: Bool = false) {
        self.header = header
        self.endsInWords = endsInWords
    }

    var hasRows: Bool { !rows.isEmpty }

    mutating func add(_ cells: [String]) { rows.append(cells) }
    mutating func addRule() { rows.append(nil) }

    var text: String {
        let all = [header] + rows.compactMap { $0 }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                if endsInWords, column == cells.count - 1 { return cell }
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──")
        return ([line(header), rule] + rows.map { $0.map(line) ?? rule }).joined(separator: "\n")
    }
}
