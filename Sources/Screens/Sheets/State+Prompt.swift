import Canvas

/// Typing an answer.
extension State {
    mutating func ask(_ purpose: Prompt.Purpose, title: String, text: String = "") {
        sheet = .prompt(Prompt(purpose, title: title, text: text))
    }

    mutating func type(_ key: Key, into prompt: Prompt) -> [Effect] {
        var prompt = prompt
        switch Keymap.command(for: key, in: .prompt) {
        case .confirm:
            sheet = nil
            return answer(prompt)
        case .cancel:
            sheet = nil
            if prompt.purpose == .filter { return narrow(to: "") }
            return []
        default:
            guard prompt.line.press(key) else { return [] }
            sheet = .prompt(prompt)
            return prompt.purpose == .filter ? narrow(to: prompt.line.text) : []
        }
    }

    private mutating func answer(_ prompt: Prompt) -> [Effect] {
        let text = prompt.line.text
        switch prompt.purpose {
        case .filter: return narrow(to: text)
        case .commitReason: return commitDraft(reason: text)
        case .pixelCommitReason: return commitPixelDraft(reason: text)
        case .threshold: return typeThreshold(text)
        case .note: return note(text)
        case .replay: return startReplay(text)
        case .watch: return startWatch(text)
        }
    }

    /// The text that the list of the place is narrowed to; empty shows everything.
    mutating func narrow(to text: String) -> [Effect] {
        filters[place] = text.isEmpty ? nil : text
        return filterChanged()
    }
}
