/// What the ledger holds for a part, once it has dealt with a judgement.
public enum Standing: Equatable, Sendable {
    /// Nobody has looked, or could.
    case unknown
    /// This stands, whoever said it; `nil`: nothing does.
    case known(Opinion?)
}
