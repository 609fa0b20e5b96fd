import Canvas

/// Snapping the draft to what something speaks for.
extension State {
    /// What there is to snap to with the slider that is moved.
    var tuneSuggestions: [TuneSuggestion] {
        switch tune.slider {
        case .score: return tune.facts?.suggestions ?? []
        case .pixel:
            return [
                TuneSuggestion(
                    name: "score threshold", threshold: line?.shownThreshold,
                    sentence: line?.shownThreshold == nil
                        ? "There is no threshold yet." : "A part has regions exactly where it is flagged.")
            ]
        }
    }

    /// The suggestion to show: the one that was snapped to, the one that the draft is on, or the first.
    var shownSuggestion: Int? {
        let all = tuneSuggestions
        guard !all.isEmpty else { return nil }
        if let snapped = tune.snapped, all.indices.contains(snapped) { return snapped }
        return tunedThreshold.flatMap { shown in all.firstIndex { $0.threshold == shown } } ?? 0
    }

    /// To the next suggestion that names a threshold, round the end.
    mutating func snap(by steps: Int) {
        let all = tuneSuggestions
        let given = all.indices.filter { all[$0].threshold?.isFinite == true }
        guard line?.live != nil, !given.isEmpty else {
            tell(all.first.map { "No suggestion from \($0.name): \($0.sentence)" } ?? "There is nothing to go by yet.")
            return
        }
        let last = tune.snapped.flatMap { given.firstIndex(of: $0) }
        let next = last.map { ($0 + steps + given.count) % given.count } ?? (steps > 0 ? 0 : given.count - 1)
        snap(to: given[next])
    }

    mutating func snap(to index: Int) {
        guard line?.live != nil, let value = tuneSuggestions[index].threshold, value.isFinite else {
            return
        }
        draft(value)
        settleOnDraft()
        tune.snapped = index
    }
}
