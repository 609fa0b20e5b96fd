import Canvas

/// What a press of the mouse lands on.
public enum Target: Hashable, Sendable {
    case place(Place)
    /// A hint in the footer.
    case command(Command)
    /// A row of the list of the place, by its index.
    case row(Int)
}

/// The mouse does nothing that a key does not do.
extension State {
    mutating func take(_ press: MousePress) -> [Effect] {
        notices.acknowledge()
        guard size.columns >= Painter.smallest.columns, size.rows >= Painter.smallest.rows else { return [] }
        switch press.button {
        case .wheelUp: return turn(.previous, .choosePrevious)
        case .wheelDown: return turn(.next, .chooseNext)
        case .left: break
        }
        guard let target = target(at: press) else { return [] }
        switch target {
        case .command(let command):
            // What is being typed or chosen hears keys: it may have something to put back.
            if [.prompt, .choice].contains(context) {
                let binding = Keymap.bindings(in: context).first { $0.command == command }
                return binding?.keys.first.map { self.press($0) } ?? []
            }
            return obey(command)
        case .place(let place): return sheet == nil ? go(to: place) : []
        case .row(let index): return sheet == nil ? choose(row: index) : []
        }
    }

    /// The wheel moves through whatever is in front.
    private mutating func turn(_ inList: Command, _ inChoice: Command) -> [Effect] {
        switch sheet {
        case .palette, .themes:
            let key: Key = inChoice == .chooseNext ? .down : .up
            return press(key)
        case .prompt, .quitQuestion: return []
        case .help, nil: return obey(inList)
        }
    }

    /// The targets are where the painter draws them, so what is pressed is what is seen.
    private func target(at press: MousePress) -> Target? {
        var painter = Painter(
            frame: Frame(size: size, fill: theme.ground), state: self, capabilities: .full, theme: theme)
        painter.draw()
        return painter.targets.last { $0.box.contains(column: press.column, row: press.row) }?.target
    }

    /// A row of the place's list was pressed; a second press on it opens what Enter opens.
    private mutating func choose(row: Int) -> [Effect] {
        switch place {
        case .lines:
            guard let lines, lines.indices.contains(row) else { return [] }
            if selected == row { return obey(.openReview) }
            selected = row
            return []
        case .ledger:
            guard ledger.window.items.indices.contains(row) else { return [] }
            if ledger.window.cursor == row { return obey(.openPart) }
            ledger.window.cursor = row
            return []
        case .stream:
            guard stream.part(row) != nil else { return [] }
            if shownStreamPart?.index == row { return obey(.openPart) }
            stream.cursor = row
            return []
        case .review, .tune: return []
        }
    }
}

extension Box {
    func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < endColumn && row >= self.row && row < endRow
    }
}
