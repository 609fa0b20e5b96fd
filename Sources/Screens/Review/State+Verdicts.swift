import Disk
import Inspection

/// Verdicts, and taking them back. Every change that shows is also handed out to be stored.
extension State {
    mutating func judge(_ verdict: HumanVerdict) -> [Effect] {
        guard let line, line.count > 0 else { return [] }
        guard let digest = line.digest(line.cursor) else {
            tell(
                line.finding(line.cursor) == nil
                    ? "This part has not been read yet: its verdict has to wait for that."
                    : "This part could not be read, so a verdict has nothing to hold on to.")
            return []
        }
        let previous = line.verdict(line.cursor)
        var effects: [Effect] = []
        // Saying the same again changes nothing that would have to be stored.
        if previous != verdict {
            let judgement = judgement(of: line.cursor, digest, in: line, verdict, .given)
            history.add(
                Decision(
                    category: line.name, part: line.cursor, digest: digest, given: verdict, previous: previous,
                    id: judgement.id))
            changeLine { $0.judge(digest, verdict) }
            effects.append(.record(judgement))
        }
        if let next = self.line?.nextUnjudged {
            changeLine { $0.cursor = next }
        } else if line.queue.waitingCount == 0 {
            tell("Every part of \(line.name.printable) that could be read is judged.")
        }
        return effects
    }

    mutating func undo() -> [Effect] {
        guard let decision = history.done.last else {
            tell("There is nothing to undo in this session.")
            return []
        }
        history.done.removeLast()
        return retrace(decision, to: decision.previous, .undo)
    }

    mutating func redo() -> [Effect] {
        guard let decision = history.undone.last else {
            tell("There is nothing to do again.")
            return []
        }
        history.undone.removeLast()
        return retrace(decision, to: decision.given, .redo)
    }

    /// Goes to the decision's part and gives it `verdict`.
    private mutating func retrace(
        _ decision: Decision, to verdict: HumanVerdict?, _ origin: Judgement.Origin
    ) -> [Effect] {
        guard let index = index(of: decision.category), let line = lines?[index], decision.part < line.count else {
            return []
        }
        selected = index
        place = .review
        let judgement = judgement(of: decision.part, decision.digest, in: line, verdict, origin)
        var stored = decision
        stored.id = judgement.id
        if origin == .undo { history.undone.append(stored) } else { history.done.append(stored) }
        changeLine {
            $0.judge(decision.digest, verdict)
            $0.cursor = decision.part
            $0.hasMoved = true
        }
        return [.record(judgement)]
    }

    private mutating func judgement(
        of part: Int, _ digest: SHA256Digest, in line: Line, _ verdict: HumanVerdict?, _ origin: Judgement.Origin
    ) -> Judgement {
        let judgement = Judgement(
            id: nextJudgement, category: line.name, part: line.category.parts[part], digest: digest,
            verdict: verdict, origin: origin, score: line.finding(part)?.score, threshold: line.live?.value,
            machine: line.machine(part))
        nextJudgement += 1
        unconfirmed[judgement.id] = judgement
        changeLine { $0.countUnstored(digest, by: 1) }
        return judgement
    }

    /// The ledger has answered, one way or the other.
    @discardableResult
    mutating func takeAnswer(_ id: Int) -> Judgement? {
        guard let judgement = unconfirmed.removeValue(forKey: id) else { return nil }
        if let index = index(of: judgement.category) { lines?[index].countUnstored(judgement.digest, by: -1) }
        return judgement
    }

    /// The ledger could not store a judgement: what shows goes back to what is stored.
    mutating func takeBack(_ id: Int) {
        guard let judgement = takeAnswer(id) else { return }
        func isSamePart(_ decision: Decision) -> Bool {
            decision.digest == judgement.digest && decision.category == judgement.category
        }
        if judgement.origin == .undo {
            guard let index = history.undone.lastIndex(where: { $0.id == id }) else { return }
            let decision = history.undone.remove(at: index)
            history.done.append(decision)
            restore(decision, decision.given)
        } else if let index = history.done.lastIndex(where: { $0.id == id }) {
            let decision = history.done.remove(at: index)
            if judgement.origin == .redo { history.undone.append(decision) }
            if let newer = history.done[index...].firstIndex(where: isSamePart) {
                history.done[newer].previous = decision.previous
            } else {
                restore(decision, decision.previous)
            }
        } else {
            // It has been undone meanwhile; there is nothing to do again.
            history.undone.removeAll { $0.id == id }
        }
    }

    private mutating func restore(_ decision: Decision, _ verdict: HumanVerdict?) {
        guard let index = index(of: decision.category) else { return }
        lines?[index].judge(decision.digest, verdict)
    }
}
