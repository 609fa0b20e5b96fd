import Inspection
import SystemPackage

/// A row of the ledger with what it takes to read it.
public struct LedgerItem: Equatable, Sendable {
    public let entry: LedgerEntry
    public let time: LocalTime
    /// What a withdrawal took back, so that it can be told of which part.
    public let withdrawn: GivenVerdict?

    public init(entry: LedgerEntry, time: LocalTime, withdrawn: GivenVerdict? = nil) {
        self.entry = entry
        self.time = time
        self.withdrawn = withdrawn
    }

    /// The verdict that the row gives or takes back.
    var verdict: GivenVerdict? {
        switch entry.event {
        case .verdict(let verdict), .recheck(let verdict): verdict
        case .withdrawal: withdrawn
        default: nil
        }
    }
}
