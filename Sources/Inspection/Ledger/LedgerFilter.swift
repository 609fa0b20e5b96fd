import Disk
import Foundation
import GRDB

/// Which rows of the ledger are of interest: those that fit everything that is given.
public struct LedgerFilter: Equatable, Sendable {
    public var category: String?
    /// Only these; all where empty.
    public var kinds: Set<LedgerEntry.Kind>
    public var author: String?
    /// Occurs in the part's name, the reason, the note or the author's name; upper and lower case of ASCII letters are
    /// alike. Empty for no matter what.
    public var text: String
    public var part: SHA256Digest?
    /// From this time on, to the millisecond.
    public var since: Date?
    /// Before this time, to the millisecond.
    public var until: Date?

    public init(
        category: String? = nil, kinds: Set<LedgerEntry.Kind> = [], author: String? = nil, text: String = "",
        part: SHA256Digest? = nil, since: Date? = nil, until: Date? = nil
    ) {
        self.category = category
        self.kinds = kinds
        self.author = author
        self.text = text
        self.part = part
        self.since = since
        self.until = until
    }

    var condition: SQL {
        // Rows of later versions are none of ours to show.
        let kinds = (kinds.isEmpty ? Set(LedgerEntry.Kind.allCases) : kinds).map(\.rawValue).sorted()
        var terms: [SQL] = kinds.count == LedgerEntry.Kind.allCases.count ? [] : [Self.anyOf("kind", kinds)]
        if let category { terms.append("category = \(category)") }
        if let author { terms.append("author = \(author)") }
        if let part { terms.append("part = \(Data(part.bytes))") }
        if let span { terms.append(span) }
        if !text.isEmpty {
            let pattern = Self.pattern(text)
            let matches = ["CAST(name AS TEXT)", "reason", "note", "author"].map { column -> SQL in
                "\(sql: column) LIKE \(pattern) ESCAPE '\\'"
            }
            terms.append("(\(matches.joined(operator: .or)))")
        }
        return terms.isEmpty ? "TRUE" : "\(terms.joined(operator: .and))"
    }

    /// What of it is about the time; `nil` for any.
    var span: SQL? {
        var terms: [SQL] = []
        if let since { terms.append("time >= \(LedgerRow.milliseconds(since))") }
        if let until { terms.append("time < \(LedgerRow.milliseconds(until))") }
        return terms.isEmpty ? nil : "\(terms.joined(operator: .and))"
    }

    private static func anyOf(_ column: String, _ values: [String]) -> SQL {
        values.count == 1 ? "\(sql: column) = \(values[0])" : "\(sql: column) IN \(values)"
    }

    /// The text as it is, wherever it stands. SQLite takes patterns of up to 50,000 bytes; nothing that is stored and
    /// searched is as long as that, and a pattern that was cut short could only find too much.
    private static func pattern(_ text: String) -> String {
        var pattern = "%"
        for scalar in text.unicodeScalars.prefix(8000) {
            if ["%", "_", "\\"].contains(scalar) { pattern.unicodeScalars.append("\\") }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern + "%"
    }
}
