import Canvas
import Disk

/// Typing a command's name.
extension State {
    mutating func type(_ key: Key, into palette: Palette) -> [Effect] {
        var palette = palette
        let offers = offers(for: palette.line.text)
        let chosen = offers.indices.contains(palette.chosen) ? offers[palette.chosen] : nil
        switch Keymap.command(for: key, in: .choice) {
        case .cancel: sheet = nil
        case .chooseNext: palette.chosen = min(palette.chosen + 1, max(0, offers.count - 1))
        case .choosePrevious: palette.chosen = max(0, palette.chosen - 1)
        case .complete:
            if let chosen { palette.line = LineEditor(chosen.line + (chosen.wantsArgument ? " " : "")) }
            palette.chosen = 0
        case .confirm:
            sheet = nil
            return run(palette.line.text.trimmingSpaces, chosen)
        default:
            // Backspace in an empty line leaves, as in every editor with such a line.
            if key == .backspace, palette.line.isEmpty {
                sheet = nil
                return []
            }
            guard palette.line.press(key) else { return [] }
            palette.chosen = 0
        }
        if sheet != nil { sheet = .palette(palette) }
        return []
    }

    private mutating func run(_ typed: String, _ chosen: PaletteOffer?) -> [Effect] {
        if let effects = runPlaceCommand(typed) { return effects }
        guard let chosen else {
            if !typed.isEmpty { notices.complain("There is no command “\(typed)” here; : and Tab show what there is.") }
            return []
        }
        if chosen.wantsArgument {
            sheet = .palette(Palette(line: LineEditor(chosen.line + " ")))
            return []
        }
        if let effects = runPlaceCommand(chosen.line) { return effects }
        if let name = chosen.line.argument(of: "theme") {
            take(themeNamed: name)
            return []
        }
        if let name = chosen.line.argument(of: "category") {
            if let index = lines?.firstIndex(where: { $0.name.printable == name }) { selected = index }
            return []
        }
        guard let command = Command.allCases.first(where: { $0.name == chosen.line }) else { return [] }
        return obey(command)
    }
}

extension Palette {
    init(line: LineEditor) { self.line = line }
}

extension String {
    /// What stands behind the word `command` and a space; `nil` where the line is another command.
    func argument(of command: String) -> String? {
        hasPrefix(command + " ") ? String(dropFirst(command.count + 1)).trimmingSpaces : nil
    }
}
