import Detectors
import Disk
import Raster

/// Gathers what there is to export: parts as they stand on disk, scores as they were last computed, verdicts as they
/// stand in the ledger. It scores nothing.
public struct VerdictTable: Sendable {
    private let ledger: Ledger
    private let store: CalibrationStore
    private let scores: ScoreCache?

    public init(ledger: Ledger, store: CalibrationStore, scores: ScoreCache?) {
        self.ledger = ledger
        self.store = store
        self.scores = scores
    }

    /// A row for each part of the category, in its order.
    public func rows(_ category: Category) throws -> [VerdictRow] {
        let calibration = try store.current(category: category.name)?.digest
        let known = try calibration.flatMap { try scores?.scores(calibration: $0) } ?? [:]
        let findings = category.parts.map { part in
            do {
                let digest = SHA256Digest(hashing: try part.path.readAll(limit: DecodeLimits.standard.fileBytes))
                guard let score = known[digest] else {
                    return Finding(part: part, digest: digest, outcome: .failed("not scored yet"))
                }
                return Finding(part: part, digest: digest, outcome: .scored(Anomaly(score: score, grid: nil)))
            } catch {
                return Finding(part: part, digest: nil, outcome: .failed(error.printableLine))
            }
        }
        return try rows(category.name, findings, calibration: calibration)
    }

    /// A row for each finding, with the verdict that stands for its part.
    public func rows(
        _ category: String, _ findings: [Finding], calibration: SHA256Digest?
    ) throws(InspectionError) -> [VerdictRow] {
        let threshold = try ledger.threshold(category: category, calibration: calibration)?.value
        let standing = try ledger.standing(category: category)
        return findings.map { finding in
            VerdictRow(
                finding.part, category: category, finding: finding, threshold: threshold, calibration: calibration,
                standing: finding.digest.flatMap { standing[$0] })
        }
    }

    /// The verdicts that stand in the ledger, oldest first.
    /// - Parameter categories: only these; all where empty.
    public func standing(categories: [String]) throws(InspectionError) -> [VerdictRow] {
        var rows: [VerdictRow] = []
        for category in try categories.isEmpty ? ledger.categories() : categories {
            let standing = try ledger.standing(category: category).values.sorted { $0.row < $1.row }
            rows += standing.map { VerdictRow($0, category: category) }
        }
        return rows
    }
}
