import Canvas

extension Keymap {
    static let tune: [Binding] = [
        Binding([.left, .character("h")], .lower, [.tune], hint: "threshold", "lower the draft threshold by a step"),
        Binding([.right, .character("l")], .raise, [.tune], hint: "threshold", "raise the draft threshold by a step"),
        Binding([.character("["), .shiftLeft], .lowerTen, [.tune], "lower the draft by ten steps"),
        Binding([.character("]"), .shiftRight], .raiseTen, [.tune], "raise the draft by ten steps"),
        Binding([.enter, .character("w")], .writeThreshold, [.tune], hint: "commit", "make the draft the live threshold"),
        Binding([.character("z"), .character("x")], .discardDraft, [.tune], hint: "restore", "discard the draft"),
    ]
}
