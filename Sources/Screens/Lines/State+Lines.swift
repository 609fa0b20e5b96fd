import Canvas
import Disk

/// What keys do in Lines.
extension State {
    mutating func obeyLines(_ command: Command) -> [Effect]? {
        switch command {
        case .next: select(by: 1)
        case .previous: select(by: -1)
        case .pageDown: select(by: 10)
        case .pageUp: select(by: -10)
        case .first: select(by: .min)
        case .last: select(by: .max)
        case .calibrate: return calibrate()
        case .calibrateAll: return calibrateAll()
        case .inspect: return inspect()
        case .acknowledge: return acknowledge()
        case .cancelWork: return cancelWork()
        default: return nil
        }
        return []
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

    private mutating func cancelWork() -> [Effect] {
        guard let line else { return [] }
        if line.status == .missing, !line.category.calibrationParts.isEmpty {
            // The station learns what has not been learnt, one line after the other: it may be waiting for its turn.
            tell("\(line.name.printable) is not learnt until somebody presses c.")
            return [.cancelWork(category: line.name)]
        }
        guard line.isAtWork else {
            tell("Nothing runs for \(line.name.printable) that could be stopped.")
            return []
        }
        tell("Stopping the \(line.isCalibrating ? "calibration" : "inspection") of \(line.name.printable).")
        return [.cancelWork(category: line.name)]
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
}
