import Canvas

/// Where a key means something.
public enum Context: String, Hashable, Sendable, CaseIterable {
    case lines = "Lines"
    case review = "Review"
    case help = "Help"
    case quitQuestion = "Leaving while a calibration runs"
}

/// One row of the keymap: what is pressed, where, what it does, and what people are told about it.
public struct Binding: Sendable {
    public let keys: [Key]
    public let command: Command
    public let contexts: Set<Context>
    /// The word in the footer; neighbours in the table with the same word share one entry. `nil`: help only.
    public let hint: String?
    /// The sentence on the help screen.
    public let meaning: String

    init(_ keys: [Key], _ command: Command, _ contexts: Set<Context>, hint: String? = nil, _ meaning: String) {
        self.keys = keys
        self.command = command
        self.contexts = contexts
        self.hint = hint
        self.meaning = meaning
    }
}

/// The one table behind the input, the footer, the help screen and the README.
public enum Keymap {
    private static let places: Set<Context> = [.lines, .review]
    private static let lists: Set<Context> = [.lines, .review, .help]

    /// In order of importance: the footer shows as many as fit, from the top.
    public static let bindings: [Binding] = [
        Binding([.enter, .character("2")], .openReview, [.lines], hint: "review", "review the category's parts"),
        Binding(
            [.character("c")], .calibrate, [.lines], hint: "calibrate",
            "learn from the category's good parts"),
        Binding([.character("C")], .calibrateAll, [.lines], hint: "calibrate all", "calibrate all that are not yet"),

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

        Binding([.character("z")], .undo, places, hint: "undo", "undo the last verdict, show its part"),
        Binding(
            [.character("n"), .character("j"), .down], .next, [.review], hint: "next", "next part of the queue"),
        Binding(
            [.character("p"), .character("k"), .up], .previous, [.review], hint: "previous", "previous part"),
        Binding([.character("m")], .cycleLayer, [.review], hint: "map", "part, map, overlay, or part and map"),
        Binding([.tab], .nextUnjudged, [.review], hint: "unjudged", "next part that nobody has judged"),

        Binding([.down, .character("j")], .next, [.lines], "down"),
        Binding([.up, .character("k")], .previous, [.lines], "up"),
        Binding([.down, .character("j")], .next, [.help], hint: "scroll", "down"),
        Binding([.up, .character("k")], .previous, [.help], hint: "scroll", "up"),
        Binding([.pageDown], .pageDown, lists, "ten further"),
        Binding([.pageUp], .pageUp, lists, "ten back"),
        Binding([.character("g"), .home], .first, lists, "to the first"),
        Binding([.character("G"), .end], .last, lists, "to the last"),

        Binding([.character("i")], .inspect, [.lines], hint: "inspect", "inspect the category's parts again"),
        Binding([.character("Z"), .control("r")], .redo, places, "give the undone verdict again"),
        Binding([.character("e")], .export, [.lines], hint: "export", "export all verdicts as CSV"),
        Binding([.character("e")], .export, [.review], hint: "export", "export the category's verdicts as CSV"),
        Binding([.character("1")], .openLines, [.review], "back to Lines"),
        Binding([.character("q"), .escape], .back, [.review], hint: "back", "back to Lines"),
        Binding([.character("q"), .escape], .quit, [.lines], hint: "quit", "quit"),
        Binding([.control("c")], .quit, [.lines, .review, .help], "quit"),
        Binding([.character("?"), .function(1)], .help, places, hint: "help", "this list of keys"),

        Binding([.character("q"), .escape, .character("?"), .enter], .back, [.help], hint: "close", "close the help"),
        Binding(
            [.character("q"), .character("y"), .control("c")], .quit, [.quitQuestion], hint: "quit",
            "quit; what the calibration has learnt is lost"),
        Binding([.character("n"), .escape], .stay, [.quitQuestion], hint: "stay", "stay, as any other key does"),
    ]

    private static let tables: [Context: [Key: Command]] = {
        var tables: [Context: [Key: Command]] = [:]
        for binding in bindings {
            for context in binding.contexts {
                for key in binding.keys where tables[context]?[key] == nil {
                    tables[context, default: [:]][key] = binding.command
                }
            }
        }
        return tables
    }()

    public static func command(for key: Key, in context: Context) -> Command? { tables[context]?[key] }

    public static func bindings(in context: Context) -> [Binding] { bindings.filter { $0.contexts.contains(context) } }
}
