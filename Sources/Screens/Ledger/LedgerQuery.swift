import Inspection

/// Which rows of the ledger the person wants to see.
public struct LedgerQuery: Equatable, Sendable {
    /// Rows by what they are about, as `f` goes through them.
    public enum Kinds: String, Equatable, Sendable, CaseIterable {
        case all, verdicts, thresholds
        case rechecks = "re-checks"
        case alarms, exports

        /// Empty for all.
        public var kinds: Set<LedgerEntry.Kind> {
            switch self {
            case .all: []
            case .verdicts: [.verdict, .withdrawal]
            case .thresholds: [.threshold, .pixelThreshold]
            case .rechecks: [.recheck]
            case .alarms: [.alarm, .acknowledgement, .run]
            case .exports: [.export]
            }
        }
    }

    /// Only this category; `nil` for all.
    public var category: String?
    public var kinds = Kinds.all
    /// Only what this person did; `nil` for everybody.
    public var author: String?
    /// Occurs in a name, a reason, a note; empty for no matter what.
    public var text = ""
    /// Only since midnight.
    public var isToday = false

    public init() {}

    /// Whether every row fits.
    var isEverything: Bool { self == LedgerQuery() }
}
