import Inspection
import Screens
import Synchronization

/// Brings what people decide into the ledger, each step in one transaction. Used from one serial queue.
final class VerdictDesk: Sendable {
    private let bench: LazyBench
    private let inspections: InspectionDesk
    private let author: String
    /// The row that each decision of the session stands in, by its number.
    private let rows = Mutex<[Int: Int64]>([:])

    init(bench: LazyBench, inspections: InspectionDesk, author: String) {
        self.bench = bench
        self.author = author
        self.inspections = inspections
    }

    /// Stores a judgement durably.
    /// - Returns: the ledger that it is in.
    /// - Throws: `InspectionError`; what opening the ledger throws.
    @discardableResult
    func store(_ judgement: Judgement) throws -> Ledger {
        let ledger = try bench.get().ledger
        let row = judgement.isRecheck ? try storeRecheck(judgement, ledger) : try storeVerdict(judgement, ledger)
        rows.withLock { $0[judgement.decision] = row }
        return ledger
    }

    private func storeVerdict(_ judgement: Judgement, _ ledger: Ledger) throws -> Int64? {
        let verdict = given(judgement)
        let (part, category) = (judgement.digest, judgement.category)
        switch judgement.origin {
        case .given, .redo:
            return try ledger.revise(part: part, category: category, to: verdict, undoing: false, author: author).standing?.row
        case .amended:
            guard let verdict else { return nil }
            return try ledger.replace(row: try row(of: judgement), with: verdict, category: category, author: author).standing?.row
        case .undo:
            try ledger.revise(part: part, category: category, to: verdict, undoing: true, author: author)
            return nil
        }
    }

    private func storeRecheck(_ judgement: Judgement, _ ledger: Ledger) throws -> Int64? {
        switch judgement.origin {
        case .given, .redo:
            guard let verdict = given(judgement) else { return nil }
            return try ledger.record(verdict, category: judgement.category, author: author).row
        case .amended:
            guard let verdict = given(judgement) else { return nil }
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

    private func given(_ judgement: Judgement) -> GivenVerdict? {
        judgement.opinion.map { opinion in
            GivenVerdict(
                part: judgement.digest, name: judgement.part.name, path: judgement.part.path, score: judgement.score,
                threshold: judgement.threshold, machine: judgement.machine, human: opinion.verdict,
                reason: opinion.reason, calibration: inspections.digest(judgement.category), note: opinion.note,
                isRecheck: judgement.isRecheck, seconds: judgement.seconds)
        }
    }
}
