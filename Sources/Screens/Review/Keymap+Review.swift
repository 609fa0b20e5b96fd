import Canvas

extension Keymap {
    static let review: [Binding] = [
        Binding([.character("a")], .accept, [.review], hint: "accept", "ACCEPT, and on to the next unjudged"),
        Binding([.character("r")], .reject, [.review], hint: "reject", "REJECT, and on to the next unjudged"),
        Binding([.character("u")], .unsure, [.review], hint: "unsure", "UNSURE, and on to the next unjudged"),
        Binding([.character("N")], .note, [.review], hint: "note", "note on the part just judged or seen"),

        Binding([.character("z")], .undo, [.lines, .review], hint: "undo", "undo the last decision, show its part"),
        Binding([.character("m")], .cycleLayer, [.review], hint: "view", "part, map, overlay, both, mask, near"),
        Binding([.character("c")], .toggleCompare, [.review], hint: "compare", "beside the good part most like it"),
        Binding([.character("f")], .cycleFilter, [.review], hint: "show", "all, flagged, grey, unreviewed, more"),
        Binding([.character("s")], .cycleSort, [.review], hint: "sort", "worst, nearest threshold, file order"),
        Binding([.left, .character("h")], .lower, [.review], hint: "threshold", "lower the draft threshold by a step"),
        Binding(
            [.right, .character("l")], .raise, [.review], hint: "threshold", "raise the draft threshold by a step"),
        Binding([.character("w")], .writeThreshold, [.review], hint: "write", "write the draft as live threshold"),
        Binding([.character("x")], .discardDraft, [.review], hint: "discard", "discard the draft threshold"),
        Binding([.character("["), .shiftLeft], .lowerTen, [.review], "lower the draft by ten steps"),
        Binding([.character("]"), .shiftRight], .raiseTen, [.review], "raise the draft by ten steps"),

        Binding(
            [.character("n"), .character("j"), .down], .next, [.review], hint: "next", "next part of the queue"),
        Binding(
            [.character("p"), .character("k"), .up], .previous, [.review], hint: "previous", "previous part"),
        Binding([.tab], .nextUnjudged, [.review], hint: "unjudged", "next part that nobody has judged"),
        Binding([.character("F")], .cycleFilterBack, [.review], "the filter before"),
        Binding([.character(" ")], .mark, [.review], hint: "mark", "mark the part, or take the mark away"),
        Binding([.character("'")], .nextMarked, [.review], "next marked part"),

        Binding([.character("+"), .character("=")], .zoomIn, [.review], hint: "zoom", "nearer"),
        Binding([.character("-")], .zoomOut, [.review], hint: "zoom", "farther"),
        Binding([.character("o")], .closeUp, [.review], hint: "close-up", "worst region in its own pixels"),
        Binding([.character("H")], .panLeft, [.review], "look further left"),
        Binding([.character("J")], .panDown, [.review], "look further down"),
        Binding([.character("K")], .panUp, [.review], "look further up"),
        Binding([.character("L")], .panRight, [.review], "look further right"),
        Binding([.character(".")], .nextRegion, [.review], hint: "region", "next region, worst first"),
        Binding([.character(",")], .previousRegion, [.review], "previous region"),
        Binding([.character("M")], .cycleLayerBack, [.review], "the view before"),
        Binding([.character(">")], .moreMap, [.review], "more of the map over the part"),
        Binding([.character("<")], .lessMap, [.review], "less of the map over the part"),
        Binding([.character("b")], .toggleRegions, [.review], "regions outlined, or not"),
        Binding([.character("y")], .toggleTruth, [.review], "ground truth outlined, or not"),

        Binding([.character("A")], .agreement, [.review], "how far repeated verdicts agree"),
        Binding([.character("Z"), .control("r")], .redo, [.lines, .review], "make the undone decision again"),
        Binding([.character("e")], .export, [.review], hint: "export", "export the category's verdicts as CSV"),
    ]
}
