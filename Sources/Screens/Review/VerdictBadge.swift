import Canvas
import Inspection

/// A verdict as a letter, a shape and a colour, so that no one of the three has to be seen.
struct VerdictBadge {
    let letter: String
    let shape: String
    let word: String
    let role: Theme.Role

    var text: String { "\(letter) \(shape) \(word)" }

    init(_ verdict: MachineVerdict) {
        word = verdict.rawValue
        switch verdict {
        case .good: (letter, shape, role) = ("G", "●", .good)
        case .reject: (letter, shape, role) = ("R", "▲", .reject)
        case .notInspected: (letter, shape, role) = ("N", "◇", .notInspected)
        }
    }

    init(_ verdict: HumanVerdict) {
        word = verdict.rawValue
        switch verdict {
        case .accept: (letter, shape, role) = ("A", "✓", .good)
        case .reject: (letter, shape, role) = ("R", "✗", .reject)
        case .unsure: (letter, shape, role) = ("U", "◆", .unsure)
        }
    }
}
