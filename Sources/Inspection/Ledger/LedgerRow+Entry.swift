import Disk
import Foundation
import GRDB
import SystemPackage

extension LedgerRow {
    /// What the row says. `nil` where it says nothing that this version knows.
    /// - Parameter earlier: the threshold that this row's took the place of.
    func entry(earlier: Float? = nil) -> LedgerEntry? {
        guard let event = event(earlier), let hash = SHA256Digest(bytes: Array(hash)) else { return nil }
        return LedgerEntry(row: id, time: date, author: author, category: category, event: event, hash: hash)
    }

    /// The same, with the threshold before looked up.
    func entry(_ db: Database) throws -> LedgerEntry? {
        guard [LedgerEntry.Kind.threshold.rawValue, LedgerEntry.Kind.pixelThreshold.rawValue].contains(kind) else {
            return entry()
        }
        let statement = try db.cachedStatement(
            sql: """
                SELECT threshold FROM entry
                WHERE category = ? AND kind = ? AND calibration IS ? AND id < ? ORDER BY id DESC LIMIT 1
                """)
        let earlier = try Double.fetchOne(statement, arguments: [category, kind, calibration, id])
        return entry(earlier: earlier.map { Float($0) })
    }

    private func event(_ earlier: Float?) -> LedgerEntry.Event? {
        switch LedgerEntry.Kind(rawValue: kind) {
        case .verdict:
            verdict(isRecheck: false).map { .verdict($0) }
        case .recheck:
            verdict(isRecheck: true).map { .recheck($0) }
        case .withdrawal:
            Self.digest(part).map { .withdrawal(part: $0, row: withdraws) }
        case .threshold:
            thresholdEntry(.image, earlier).map { .threshold($0) }
        case .pixelThreshold:
            thresholdEntry(.pixel, earlier).map { .threshold($0) }
        case .export:
            path.map { .export(path: FilePath(bytes: $0), rows: Int(rows ?? 0)) }
        case .alarm:
            reason.flatMap(AlarmCause.init(rawValue:)).map { .alarm($0, text: note ?? "") }
        case .acknowledgement:
            .acknowledgement(row: refers, text: note ?? "")
        case .run:
            run.map { .run($0) }
        case nil:
            nil
        }
    }

    private static func digest(_ data: Data?) -> SHA256Digest? { data.flatMap { SHA256Digest(bytes: Array($0)) } }

    private func thresholdEntry(_ kind: ThresholdEntry.Kind, _ earlier: Float?) -> ThresholdEntry? {
        threshold.map {
            ThresholdEntry(
                kind: kind, value: Float($0), previous: earlier, reason: reason ?? "",
                calibration: Self.digest(calibration))
        }
    }

    private var run: InspectionRun? {
        guard let source = reason.flatMap(InspectionRun.Source.init(rawValue:)), let path else { return nil }
        return InspectionRun(
            source: source, path: FilePath(bytes: path), parts: rows.map { Int($0) }, text: note ?? "")
    }

    private func verdict(isRecheck: Bool) -> GivenVerdict? {
        guard let part = Self.digest(part), let name, let path,
            let machine = machine.flatMap(MachineVerdict.init(rawValue:)),
            let human = human.flatMap(HumanVerdict.init(rawValue:))
        else { return nil }
        return GivenVerdict(
            part: part, name: FilePath(bytes: name), path: FilePath(bytes: path), score: score.map { Float($0) },
            threshold: threshold.map { Float($0) }, machine: machine, human: human, reason: reason,
            calibration: Self.digest(calibration), note: note, isRecheck: isRecheck, seconds: seconds)
    }
}
