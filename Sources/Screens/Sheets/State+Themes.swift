import Canvas

/// Choosing the colours: the screen shows each as it is passed.
public struct ThemeChooser: Equatable, Sendable {
    public var chosen: Int
    /// What it goes back to.
    let before: Theme
}

extension State {
    mutating func chooseTheme() {
        sheet = .themes(ThemeChooser(chosen: themeShelf.firstIndex { $0.name == theme.name } ?? 0, before: theme))
    }

    mutating func choose(_ key: Key, in chooser: ThemeChooser) -> [Effect] {
        var chooser = chooser
        switch Keymap.command(for: key, in: .choice) {
        case .cancel:
            theme = chooser.before
            sheet = nil
            return []
        case .confirm:
            sheet = nil
            return []
        case .chooseNext: chooser.chosen += 1
        case .choosePrevious: chooser.chosen -= 1
        default:
            switch key {
            case .character("j"), .character("t"): chooser.chosen += 1
            case .character("k"): chooser.chosen -= 1
            case .character("q"):
                theme = chooser.before
                sheet = nil
                return []
            default: return []
            }
        }
        guard !themeShelf.isEmpty else { return [] }
        chooser.chosen = (chooser.chosen + themeShelf.count) % themeShelf.count
        theme = themeShelf[chooser.chosen]
        sheet = .themes(chooser)
        return []
    }

    mutating func take(themeNamed name: String) {
        if let found = themeShelf.first(where: { $0.name == name }) {
            theme = found
        } else {
            notices.complain("There is no theme “\(name)”; t shows those there are.")
        }
    }
}
