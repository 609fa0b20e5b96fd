import Disk
import Inspection
import Screens
import Synchronization

/// Brings what people decide into the ledger, each step in one transaction. Used from one serial queue.
final class VerdictDesk: Sendable {
    private let bench: LazyBench
    private let author: String
    /// The row that each decision of the session stands in, by its number.
    private let rows = Mutex<[Int: Int64]>([:])

    init(bench: LazyBench, author: String) {
        self.bench = bench
        self.author = author
    }

    /// Stores a judgement durably.
    /// - Parameter calibration: the one in force when it was given.
    /// - Returns: what stands for the part in the ledger now.
    /// - Throws: `InspectionError`; what opening the ledger throws.
    func store(_ judgement: Judgement, calibration: SHA256Digest?) throws -> Standing {
        let ledger = try bench.get().ledger
        let verdict = given(judgement, calibration)
        guard judgement.isRecheck else { return .known(try storeVerdict(judgement, verdict, ledger)) }
        keep(try storeRecheck(judgement, verdict, ledger), judgement)
        return .unknown
    }

    /// What stands for a part whose judgement could not be stored.
    func standing(_ judgement: Judgement) -> Standing {
        guard !judgement.isRecheck else { return .unknown }
        do {
            return .known(try opinion(on: judgement, try bench.get().ledger))
        } catch {
            return .unknown
        }
    }

    private func storeVerdict(
        _ judgement: Judgement, _ verdict: GivenVerdict?, _ ledger: Ledger
    ) throws -> Opinion? {
        let (part, category) = (judgement.digest, judgement.category)
        let own = rows.withLock { $0[judgement.decision] }
        switch judgement.origin {
        case .given, .redo:
            guard let verdict else { return try opinion(on: judgement, ledger) }
            // Taking it back has failed before, so it need not be given again.
            if let own, let standing = try ledger.standing(part: part, category: category), standing.row == own {
                return Opinion(standing.verdict)
            }
            keep(try ledger.record(verdict, category: category, author: author).row, judgement)
            return judgement.opinion
        case .amended:
            guard let verdict else { return try opinion(on: judgement, ledger) }
            let standing = try ledger.replace(
                row: try row(of: judgement), with: verdict, category: category, author: author
            ).standing
            keep(standing?.row, judgement)
            return standing.map { Opinion($0.verdict) }
        case .undo:
            // What never came into the ledger is not taken back by withdrawing what somebody else has said.
            guard let own else { return try opinion(on: judgement, ledger) }
            let standing = try ledger.undo(
                row: own, of: part, category: category, restoring: verdict, author: author
            ).standing
            keep(nil, judgement)
            return standing.map { Opinion($0.verdict) }
        }
    }

    private func opinion(on judgement: Judgement, _ ledger: Ledger) throws -> Opinion? {
        try ledger.standing(part: judgement.digest, category: judgement.category).map { Opinion($0.verdict) }
    }

    private func keep(_ row: Int64?, _ judgement: Judgement) { rows.withLock { $0[judgement.decision] = row } }

    private func storeRecheck(
        _ judgement: Judgement, _ verdict: GivenVerdict?, _ ledger: Ledger
    ) throws -> Int64? {
        switch judgement.origin {
        case .given, .redo:
            guard let verdict else { return nil }
            return try ledger.record(verdict, category: judgement.category, author: author).row
        case .amended:
            guard let verdict else { return nil }
            return try ledger.replace(
                row: try row(of: judgement), with: verdict, category: judgement.category, author: author
            ).entries.last?.row
        case .undo:
            try ledger.withdraw(row: try row(of: judgement), author: author)
            return nil
        }
    }

    private func row(of judgement: Judgement) throws(Failure) -> Int64 {
        guard let row = rows.withLock({ $0[judgement.decision] }) else {
            throw Failure("the verdict that it belongs to is not in the ledger")
        }
        return row
    }

    private func given(_ judgement: Judgement, _ calibration: SHA256Digest?) -> GivenVerdict? {
        judgement.opinion.map { opinion in
            GivenVerdict(
                part: judgement.digest, name: judgement.part.name, path: judgement.part.path, score: judgement.score,
                threshold: judgement.threshold, machine: judgement.machine, human: opinion.verdict,
                reason: opinion.reason, calibration: calibration, note: opinion.note,
                isRecheck: judgement.isRecheck, seconds: judgement.seconds)
        }
    }
}
