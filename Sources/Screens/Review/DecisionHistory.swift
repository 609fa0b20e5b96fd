import Disk
import Inspection

/// What a person decided about a part in this session, reason and note included, with what it takes to undo it.
struct Decision: Equatable, Sendable {
    /// The number of the judgement that began it.
    let number: Int
    let category: String
    let part: Int
    let digest: SHA256Digest
    var given: Opinion
    /// What stood there before.
    var previous: Opinion?
    /// The part had come back unmarked; what stands for it is left alone.
    let isRecheck: Bool
    /// How long the person had looked at the part.
    let seconds: Double?
    /// The judgement that stored it last.
    var id: Int
    /// What it said before reasons and notes that are still on their way, by their judgements, oldest first.
    var amendments: [Amendment] = []

    struct Amendment: Equatable, Sendable {
        let id: Int
        let before: Opinion
    }
}

extension Decision {
    func isOnTheSamePart(as other: Decision) -> Bool {
        digest == other.digest && category == other.category && isRecheck == other.isRecheck
    }
}

/// The decisions of the session: those that can be undone, newest last, and those that can be made again.
public struct DecisionHistory: Equatable, Sendable {
    var done: [Decision] = []
    var undone: [Decision] = []
    /// Those that are being taken back, by the judgements that do so, until the ledger has answered.
    var leaving: [Int: Decision] = [:]

    public var canUndo: Bool { !done.isEmpty }
    public var canRedo: Bool { !undone.isEmpty }

    mutating func add(_ decision: Decision) {
        done.append(decision)
        undone = []
    }
}
