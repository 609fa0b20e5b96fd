import Disk
import Inspection

/// A verdict given in this session, with what it takes to undo it.
struct Decision: Equatable, Sendable {
    let category: String
    let part: Int
    let digest: SHA256Digest
    let given: HumanVerdict
    /// What stood there before.
    var previous: HumanVerdict?
    /// The judgement that stored it last.
    var id: Int
}

/// The verdicts of the session: those that can be undone, newest last, and those that can be done again.
public struct DecisionHistory: Equatable, Sendable {
    var done: [Decision] = []
    var undone: [Decision] = []

    public var canUndo: Bool { !done.isEmpty }
    public var canRedo: Bool { !undone.isEmpty }

    mutating func add(_ decision: Decision) {
        done.append(decision)
        undone = []
    }
}
