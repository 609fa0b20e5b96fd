import Canvas

/// Where a key means something.
public enum Context: String, Hashable, Sendable, CaseIterable {
    case lines = "Lines"
    case review = "Review"
    case tune = "Tune"
    case stream = "Stream"
    case ledger = "Ledger"
    case help = "Help"
    /// A line of text is being typed: a filter, a note, a reason, a number.
    case prompt = "Typing"
    /// Something is being chosen from a list: a command, a theme.
    case choice = "Choosing"
    case quitQuestion = "Leaving while a calibration runs"

    public static let places: Set<Context> = [.lines, .review, .tune, .stream, .ledger]
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

    init(
        _ keys: [Key], _ command: Command, _ contexts: Set<Context>, hint: String? = nil, _ meaning: String
    ) {
        self.keys = keys
        self.command = command
        self.contexts = contexts
        self.hint = hint
        self.meaning = meaning
    }
}

/// The one table behind the input, the footer, the help screen, the palette and the README. Each place has its part of
/// it in a file beside its screen.
public enum Keymap {
    /// In order of importance: the footer shows as many as fit, from the top.
    public static let bindings: [Binding] = lines + review + tune + stream + ledger + everywhere + sheets

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
