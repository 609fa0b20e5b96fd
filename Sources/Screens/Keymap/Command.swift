/// Everything a person can ask for with a key.
public enum Command: Hashable, Sendable, CaseIterable {
    case help, back, quit, stay
    case openLines, openReview
    case next, previous, pageDown, pageUp, first, last, nextUnjudged
    case calibrate, calibrateAll, inspect
    case accept, reject, unsure, undo, redo
    case raise, lower, raiseTen, lowerTen, writeThreshold, discardDraft
    case cycleLayer
    case export
}
