import Disk
import Foundation
import GRDB
import SystemPackage

extension Ledger {
    /// Makes `threshold` the live one of the category. Verdicts that were given stay what they were.
    /// - Parameters:
    ///   - calibration: whose scores it is for; under another calibration it means nothing.
    ///   - kind: whether it is for scores of parts or for pixels of maps.
    /// - Throws: `InspectionError.refused` for a value that is no finite number.
    @discardableResult
    public func set(
        _ threshold: Threshold, category: String, calibration: SHA256Digest?, kind: ThresholdEntry.Kind = .image
    ) throws(InspectionError) -> LedgerEntry {
        guard threshold.value.isFinite else {
            throw InspectionError(.refused, category.printable, "a threshold must be a finite number")
        }
        var row = LedgerRow(
            kind: kind == .image ? .threshold : .pixelThreshold, time: threshold.time, author: threshold.author,
            category: category)
        row.threshold = Double(threshold.value)
        row.reason = threshold.reason
        row.calibration = calibration.map { Data($0.bytes) }
        return try append { _ in row }
    }

    /// Notes that verdicts were written to a file.
    /// - Parameter category: `nil` for several.
    @discardableResult
    public func noteExport(
        to file: FilePath, rows: Int, category: String?, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        var row = LedgerRow(kind: .export, time: time, author: author, category: category ?? "")
        row.path = Data(file.bytes)
        row.rows = Int64(rows)
        return try append { _ in row }
    }

    /// Notes that something about the line asks for a person.
    /// - Parameter text: what, with its numbers.
    @discardableResult
    public func raise(
        _ cause: AlarmCause, text: String, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        var row = LedgerRow(kind: .alarm, time: time, author: author, category: category)
        row.reason = cause.rawValue
        row.note = text
        return try append { _ in row }
    }

    /// Notes that somebody has seen an alarm.
    /// - Parameter row: the alarm's; `nil` for all that were raised before.
    /// - Throws: `InspectionError.refused` where that row is no alarm of the category.
    @discardableResult
    public func acknowledge(
        alarm row: Int64?, text: String = "", category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        try append { db in
            if let row {
                let isAlarm = try Bool.fetchOne(
                    db, sql: "SELECT kind = ? AND category = ? FROM entry WHERE id = ?",
                    arguments: [LedgerEntry.Kind.alarm.rawValue, category, row])
                guard isAlarm == true else {
                    throw InspectionError(.refused, self.path, "row \(row) is no alarm of \(category.printable)")
                }
            }
            var entry = LedgerRow(kind: .acknowledgement, time: time, author: author, category: category)
            entry.refers = row
            entry.note = text
            return entry
        }
    }

    /// Notes that parts began to run along a line, or that this ended.
    @discardableResult
    public func note(
        _ run: InspectionRun, category: String, author: String = Author.current, time: Date = Date()
    ) throws(InspectionError) -> LedgerEntry {
        var row = LedgerRow(kind: .run, time: time, author: author, category: category)
        row.reason = run.source.rawValue
        row.path = Data(run.path.bytes)
        row.rows = run.parts.map { Int64($0) }
        row.note = run.text
        return try append { _ in row }
    }
}
