import Canvas

/// Keys that mean the same in every place.
extension Keymap {
    /// In Tune digits type a number.
    private static let digitsLead = Context.places.subtracting([.tune])

    static let everywhere: [Binding] = [
        Binding([.character("/")], .filter, Context.places, hint: "filter", "show only what has this text in it"),
        Binding([.character(":")], .openPalette, Context.places, hint: "commands", "commands by name, with completion"),
        Binding([.character("t")], .themes, Context.places, "choose the colours, with a preview"),

        Binding([.function(8)], .toggleMouse, Context.places, "hear the mouse, or leave it alone"),

        Binding([.function(2)], .openLines, Context.places, "to Lines"),
        Binding([.function(3)], .openReview, Context.places, "to Review"),
        Binding([.function(4)], .openTune, Context.places, "to Tune"),
        Binding([.function(5)], .openStream, Context.places, "to Stream"),
        Binding([.function(6)], .openLedger, Context.places, "to the Ledger"),
        Binding([.character("1")], .openLines, digitsLead, "to Lines"),
        Binding([.character("2")], .openReview, digitsLead, "to Review"),
        Binding([.character("3")], .openTune, digitsLead, "to Tune"),
        Binding([.character("4")], .openStream, digitsLead, "to Stream"),
        Binding([.character("5")], .openLedger, digitsLead, "to the Ledger"),

        Binding(
            [.pageDown, .control("f")], .pageDown, Context.places.union([.help]), "ten further"),
        Binding([.pageUp, .control("b")], .pageUp, Context.places.union([.help]), "ten back"),
        Binding([.character("g"), .home], .first, Context.places.union([.help]), "to the first"),
        Binding([.character("G"), .end], .last, Context.places.union([.help]), "to the last"),

        Binding(
            [.character("q"), .escape], .back, Context.places.subtracting([.lines]), hint: "back", "back to Lines"),
        Binding([.character("q"), .escape], .quit, [.lines], hint: "quit", "quit"),
        Binding([.control("c")], .quit, Context.places.union([.help]), "quit"),
        Binding([.character("?"), .function(1)], .help, Context.places, hint: "help", "this list of keys"),
    ]
}
