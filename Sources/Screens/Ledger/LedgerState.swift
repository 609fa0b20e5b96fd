import Evaluation
import Inspection

/// What the place Ledger shows besides the category's own state.
public struct LedgerState: Equatable, Sendable {
    public internal(set) var window = LedgerWindow()
    public internal(set) var kinds = LedgerQuery.Kinds.all
    /// Only the category that is chosen in Lines.
    public internal(set) var isThisLine = false
    /// Only what this person did.
    public internal(set) var author: String?
    public internal(set) var isToday = false
    /// Everybody who has written to the ledger.
    public internal(set) var authors: [String] = []
    /// Today, as of the last page.
    public internal(set) var today: LocalTime?
    public internal(set) var chain: ChainReport?
    /// For categories that have blind re-checks.
    public internal(set) var agreement: [String: Agreement] = [:]
    /// Something was written since the last page.
    var isStale = true
    /// What was asked for and has not come yet.
    var request: LedgerRequest?
    /// What could not be read is not asked for again by itself.
    var refused: LedgerRequest?
    var isAgreementStale = false
    var awaitsAgreement = false

    public init() {}
}
