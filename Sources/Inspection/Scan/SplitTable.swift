import Disk
import SystemPackage

/// The table of VisA's splits: comma-separated, `object,split,label,image,mask`, paths relative to the data set.
struct SplitTable {
    struct Row {
        /// In the file, the header being 1.
        let line: Int
        let object: String
        let split: String
        let label: String
        let image: String
        /// Empty where there is none.
        let mask: String
    }

    let rows: [Row]

    private static let columns = ["object", "split", "label", "image", "mask"]
    /// The published one has 660 KB.
    private static let largest = 64 << 20

    /// - Throws: `InspectionError` naming the file, for one that cannot be read, is no such table, or breaks off.
    init(_ path: FilePath) throws(InspectionError) {
        let bytes: [UInt8]
        do {
            bytes = try path.readAll(limit: Self.largest)
        } catch {
            throw InspectionError(error)
        }
        guard
            let text = String(
                validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else {
            throw InspectionError(.layout, path, "is no UTF-8 text; save the table as UTF-8")
        }
        guard let records = Self.records(text) else {
            throw InspectionError(.layout, path, "a quoted field does not end; close its quotation mark")
        }
        let header = (records.first?.fields ?? []).map { $0.lowercased().trimmedOfSpaces }
        var places: [Int] = []
        for name in Self.columns {
            guard let place = header.firstIndex(of: name) else {
                throw InspectionError(
                    .layout, path,
                    "has no column \(name); the first line must be \(Self.columns.joined(separator: ","))")
            }
            places.append(place)
        }
        rows = records.dropFirst().map { record in
            let fields = places.map { record.fields.indices.contains($0) ? record.fields[$0].trimmedOfSpaces : "" }
            return Row(
                line: record.line, object: fields[0], split: fields[1].lowercased(), label: fields[2].lowercased(),
                image: fields[3], mask: fields[4])
        }
    }

    /// Records as RFC 4180 has them, with any line ending; empty lines are skipped. `nil` where a quote is never closed.
    private static func records(_ text: String) -> [(line: Int, fields: [String])]? {
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var (isQuoted, line, start) = (false, 1, 1)
        func isBlank() -> Bool { fields.isEmpty && field.isEmpty }
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            if scalar == "\n" { line += 1 }
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                field.append(scalar)
                next = scalars.next()
            case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(String(field))
                field.removeAll()
            case "\r" where !isQuoted && next == "\n": break
            case "\n" where !isQuoted, "\r" where !isQuoted:
                if !isBlank() { records.append((start, fields + [String(field)])) }
                fields = []
                field.removeAll()
                start = line
            default: field.append(scalar)
            }
        }
        if !isBlank() { records.append((start, fields + [String(field)])) }
        return isQuoted ? nil : records
    }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
