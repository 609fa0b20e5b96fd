import Disk
import Inspection

/// One row for the ledger: what a person decided about a part, and what the machine had said when they did.
public struct Judgement: Equatable, Sendable {
    public enum Origin: Equatable, Sendable { case given, undo, redo }

    /// Numbers the judgements of a session, so that the ledger can say which it has stored.
    public let id: Int
    public let category: String
    public let part: Part
    /// The part's identity: SHA-256 of the file.
    public let digest: SHA256Digest
    /// `nil` withdraws what stood there; nothing is ever deleted.
    public let verdict: HumanVerdict?
    public let origin: Origin
    /// `nil` where the part is NOT INSPECTED.
    public let score: Float?
    /// The live threshold, never a draft.
    public let threshold: Float?
    public let machine: MachineVerdict
}
