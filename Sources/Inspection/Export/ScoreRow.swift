import Disk
import SystemPackage

/// One row of the `score` command: a part, its score and what the threshold makes of it.
public struct ScoreRow: Equatable, Sendable {
    public var path: FilePath
    public var category: String?
    public var score: Float?
    public var threshold: Float?
    public var machine: MachineVerdict
    /// Why the part is NOT INSPECTED: one printable line.
    public var error: String?

    public init(_ finding: Finding, category: String?, threshold: Float?) {
        path = finding.part.path
        self.category = category
        score = finding.score
        self.threshold = threshold
        machine = threshold.map { finding.verdict(threshold: $0) } ?? .notInspected
        if case .failed(let reason) = finding.outcome { error = reason }
    }

    /// The columns, which programs rely on.
    public static let columns = ["path", "category", "score", "threshold", "machine_verdict", "error"]

    /// The first line of the CSV. Lines end in a newline alone, as the lines of a pipe do; CSV readers take both.
    public static var csvHeader: String { CSV.line(columns.map { .plain($0) }, end: "\n") }

    /// The row as CSV: names are `.printable`, absent values empty.
    public var csv: String {
        CSV.line(
            [
                .text(path.printable), category.map { .text($0.printable) } ?? .empty,
                number(score).map { .plain($0) } ?? .empty, number(threshold).map { .plain($0) } ?? .empty,
                .plain(machine.rawValue), error.map { .text($0) } ?? .empty,
            ], end: "\n")
    }

    /// The row as a line of JSON: the same keys in the same order, absent values `null`, and so are numbers that JSON
    /// cannot say.
    public var ndjson: String {
        func text(_ value: String?) -> String { value.map(Self.quoted) ?? "null" }
        func finite(_ value: Float?) -> String { value.flatMap { $0.isFinite ? number($0) : nil } ?? "null" }
        let values = [
            text(path.printable), text(category?.printable), finite(score), finite(threshold), text(machine.rawValue),
            text(error),
        ]
        return "{" + zip(Self.columns, values).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
    }

    private func number(_ value: Float?) -> String? { value.flatMap(FixedDecimals.text) }

    /// A JSON string (RFC 8259).
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
