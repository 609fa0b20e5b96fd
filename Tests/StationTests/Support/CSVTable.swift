/// Comma-separated values as RFC 4180 has them, read by the book.
struct CSVTable {
    let columns: [String]
    let rows: [[String: String]]

    struct Malformed: Error { let why: String }

    /// - Throws: where a quote stands inside an unquoted field, one is left open, or rows differ in length.
    init(_ text: String) throws {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var quoted = false
        var wasQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if quoted {
                if scalar != "\"" {
                    field.unicodeScalars.append(scalar)
                } else if scalars.first == "\"" {
                    scalars.removeFirst()
                    field += "\""
                } else {
                    quoted = false
                }
                continue
            }
            switch scalar {
            case "\"":
                guard field.isEmpty, !wasQuoted else { throw Malformed(why: "a quote inside a field: \(field)") }
                (quoted, wasQuoted) = (true, true)
            case ",":
                record.append(field)
                (field, wasQuoted) = ("", false)
            case "\r" where scalars.first == "\n": break
            case "\n":
                records.append(record + [field])
                (record, field, wasQuoted) = ([], "", false)
            default:
                guard !wasQuoted else { throw Malformed(why: "text after a closing quote") }
                field.unicodeScalars.append(scalar)
            }
        }
        guard !quoted, record.isEmpty, field.isEmpty else { throw Malformed(why: "the last row is not ended") }
        guard let columns = records.first else { throw Malformed(why: "there is no header") }
        self.columns = columns
        rows = try records.dropFirst().map { values in
            guard values.count == columns.count else { throw Malformed(why: "\(values) is not \(columns.count) long") }
            return Dictionary(uniqueKeysWithValues: zip(columns, values))
        }
    }
}
