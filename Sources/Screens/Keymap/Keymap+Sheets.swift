import Canvas

/// Keys in what lies over a place.
extension Keymap {
    static let sheets: [Binding] = [
        Binding([.down, .character("j")], .next, [.help], hint: "scroll", "down"),
        Binding([.up, .character("k")], .previous, [.help], hint: "scroll", "up"),
        Binding([.character("q"), .escape, .character("?"), .enter], .back, [.help], hint: "close", "close the help"),

        Binding([.enter], .confirm, [.prompt, .choice], hint: "done", "take it"),
        Binding([.escape, .control("c")], .cancel, [.prompt, .choice], hint: "leave it", "leave everything as it was"),
        Binding([.tab], .complete, [.choice], hint: "complete", "complete the word"),
        Binding([.down, .control("n")], .chooseNext, [.choice], hint: "choose", "the next one"),
        Binding([.up, .control("p")], .choosePrevious, [.choice], hint: "choose", "the one before"),

        Binding(
            [.character("q"), .character("y"), .control("c")], .quit, [.quitQuestion], hint: "quit",
            "quit; what the calibration has learnt is lost"),
        Binding([.character("n"), .escape], .stay, [.quitQuestion], hint: "stay", "stay, as any other key does"),
    ]
}
