import Disk
import Inspection

/// What the ledger answers: what shows is what is stored, or on its way there.
extension State {
    /// The ledger has answered, one way or the other.
    @discardableResult
    mutating func takeAnswer(_ id: Int, isStored: Bool = true) -> Judgement? {
        guard let judgement = unconfirmed.removeValue(forKey: id) else { return nil }
        history.leaving[id] = nil
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

    /// The ledger says what stands for a part once it has dealt with the judgement: another station may have judged it
    /// too, and what shows is what stands.
    mutating func show(_ standing: Standing, after judgement: Judgement) {
        func isOnItsWay(_ other: Judgement) -> Bool {
            other.digest == judgement.digest && other.category == judgement.category && !other.isRecheck
        }
        guard case .known(let opinion) = standing, !judgement.isRecheck, let index = index(of: judgement.category),
            // The ledger's answer to what was said later is newer.
            !unconfirmed.values.contains(where: isOnItsWay)
        else { return }
        let shown = lines?[index].remembered[judgement.digest]
        guard shown != opinion else { return }
        lines?[index].judge(judgement.digest, opinion)
        if opinion == nil { lines?[index].rechecks.remove(judgement.digest) }
        guard shown?.verdict != opinion?.verdict else { return }
        let name = judgement.part.name.printable
        tell("\(name): the ledger has \(opinion?.verdict.rawValue ?? "no verdict") now.")
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
        let leaving = history.leaving[id]
        guard let judgement = takeAnswer(id, isStored: false) else { return }
        switch judgement.origin {
        case .amended: takeBackAmendment(judgement)
        case .undo: if let leaving { takeBackUndo(leaving) }
        case .given, .redo: takeBackDecision(judgement)
        }
    }

    /// What could not be taken back stands as it did.
    private mutating func takeBackUndo(_ decision: Decision) {
        if let index = history.undone.lastIndex(where: { $0.id == decision.id }) {
            let decision = history.undone.remove(at: index)
            history.done.append(decision)
            restore(decision, decision.given)
            return
        }
        // It may have been made again meanwhile, and that is on its way to the ledger.
        func isIt(_ other: Decision) -> Bool { other.number == decision.number }
        guard !history.done.contains(where: isIt), !history.undone.contains(where: isIt) else { return }
        // Something else was decided, so it is not to be made again: it stands before that.
        let index = history.done.firstIndex { $0.number > decision.id } ?? history.done.endIndex
        if let newer = history.done[index...].firstIndex(where: { $0.isOnTheSamePart(as: decision) }) {
            history.done[newer].previous = decision.given
        } else {
            restore(decision, decision.given)
        }
        history.done.insert(decision, at: index)
    }

    private mutating func takeBackDecision(_ judgement: Judgement) {
        guard let index = history.done.lastIndex(where: { $0.id == judgement.id }) else {
            guard judgement.origin == .given else { return }
            // It has been undone meanwhile; there is nothing to do again, nor to take back.
            history.undone.removeAll { $0.number == judgement.decision }
            history.leaving = history.leaving.filter { $0.value.number != judgement.decision }
            return
        }
        let decision = history.done.remove(at: index)
        if judgement.origin == .redo { history.undone.append(decision) }
        if review.justJudged?.digest == judgement.digest { review.justJudged = nil }
        if let newer = history.done[index...].firstIndex(where: { $0.isOnTheSamePart(as: decision) }) {
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
            guard opinion != nil else {
                lines?[index].rechecks.addAgain(decision.part, decision.digest)
                return
            }
            // Its answer stands, so it does not come a second time.
            lines?[index].rechecks.settle(decision.digest)
            if lines?[index].cursor == decision.part { lines?[index].recheck = nil }
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
