/// Everything a person can ask for with a key. A command's name in the palette is its raw value in lower case, words
/// joined by hyphens.
public enum Command: String, Hashable, Sendable, CaseIterable {
    // Everywhere.
    case help, back, quit, stay
    case openLines, openReview, openTune, openStream, openLedger
    case next, previous, pageDown, pageUp, first, last
    case openPalette, filter, themes, undo, redo, export, toggleMouse
    // In what is typed into, or chosen from.
    case confirm, cancel, complete, chooseNext, choosePrevious
    // Lines.
    case calibrate, calibrateAll, inspect, cancelWork
    // Review.
    case accept, reject, unsure, nextUnjudged, cycleLayer, cycleLayerBack, note, agreement
    case cycleSort, cycleFilter, cycleFilterBack, mark, nextMarked
    case zoomIn, zoomOut, panLeft, panDown, panUp, panRight, closeUp, nextRegion, previousRegion
    case moreMap, lessMap, toggleRegions, toggleTruth, toggleCompare
    // Review and Tune.
    case raise, lower, raiseTen, lowerTen, writeThreshold, discardDraft
    // Tune.
    case typeNumber, snap, snapBack, switchSlider, nextCategory, previousCategory
    // Stream.
    case replay, watch, pause, step, faster, slower, acknowledge, stop
    // Ledger.
    case openPart, showKinds, showThisLine, showAuthor, showToday, verify

    /// `calibrateAll` is `calibrate-all` in the palette.
    public var name: String {
        var name = ""
        for character in rawValue {
            if character.isUppercase { name += "-" }
            name += character.lowercased()
        }
        return name
    }
}
