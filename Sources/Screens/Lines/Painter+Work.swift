import Canvas

/// What runs in the background, for the title.
extension Painter {
    /// `calibrating 63 % · scoring 12 %`: the share of all the work of a kind, over all lines; empty where none runs.
    var workText: String {
        let lines = state.lines ?? []
        var words: [String] = []
        func add(_ word: String, _ working: [Line]) {
            guard !working.isEmpty else { return }
            let share = working.reduce(0) { $0 + ($1.progress ?? 0) } / Double(working.count)
            let which = working.count == 1 ? "" : " \(working.count) lines"
            words.append("\(word)\(which) \(Int(share * 100)) %")
        }
        add("calibrating", lines.filter(\.isCalibrating))
        add("scoring", lines.filter(\.isInspecting))
        return words.joined(separator: " · ")
    }
}
