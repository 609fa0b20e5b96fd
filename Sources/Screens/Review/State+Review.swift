import Canvas
import Disk

/// What keys do in Review.
extension State {
    /// Keys that Review takes before they mean a place or a count.
    mutating func pressInReview(_ key: Key) -> [Effect]? { nil }

    mutating func obeyReview(_ command: Command) -> [Effect]? {
        switch command {
        case .next: move(by: 1)
        case .previous: move(by: -1)
        case .pageDown: move(by: 10)
        case .pageUp: move(by: -10)
        case .first: move(by: .min)
        case .last: move(by: .max)
        case .nextUnjudged: goToNextUnjudged()
        case .accept: return judge(.accept)
        case .reject: return judge(.reject)
        case .unsure: return judge(.unsure)
        case .raise: slide(by: 1)
        case .lower: slide(by: -1)
        case .raiseTen: slide(by: 10)
        case .lowerTen: slide(by: -10)
        case .writeThreshold: return writeThreshold()
        case .discardDraft: discardDraft()
        case .cycleLayer: cycleLayer()
        default: return nil
        }
        return []
    }

    private mutating func move(by steps: Int) {
        guard let line, line.count > 0 else { return }
        let position = line.queue.position(of: line.cursor).moved(by: steps, within: 0..<line.count)
        changeLine { $0.cursor = $0.queue[position] }
    }

    /// Notes something on the part under review.
    mutating func note(_ text: String) -> [Effect] { [] }

    mutating func openReview() -> [Effect] {
        guard let line else { return [] }
        guard line.count > 0 else {
            tell("\(line.name.printable) has no parts to inspect: put photographs into test/<label> and start again.")
            return []
        }
        place = .review
        // From here on the cursor belongs to the person: scores that still arrive must not move it under a verdict.
        if !line.hasMoved {
            changeLine {
                $0.cursor = $0.firstUnjudged ?? $0.queue[0]
                $0.hasMoved = true
            }
        }
        return []
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

    mutating func hear(_ news: StudyNews) -> [Effect] { [] }
}
