/// Reads CSV as RFC 4180 has it: the oracle for what the exports write.
func readCSV(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var bytes = Array(text.unicodeScalars)[...]
    while let scalar = bytes.popFirst() {
        switch (scalar, isQuoted) {
        case ("\"", true):
            if bytes.first == "\"" {
                field += "\""
                bytes.removeFirst()
            } else {
                isQuoted = false
            }
        case ("\"", false): isQuoted = true
        case (",", false):
            row.append(field)
            field = ""
        case ("\r", false) where bytes.first == "\n": break
        case ("\n", false):
            rows.append(row + [field])
            (row, field) = ([], "")
        default: field.unicodeScalars.append(scalar)
        }
    }
    return field.isEmpty && row.isEmpty ? rows : rows + [row + [field]]
}
