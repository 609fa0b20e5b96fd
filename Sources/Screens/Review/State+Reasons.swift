import Disk
import Inspection

/// Why a verdict was given: a word by a digit, and a note.
extension State {
    /// A digit right after a verdict says why; 0 takes the reason away.
    mutating func giveReason(_ digit: Int, to judged: JustJudged) -> [Effect] {
        let reasons = reasons(for: judged.category)
        guard digit <= reasons.count else {
            tell("There is no reason \(digit); Esc goes on without one.")
            return []
        }
        return amend(judged) { $0.because(digit == 0 ? nil : reasons[digit - 1]) }
    }

    /// Asks for a note on a part that was judged.
    mutating func askForNote(on judged: JustJudged? = nil) -> [Effect] {
        guard let line, line.count > 0 else { return [] }
        var judged = judged
        if judged == nil, line.recheck == nil, line.opinion(line.cursor) != nil, let digest = line.digest(line.cursor) {
            judged = JustJudged(category: line.name, part: line.cursor, digest: digest, isRecheck: false)
        }
        guard let judged, let standing = standing(of: judged) else {
            // What is typed all the same must not act as keys.
            tell("Judge the part first: a note is stored with its verdict. This one would be lost.")
            review.noted = nil
            ask(.note, title: "not judged yet, nothing will be kept")
            return []
        }
        review.noted = judged
        ask(.note, title: "note on \(name(of: judged))", text: standing.note ?? "")
        return []
    }

    /// The answer: an empty one takes the note away.
    mutating func note(_ text: String) -> [Effect] {
        guard let judged = review.noted else { return [] }
        review.noted = nil
        let text = text.trimmingSpaces
        return amend(judged) { $0.noting(text.isEmpty ? nil : text) }
    }

    func name(of judged: JustJudged) -> String {
        guard let index = index(of: judged.category), let line = lines?[index],
            line.category.parts.indices.contains(judged.part)
        else { return "" }
        return line.category.parts[judged.part].name.printable
    }

    /// What was said of a part that was just judged.
    func standing(of judged: JustJudged) -> Opinion? {
        if judged.isRecheck { return lastDecision(on: judged)?.given }
        return index(of: judged.category).flatMap { lines?[$0].opinion(judged.part) }
    }

    private func lastDecision(on judged: JustJudged) -> Decision? {
        guard let last = history.done.last, last.category == judged.category, last.digest == judged.digest,
            last.isRecheck == judged.isRecheck
        else { return nil }
        return last
    }

    /// Says more about a part: to the last decision where that was about it, so that both are undone together, and else
    /// as a decision of its own.
    private mutating func amend(_ judged: JustJudged, _ change: (Opinion) -> Opinion) -> [Effect] {
        guard let index = index(of: judged.category), let line = lines?[index], judged.part < line.count,
            line.digest(judged.part) == judged.digest, let standing = standing(of: judged)
        else {
            tell("The part is not what was judged any more, or is just being inspected again: nothing was added.")
            return []
        }
        let opinion = change(standing)
        guard opinion != standing else { return [] }
        guard var decision = lastDecision(on: judged) else {
            let back = selected
            defer { selected = back }
            selected = index
            return [decide(opinion, on: judged.part, judged.digest, in: line, isRecheck: false)]
        }
        let judgement = judgement(
            of: judged.part, judged.digest, in: line, opinion, .amended, isRecheck: judged.isRecheck,
            of: decision)
        decision.amendments.append(Decision.Amendment(id: judgement.id, before: decision.given))
        decision.given = opinion
        history.done[history.done.count - 1] = decision
        history.undone = []
        if !judged.isRecheck { lines?[index].judge(judged.digest, opinion) }
        return [.record(judgement)]
    }
}
