/// Columns for people: the first aligned left, the others right.
struct TextTable {
    private let header: [String]
    private var rows: [[String]?] = []

    init(_ header: [String]) { self.header = header }

    var hasRows: Bool { !rows.isEmpty }

    mutating func add(_ cells: [String]) { rows.append(cells) }
    mutating func addRule() { rows.append(nil) }

    var text: String {
        let all = [header] + rows.compactMap { $0 }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──")
        return ([line(header), rule] + rows.map { $0.map(line) ?? rule }).joined(separator: "\n")
    }
}
