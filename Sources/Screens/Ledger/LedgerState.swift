/// What the place Ledger shows besides the category's own state.
public struct LedgerState: Equatable, Sendable {
    public init() {}
}
