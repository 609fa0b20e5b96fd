import Inspection

/// The part that is pictured in Tune: the one nearest to the draft, or one found by walking from there.
extension State {
    /// Its index in the category; `nil` before the first score.
    public var tunedPart: Int? {
        guard let line, let place = tunedPlace(of: line) else { return nil }
        return line.queue[line.queue.failedCount + place]
    }

    /// Its place among the scored parts, the highest score first.
    func tunedPlace(of line: Line) -> Int? {
        let count = line.queue.scoredCount
        guard count > 0 else { return nil }
        return Self.nearest(to: line).moved(by: tune.walk, within: 0..<count)
    }

    /// The scored part whose score is nearest to the threshold that is shown; of two equally near the flagged one.
    private static func nearest(to line: Line) -> Int {
        let scored = line.queue.scored
        guard let shown = line.shownThreshold else { return 0 }
        let flagged = line.queue.flagged(at: shown)
        guard flagged > 0 else { return 0 }
        guard flagged < scored.count else { return scored.count - 1 }
        return scored[flagged - 1].score - shown <= shown - scored[flagged].score ? flagged - 1 : flagged
    }

    mutating func walk(by steps: Int) {
        guard let line, let place = tunedPlace(of: line) else {
            tell("No part has a score yet.")
            return
        }
        tune.walk = place.moved(by: steps, within: 0..<line.queue.scoredCount) - Self.nearest(to: line)
    }

    /// The draft, or the category, is another one: the part nearest to it is pictured.
    mutating func settleOnDraft() {
        tune.walk = 0
        tune.snapped = nil
    }

    /// The pictured part comes under review.
    mutating func reviewTunedPart() -> [Effect] {
        guard let part = tunedPart else { return openReview() }
        changeLine {
            $0.cursor = part
            $0.hasMoved = true
        }
        return openReview()
    }

    /// Sorts the scores out again where they are out of date. While parts are still coming in, a few more or less
    /// change nothing that could be seen; every part anew would be too much.
    mutating func refreshTune() {
        guard place == .tune, let line else { return }
        let goals = TuneGoals(settings, category: line.name)
        if let facts = tune.facts, facts.category == line.name, facts.goals == goals {
            if facts.knowledge == line.knowledge { return }
            let growth = line.queue.scoredCount - facts.index.all.count
            if line.isInspecting, growth > 0, growth < facts.index.all.count / 32 { return }
        }
        tune.facts = TuneFacts(line, goals: goals)
    }
}
