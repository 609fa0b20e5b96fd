import Canvas

extension Keymap {
    static let review: [Binding] = [
        Binding([.character("a")], .accept, [.review], hint: "accept", "ACCEPT, and on to the next unjudged"),
        Binding([.character("r")], .reject, [.review], hint: "reject", "REJECT, and on to the next unjudged"),
        Binding([.character("u")], .unsure, [.review], hint: "unsure", "UNSURE, and on to the next unjudged"),
        Binding([.left, .character("h")], .lower, [.review], hint: "threshold", "lower the draft threshold by a step"),
        Binding(
            [.right, .character("l")], .raise, [.review], hint: "threshold", "raise the draft threshold by a step"),
        Binding([.character("w")], .writeThreshold, [.review], hint: "write", "write the draft as live threshold"),
        Binding([.character("x")], .discardDraft, [.review], hint: "discard", "discard the draft threshold"),
        Binding([.character("["), .shiftLeft], .lowerTen, [.review], "lower the draft by ten steps"),
        Binding([.character("]"), .shiftRight], .raiseTen, [.review], "raise the draft by ten steps"),

        Binding([.character("z")], .undo, [.lines, .review], hint: "undo", "undo the last verdict, show its part"),
        Binding(
            [.character("n"), .character("j"), .down], .next, [.review], hint: "next", "next part of the queue"),
        Binding(
            [.character("p"), .character("k"), .up], .previous, [.review], hint: "previous", "previous part"),
        Binding([.character("m")], .cycleLayer, [.review], hint: "map", "part, map, overlay, or part and map"),
        Binding([.tab], .nextUnjudged, [.review], hint: "unjudged", "next part that nobody has judged"),
        Binding([.character("Z"), .control("r")], .redo, [.lines, .review], "give the undone verdict again"),
        Binding([.character("e")], .export, [.review], hint: "export", "export the category's verdicts as CSV"),
    ]
}
