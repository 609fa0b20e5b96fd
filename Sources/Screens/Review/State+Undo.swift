import Disk
import Inspection

/// Taking decisions back and making them again, to any depth of the session.
extension State {
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

    /// Goes to the decision's part and gives it `opinion`.
    private mutating func retrace(
        _ decision: Decision, to opinion: Opinion?, _ origin: Judgement.Origin
    ) -> [Effect] {
        guard let index = index(of: decision.category), let line = lines?[index], decision.part < line.count else {
            return []
        }
        selected = index
        place = .review
        review.justJudged = nil
        let judgement = judgement(
            of: decision.part, decision.digest, in: line, opinion, origin, isRecheck: decision.isRecheck,
            of: decision)
        var stored = decision
        stored.id = judgement.id
        if origin == .undo {
            history.undone.append(stored)
            history.leaving[stored.id] = stored
        } else {
            history.done.append(stored)
        }
        let choice = review.choice
        changeLine { line in
            line.choose(choice)
            line.hasMoved = true
            line.cursor = decision.part
            if decision.isRecheck {
                if origin == .undo {
                    // As blind as it was.
                    line.rechecks.addAgain(decision.part, decision.digest)
                    line.recheck = PendingRecheck(next: line.firstUnjudged)
                } else {
                    line.rechecks.settle(decision.digest)
                }
            } else {
                line.judge(decision.digest, opinion)
                if origin == .redo {
                    line.rechecks.add(decision.part, decision.digest)
                } else if opinion == nil {
                    line.rechecks.remove(decision.digest)
                }
            }
        }
        return [.record(judgement)]
    }
}
