import Canvas
import Disk

/// The threshold that pixels of a map belong to a region from; the ledger keeps it apart from that of the scores.
extension State {
    mutating func writePixelThreshold() -> [Effect] {
        guard let line, let draft = line.pixelDraft else {
            tell("There is no draft to write: move the pixel threshold first.")
            return []
        }
        guard !line.isCommittingPixels else { return [] }
        ask(.pixelCommitReason, title: "why \(Painter.score(draft)) for the pixels of \(line.name.printable)")
        return []
    }

    mutating func commitPixelDraft(reason: String) -> [Effect] {
        guard let line, let draft = line.pixelDraft, !line.isCommittingPixels else { return [] }
        guard !reason.trimmingSpaces.isEmpty else {
            tell("The pixel threshold stays as it was: a change needs a reason.")
            return []
        }
        changeLine { $0.isCommittingPixels = true }
        return [.tune(.commitPixelThreshold(category: line.name, value: draft, reason: reason.trimmingSpaces))]
    }
}
