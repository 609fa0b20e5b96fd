import Inspection

/// What a person said of a part: the verdict, the short word for why, and what else they wrote down.
public struct Opinion: Hashable, Sendable {
    public let verdict: HumanVerdict
    public let reason: String?
    /// Free text that may hold anything: show it through `.printable` only.
    public let note: String?

    public init(_ verdict: HumanVerdict, reason: String? = nil, note: String? = nil) {
        self.verdict = verdict
        self.reason = reason
        self.note = note
    }

    /// What stands in the ledger.
    public init(_ given: GivenVerdict) {
        self.init(given.human, reason: given.reason, note: given.note)
    }

    public static let accept = Opinion(.accept)
    public static let reject = Opinion(.reject)
    public static let unsure = Opinion(.unsure)

    func because(_ reason: String?) -> Opinion { Opinion(verdict, reason: reason, note: note) }

    func noting(_ note: String?) -> Opinion { Opinion(verdict, reason: reason, note: note) }
}
