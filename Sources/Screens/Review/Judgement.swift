import Disk
import Inspection

/// One step of the ledger: what a person decided about a part, and what the machine had said when they did.
public struct Judgement: Equatable, Sendable {
    public enum Origin: Equatable, Sendable {
        /// A verdict.
        case given
        /// A reason or a note for the verdict of the same decision, which it takes the place of.
        case amended
        /// The whole decision is taken back.
        case undo
        /// It is given again.
        case redo
    }

    /// Numbers the judgements of a session, so that the ledger can say which it has stored.
    public let id: Int
    /// The decision it belongs to: the number of the judgement that began it.
    public let decision: Int
    public let category: String
    public let part: Part
    /// The part's identity: SHA-256 of the file.
    public let digest: SHA256Digest
    /// What stands from now on; `nil` withdraws what stood there. Nothing is ever deleted.
    public let opinion: Opinion?
    public let origin: Origin
    /// Whether the part had come back unmarked: such an answer is stored beside what stands and replaces nothing.
    public let isRecheck: Bool
    /// `nil` where the part is NOT INSPECTED.
    public let score: Float?
    /// The live threshold, never a draft.
    public let threshold: Float?
    public let machine: MachineVerdict
    /// How long the person had looked, in seconds.
    public let seconds: Double?

    public var verdict: HumanVerdict? { opinion?.verdict }
}
