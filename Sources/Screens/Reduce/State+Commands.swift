import Canvas
import Disk

/// What keys do.
extension State {
    mutating func press(_ key: Key) -> [Effect] {
        notices.acknowledge()
        guard let command = Keymap.command(for: key, in: context) else {
            if sheet == .quitQuestion { sheet = nil }
            return []
        }
        // Nobody judges what they cannot see: a screen that shows one sentence only lets them leave.
        if size.columns < Painter.smallest.columns || size.rows < Painter.smallest.rows {
            switch command {
            case .quit, .back, .stay: break
            default: return []
            }
        }
        return obey(command)
    }

    private mutating func obey(_ command: Command) -> [Effect] {
        switch command {
        case .help: sheet = .help(firstRow: 0)
        case .stay: sheet = nil
        case .back: if sheet != nil { sheet = nil } else { place = .lines }
        case .quit: return leave()
        case .openLines: place = .lines
        case .openReview: openReview()
        case .next: move(by: 1)
        case .previous: move(by: -1)
        case .pageDown: move(by: 10)
        case .pageUp: move(by: -10)
        case .first: move(by: .min)
        case .last: move(by: .max)
        case .nextUnjudged: goToNextUnjudged()
        case .calibrate: return calibrate()
        case .calibrateAll: return calibrateAll()
        case .inspect: return inspect()
        case .accept: return judge(.accept)
        case .reject: return judge(.reject)
        case .unsure: return judge(.unsure)
        case .undo: return undo()
        case .redo: return redo()
        case .raise: slide(by: 1)
        case .lower: slide(by: -1)
        case .raiseTen: slide(by: 10)
        case .lowerTen: slide(by: -10)
        case .writeThreshold: return writeThreshold()
        case .discardDraft: discardDraft()
        case .cycleLayer: cycleLayer()
        case .export: return [.export(category: place == .review ? line?.name : nil)]
        }
        return []
    }

    /// Leaving throws a running calibration away, so it is asked about once.
    private mutating func leave() -> [Effect] {
        if sheet != .quitQuestion, lines?.contains(where: \.isCalibrating) == true {
            sheet = .quitQuestion
            return []
        }
        return [.quit]
    }

    /// Moves through whatever is in front: `.min` and `.max` stand for the ends.
    private mutating func move(by steps: Int) {
        if case .help(let row) = sheet {
            let last = HelpPage.lastFirstRow(size: size)
            sheet = .help(firstRow: row.moved(by: steps, within: 0..<last + 1))
        } else if place == .lines {
            selected = selected.moved(by: steps, within: 0..<(lines?.count ?? 0))
        } else if let line, line.count > 0 {
            let position = line.queue.position(of: line.cursor).moved(by: steps, within: 0..<line.count)
            changeLine { $0.cursor = $0.queue[position] }
        }
    }

    private mutating func openReview() {
        guard let line else { return }
        guard line.count > 0 else {
            tell("\(line.name.printable) has no parts to inspect: put photographs into test/<label> and start again.")
            return
        }
        place = .review
        // From here on the cursor belongs to the person: scores that still arrive must not move it under a verdict.
        if !line.hasMoved {
            changeLine {
                $0.cursor = $0.firstUnjudged ?? $0.queue[0]
                $0.hasMoved = true
            }
        }
    }

    private mutating func goToNextUnjudged() {
        guard let line else { return }
        if let part = line.nextUnjudged {
            changeLine { $0.cursor = part }
        } else {
            tell(line.queue.waitingCount > 0 ? "No other part is ready for a verdict yet." : "Every part is judged.")
        }
    }

    private mutating func cycleLayer() {
        let choices = Layer.choices(columns: size.columns)
        let shown = layer.shown(columns: size.columns)
        layer = choices[((choices.firstIndex(of: shown) ?? -1) + 1) % choices.count]
    }

    private mutating func calibrate() -> [Effect] {
        guard let line else { return [] }
        if line.isCalibrating {
            tell("\(line.name.printable) is being calibrated.")
        } else if line.status == .ready {
            tell("\(line.name.printable) is calibrated.")
        } else if line.category.calibrationParts.isEmpty {
            tell("\(line.name.printable) has no good parts to learn from: put photographs of them into train/good.")
        } else {
            changeLine { $0.status = .running(done: 0, of: $0.category.calibrationParts.count) }
            return [.calibrate(category: line.name)]
        }
        return []
    }

    private mutating func calibrateAll() -> [Effect] {
        let back = selected
        defer { selected = back }
        var effects: [Effect] = []
        for (index, line) in (lines ?? []).enumerated()
        where line.status != .ready && !line.isCalibrating && !line.category.calibrationParts.isEmpty {
            selected = index
            effects += calibrate()
        }
        if effects.isEmpty { tell("No category waits for a calibration.") }
        return effects
    }

    private mutating func inspect() -> [Effect] {
        guard let line else { return [] }
        guard line.status == .ready else {
            tell("\(line.name.printable) is not calibrated: press c first.")
            return []
        }
        guard line.count > 0 else { return [] }
        changeLine { $0.startInspection() }
        return [.inspect(category: line.name, run: line.run + 1)]
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
