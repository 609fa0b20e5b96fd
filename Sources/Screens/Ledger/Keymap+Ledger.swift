import Canvas

extension Keymap {
    static let ledger: [Binding] = [
        Binding([.down, .character("j")], .next, [.ledger], "one row down, to what is older"),
        Binding([.up, .character("k")], .previous, [.ledger], "one row up, to what is newer"),
        Binding([.enter], .openPart, [.ledger], hint: "part", "the row's part in Review"),
        Binding([.character("f")], .showKinds, [.ledger], hint: "kinds", "all rows, verdicts, … in turn"),
        Binding([.character("c")], .showThisLine, [.ledger], hint: "line", "this category, or all"),
        Binding([.character("a")], .showAuthor, [.ledger], hint: "author", "everybody's rows, or one person's"),
        Binding([.character("d")], .showToday, [.ledger], hint: "today", "since midnight, or since ever"),
        Binding([.character("e")], .export, [.ledger], hint: "export", "export verdicts: this line's, or all"),
        Binding(
            [.character("V")], .verify, [.ledger], hint: "verify", "follow the chain of hashes"),
    ]
}
