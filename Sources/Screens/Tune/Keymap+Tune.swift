import Canvas

extension Keymap {
    static let tune: [Binding] = [
        Binding([.left, .character("h")], .lower, [.tune], hint: "draft", "lower the draft by a step"),
        Binding([.right, .character("l")], .raise, [.tune], hint: "draft", "raise the draft by a step"),
        Binding([.enter, .character("w")], .writeThreshold, [.tune], hint: "commit", "make the draft live: asks why"),
        Binding([.character("s")], .snap, [.tune], hint: "snap", "to the next suggestion"),
        Binding([.character("z"), .character("x")], .discardDraft, [.tune], hint: "restore", "back to the live one"),
        Binding([.character("n")], .nextCategory, [.tune], hint: "category", "the next category"),
        Binding([.character("p")], .previousCategory, [.tune], hint: "category", "the category before"),
        Binding([.tab, .character("P")], .switchSlider, [.tune], hint: "pixels", "score threshold or pixel threshold"),
        Binding([.down, .character("j")], .next, [.tune], hint: "part", "picture the next lower part"),
        Binding([.up, .character("k")], .previous, [.tune], hint: "part", "picture the next higher part"),
        Binding([.character("["), .shiftLeft], .lowerTen, [.tune], "lower the draft by ten steps"),
        Binding([.character("]"), .shiftRight], .raiseTen, [.tune], "raise the draft by ten steps"),
        Binding([.character("S")], .snapBack, [.tune], "to the suggestion before"),
        Binding(
            "0123456789.".unicodeScalars.map { .character($0) }, .typeNumber, [.tune],
            "type the draft; F2 to F6 lead to the other places"),
    ]
}
