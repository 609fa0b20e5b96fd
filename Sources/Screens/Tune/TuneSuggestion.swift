import Evaluation

/// A threshold that something speaks for, or why that cannot name one.
struct TuneSuggestion: Equatable, Sendable {
    /// What speaks for it: "good parts alone".
    let name: String
    /// `nil` where it cannot be given.
    let threshold: Float?
    /// What it promises, or why there is none: one sentence.
    let sentence: String

    /// From good parts alone, from people's verdicts, and as long as those are missing from the folders' labels: lines
    /// are set up with labelled folders, long before anybody has judged a part.
    static func list(_ index: JudgedIndex, labelled: JudgedIndex?, goals: TuneGoals) -> [TuneSuggestion] {
        var all = made(Suggestions(index, target: goals.target, escapePrice: goals.escapePrice), of: "")
        guard index.judged.good.isEmpty || index.judged.defective.isEmpty, let labelled else { return all }
        all += made(Suggestions(labelled, target: goals.target, escapePrice: goals.escapePrice), of: " by label")
            .dropFirst()
            .filter { $0.threshold != nil }
            .map { suggestion in
                TuneSuggestion(
                    name: suggestion.name, threshold: suggestion.threshold,
                    sentence: "By folder label, not by verdicts: "
                        + suggestion.sentence.replacing("judged", with: "labelled"))
            }
        return all
    }

    private static func made(_ suggestions: Suggestions, of whose: String) -> [TuneSuggestion] {
        suggestions.all.map { suggestion in
            let value = suggestion.value.flatMap { $0.isFinite ? $0 : nil }
            return TuneSuggestion(
                name: suggestion.name + whose, threshold: value,
                sentence: value == nil && suggestion.value != nil
                    ? "The best threshold would be infinite, which flags nothing." : suggestion.explanation)
        }
    }
}
