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
                let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
                let digest = SHA256Digest(hashing: bytes)
                if let score = known[digest] {
                    return Finding(part: part, digest: digest, outcome: .scored(Anomaly(score: score, grid: nil)))
                }
                // Where others have a score, one that has none may be damaged; where nothing has, nobody looked yet.
                let reason = known.isEmpty ? nil : Self.damage(bytes, part)
                return Finding(part: part, digest: digest, outcome: .failed(reason ?? "not scored yet"))
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
        let verdicts = try ledger.verdicts(category: category)
        return findings.map { finding in
            VerdictRow(
                finding.part, category: category, finding: finding, threshold: threshold, calibration: calibration,
                standing: finding.digest.flatMap { verdicts.verdict($0) },
                recheck: finding.digest.flatMap { verdicts.recheck($0)?.again })
        }
    }

    /// Why a part cannot be inspected: what the inspection says when it decodes it. `nil` where it can be.
    private static func damage(_ bytes: [UInt8], _ part: Part) -> String? {
        do {
            _ = try Image.decode(bytes, name: part.path, resizedTo: (64, 64), reduction: .standard)
            return nil
        } catch {
            return error.printableLine
        }
    }

    /// The verdicts that stand in the ledger, oldest first.
    /// - Parameter categories: only these; all where empty.
    public func standing(categories: [String]) throws(InspectionError) -> [VerdictRow] {
        var rows: [VerdictRow] = []
        for category in try categories.isEmpty ? ledger.categories() : categories {
            let verdicts = try ledger.verdicts(category: category)
            rows += verdicts.current.values.sorted { $0.row < $1.row }.map {
                VerdictRow($0, category: category, recheck: verdicts.recheck($0.verdict.part)?.again)
            }
        }
        return rows
    }
}
