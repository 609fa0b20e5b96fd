import Canvas

/// What people read of the keymap.
extension Keymap {
    public struct Hint: Equatable, Sendable {
        public let keys: String
        public let word: String
        public let commands: [Command]
    }

    /// The footer's entries, most important first. Neighbours with the same word share one: `←→ threshold`.
    public static func hints(in context: Context, unicode: Bool) -> [Hint] {
        var hints: [Hint] = []
        for binding in bindings(in: context) {
            guard let word = binding.hint, let key = binding.keys.first?.label(unicode: unicode) else { continue }
            if let last = hints.last, last.word == word {
                hints[hints.count - 1] = Hint(
                    keys: last.keys + (unicode ? "" : "/") + key, word: word,
                    commands: last.commands + [binding.command])
            } else {
                hints.append(Hint(keys: key, word: word, commands: [binding.command]))
            }
        }
        return hints
    }

    /// The help screen's rows for a context: keys and what they do.
    public static func help(in context: Context, unicode: Bool) -> [(keys: String, meaning: String)] {
        bindings(in: context).map { binding in
            (binding.keys.map { $0.label(unicode: unicode) }.joined(separator: ", "), binding.meaning)
        }
    }

    /// The README's table, in Markdown: what holds everywhere first, then place by place.
    public static var markdown: String {
        var rows = ["| where | key | what it does |", "|---|---|---|"]
        for binding in bindings.filter(\.isEverywhere) + bindings.filter({ !$0.isEverywhere }) {
            let keys = binding.keys.map { "`\($0.label(unicode: true))`" }.joined(separator: " ")
            rows.append("| \(binding.whereabouts) | \(keys) | \(binding.meaning) |")
        }
        return rows.joined(separator: "\n") + "\n"
    }
}

extension Binding {
    var isEverywhere: Bool { contexts.isSuperset(of: Context.places) }

    var whereabouts: String {
        isEverywhere
            ? "Everywhere" : Context.allCases.filter(contexts.contains).map(\.rawValue).joined(separator: ", ")
    }
}
