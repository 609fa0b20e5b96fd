import Canvas
import Disk

/// Sliding the threshold: it counts scores that are there, and asks nobody for new ones.
extension State {
    mutating func slide(by steps: Int) {
        guard let line, let shown = line.shownThreshold, let live = line.live else {
            tell("There is no threshold to move before the category is calibrated.")
            return
        }
        let moved = ThresholdStep.move(shown, by: steps, scores: line.queue.range)
        changeLine { $0.draft = moved == live.value ? nil : moved }
    }

    mutating func writeThreshold() -> [Effect] {
        guard let line, let draft = line.draft else {
            tell("There is no draft to write: move the threshold first.")
            return []
        }
        guard !line.isCommitting else { return [] }
        ask(.commitReason, title: "why \(Painter.score(draft)) for \(line.name.printable)")
        return []
    }

    /// Makes the draft the live threshold; a threshold without a reason helps nobody who reads the ledger later.
    mutating func commitDraft(reason: String) -> [Effect] {
        guard let line, let draft = line.draft, !line.isCommitting else { return [] }
        guard !reason.trimmingSpaces.isEmpty else {
            tell("The threshold stays as it was: a change needs a reason.")
            return []
        }
        changeLine { $0.isCommitting = true }
        return [.commitThreshold(category: line.name, value: draft, reason: reason.trimmingSpaces)]
    }

    mutating func discardDraft() {
        changeLine { $0.draft = nil }
    }
}
