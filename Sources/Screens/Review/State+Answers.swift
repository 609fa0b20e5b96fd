import Disk
import Inspection

/// What the ledger answers: what shows is what is stored, or on its way there.
extension State {
    /// The ledger has answered, one way or the other.
    @discardableResult
    mutating func takeAnswer(_ id: Int, isStored: Bool = true) -> Judgement? {
        guard let judgement = unconfirmed.removeValue(forKey: id) else { return nil }
        guard let index = index(of: judgement.category) else { return judgement }
        if judgement.isRecheck {
            // Counted like any other verdict, or the count would tell which part had come back.
            let change = !isStored ? 0 : judgement.origin == .undo ? -1 : judgement.origin == .amended ? 0 : 1
            lines?[index].rechecks.answers += change
        } else if judgement.origin != .amended {
            lines?[index].countUnstored(judgement.digest, by: -1)
        }
        if isStored { forgetAmendment(judgement) }
        return judgement
    }

    private mutating func forgetAmendment(_ judgement: Judgement) {
        guard judgement.origin == .amended else { return }
        let isIts = { (decision: Decision) in decision.number == judgement.decision }
        if let index = history.done.lastIndex(where: isIts) {
            history.done[index].amendments.removeAll { $0.id == judgement.id }
        } else if let index = history.undone.lastIndex(where: isIts) {
            history.undone[index].amendments.removeAll { $0.id == judgement.id }
        }
    }

    /// The ledger could not store a judgement: what shows goes back to what is stored.
    mutating func takeBack(_ id: Int) {
        guard let judgement = takeAnswer(id, isStored: false) else { return }
        switch judgement.origin {
        case .amended: takeBackAmendment(judgement)
        case .undo:
            guard let index = history.undone.lastIndex(where: { $0.id == id }) else { return }
            let decision = history.undone.remove(at: index)
            history.done.append(decision)
            restore(decision, decision.given)
        case .given, .redo: takeBackDecision(judgement)
        }
    }

    private mutating func takeBackDecision(_ judgement: Judgement) {
        func isSamePart(_ decision: Decision) -> Bool {
            decision.digest == judgement.digest && decision.category == judgement.category
                && decision.isRecheck == judgement.isRecheck
        }
        guard let index = history.done.lastIndex(where: { $0.id == judgement.id }) else {
            // It has been undone meanwhile; there is nothing to do again.
            history.undone.removeAll { $0.id == judgement.id }
            return
        }
        let decision = history.done.remove(at: index)
        if judgement.origin == .redo { history.undone.append(decision) }
        if review.justJudged?.digest == judgement.digest { review.justJudged = nil }
        if let newer = history.done[index...].firstIndex(where: isSamePart) {
            history.done[newer].previous = decision.previous
        } else {
            restore(decision, decision.previous)
        }
    }

    /// A reason or a note that was not stored; the verdict itself was.
    private mutating func takeBackAmendment(_ judgement: Judgement) {
        if let index = history.done.lastIndex(where: { $0.number == judgement.decision }) {
            let isShown = history.done[index...].dropFirst().allSatisfy { $0.digest != judgement.digest }
            guard history.done[index].forget(judgement.id) else { return }
            if isShown { restore(history.done[index], history.done[index].given) }
        } else if let index = history.undone.lastIndex(where: { $0.number == judgement.decision }) {
            _ = history.undone[index].forget(judgement.id)
        }
    }

    private mutating func restore(_ decision: Decision, _ opinion: Opinion?) {
        guard let index = index(of: decision.category) else { return }
        if decision.isRecheck {
            if opinion == nil { lines?[index].rechecks.addAgain(decision.part, decision.digest) }
        } else {
            lines?[index].judge(decision.digest, opinion)
        }
    }
}

extension Decision {
    /// An amendment was not stored.
    /// - Returns: whether what was decided is another now.
    fileprivate mutating func forget(_ id: Int) -> Bool {
        guard let index = amendments.firstIndex(where: { $0.id == id }) else { return false }
        let lost = amendments.remove(at: index)
        if index < amendments.count {
            // A later one, which holds everything that it said, took its place.
            amendments[index] = Amendment(id: amendments[index].id, before: lost.before)
            return false
        }
        let isOther = given != lost.before
        given = lost.before
        return isOther
    }
}
