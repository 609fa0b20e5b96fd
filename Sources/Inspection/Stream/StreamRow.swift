import Disk
import Evaluation

/// One row of a stream's CSV. It says nothing of the machine's own time, so a replay with a seed gives the same bytes
/// whenever and wherever it is made with the same calibration.
public struct StreamRow: Equatable, Sendable {
    public let result: StreamResult

    public init(_ result: StreamResult) { self.result = result }

    /// The columns, which programs rely on. `arrival` counts seconds of the stream's clock; `ewma` is a score; `alarm`
    /// names what this part raised.
    public static let columns = [
        "arrival", "path", "sha256", "score", "threshold", "machine_verdict", "ewma", "alarm", "error",
    ]

    /// The first line. Lines end in a newline alone, as the lines of a pipe do; CSV readers take both.
    public static var csvHeader: String { CSV.line(columns.map { .plain($0) }, end: "\n") }

    /// Names are `.printable`, absent values empty.
    public var csv: String {
        CSV.line(
            [
                .plain(arrival), .text(result.part.path.printable),
                result.digest.map { .plain($0.description) } ?? .empty, number(result.score),
                number(result.threshold), .plain(result.verdict.rawValue), number(result.point.average),
                result.point.raised.isEmpty
                    ? .empty : .plain(result.point.raised.map(\.rawValue).joined(separator: " ")),
                error.map { .text($0) } ?? .empty,
            ], end: "\n")
    }

    /// Whether a line that was written before is about the same bytes under the same name.
    public func isAboutSamePart(as line: String) -> Bool {
        guard let digest = result.digest else { return false }
        let cells = CSV.line([.text(result.part.path.printable), .plain(digest.description)], end: "")
        return line.contains(",\(cells),")
    }

    /// Why it is NOT INSPECTED.
    public var error: String? {
        if case .failed(let reason) = result.finding.outcome { reason } else { nil }
    }

    /// To the microsecond, without rounding through decimals.
    private var arrival: String {
        let microseconds = Int64((result.arrival * 1e6).rounded())
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }

    private func number(_ value: Float?) -> CSV.Cell { value.flatMap(FixedDecimals.text).map { .plain($0) } ?? .empty }
}
