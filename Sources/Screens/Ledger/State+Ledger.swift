extension State {
    /// What a key does in Ledger that it does not do everywhere.
    /// - Returns: `nil` where it means here what it means everywhere.
    mutating func obeyLedger(_ command: Command) -> [Effect]? { nil }

    mutating func openLedger() -> [Effect] {
        place = .ledger
        return []
    }

    mutating func hear(_ news: LedgerNews) -> [Effect] { [] }
}
