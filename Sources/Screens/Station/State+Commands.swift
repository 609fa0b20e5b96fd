import Canvas
import Disk

/// What keys do.
extension State {
    mutating func press(_ key: Key) -> [Effect] {
        notices.acknowledge()
        // Digits before this key have first to lead where they lead.
        var arrival: [Effect] = []
        // Nobody judges what they cannot see: a screen that shows one sentence only lets them leave.
        let isTooSmall = size.columns < Painter.smallest.columns || size.rows < Painter.smallest.rows
        if !isTooSmall {
            switch sheet {
            case .prompt(let prompt): return type(key, into: prompt)
            case .palette(let palette): return type(key, into: palette)
            case .themes(let chooser): return choose(key, in: chooser)
            case .help, .quitQuestion, nil: break
            }
            if sheet == nil, let effects = takeCount(for: key, &arrival) { return effects }
            if sheet == nil, let effects = pressInPlace(key) { return arrival + effects }
            if sheet == nil, let effects = count(key) { return arrival + effects }
        }
        guard let command = Keymap.command(for: key, in: context) else {
            if sheet == .quitQuestion { sheet = nil }
            return arrival
        }
        if isTooSmall, ![.quit, .back, .stay, .cancel, .toggleMouse].contains(command) { return arrival }
        return arrival + obey(command)
    }

    /// Keys that a place takes before anything else does, such as digits where they mean neither places nor counts.
    private mutating func pressInPlace(_ key: Key) -> [Effect]? {
        switch place {
        case .tune: pressInTune(key)
        case .review: pressInReview(key)
        case .lines, .stream, .ledger: nil
        }
    }

    mutating func obey(_ command: Command) -> [Effect] {
        if sheet == nil {
            let effects =
                switch place {
                case .lines: obeyLines(command)
                case .review: obeyReview(command)
                case .tune: obeyTune(command)
                case .stream: obeyStream(command)
                case .ledger: obeyLedger(command)
                }
            if let effects { return effects }
        }
        switch command {
        case .help: sheet = .help(firstRow: 0)
        case .stay, .cancel: sheet = nil
        case .back:
            guard sheet == nil else {
                sheet = nil
                return []
            }
            return go(to: .lines)
        case .quit: return leave()
        case .openLines: return go(to: .lines)
        case .openReview: return go(to: .review)
        case .openTune: return go(to: .tune)
        case .openStream: return go(to: .stream)
        case .openLedger: return go(to: .ledger)
        case .openPalette: sheet = .palette(Palette())
        case .filter: ask(.filter, title: "show only", text: filters[place] ?? "")
        case .themes: chooseTheme()
        case .toggleMouse:
            hearsMouse.toggle()
            tell(hearsMouse ? "The mouse is heard; Shift selects text." : "The mouse belongs to the terminal again.")
            return [.hearMouse(hearsMouse)]
        case .next: scrollHelp(by: 1)
        case .previous: scrollHelp(by: -1)
        case .pageDown: scrollHelp(by: 10)
        case .pageUp: scrollHelp(by: -10)
        case .first: scrollHelp(by: .min)
        case .last: scrollHelp(by: .max)
        case .undo: return undo()
        case .redo: return redo()
        case .export: return [.export(category: place == .lines ? nil : line?.name)]
        default: break
        }
        return []
    }

    /// Goes to a place, if there is anything to see there.
    mutating func go(to target: Place) -> [Effect] {
        switch target {
        case .lines:
            place = .lines
            sortLines()
        case .review: return openReview()
        case .tune: return openTune()
        case .stream: return openStream()
        case .ledger: return openLedger()
        }
        return []
    }

    private mutating func scrollHelp(by steps: Int) {
        guard case .help(let row) = sheet else { return }
        let last = HelpPage.lastFirstRow(size: size, from: place)
        sheet = .help(firstRow: row.moved(by: steps, within: 0..<last + 1))
    }

    /// Leaving throws a running calibration away, so it is asked about once.
    private mutating func leave() -> [Effect] {
        if sheet != .quitQuestion, lines?.contains(where: \.isCalibrating) == true {
            sheet = .quitQuestion
            return []
        }
        return [.quit]
    }

    /// Changes the category under the cursor in place.
    mutating func changeLine(_ change: (inout Line) -> Void) {
        guard let count = lines?.count, selected >= 0, selected < count else { return }
        change(&lines![selected])
    }
}

extension Int {
    /// Moved by `steps` and kept within `bounds`; 0 where those are empty.
    func moved(by steps: Int, within bounds: Range<Int>) -> Int {
        let (sum, overflow) = addingReportingOverflow(steps)
        let wanted = overflow ? (steps > 0 ? Int.max : Int.min) : sum
        return Swift.max(bounds.lowerBound, Swift.min(wanted, bounds.upperBound - 1))
    }
}
