/// What the ledger has to say.
public enum LedgerNews: Equatable, Sendable {}

/// What is asked of the ledger.
public enum LedgerOrder: Equatable, Sendable {}
