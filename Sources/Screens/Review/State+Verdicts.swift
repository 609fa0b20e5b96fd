import Disk
import Inspection

/// Verdicts, and taking them back. Every change that shows is also handed out to be stored.
extension State {
    mutating func judge(_ verdict: HumanVerdict) -> [Effect] {
        guard let line, line.count > 0 else { return [] }
        let part = line.cursor
        guard let digest = line.digest(part) else {
            tell(
                line.finding(part) == nil
                    ? "This part has not been read yet: its verdict has to wait for that."
                    : "This part could not be read, so a verdict has nothing to hold on to.")
            return []
        }
        let isRecheck = line.recheck != nil
        let place = line.place(of: part)
        let previous = isRecheck ? nil : line.opinion(part)
        var effects: [Effect] = []
        // Saying the same again changes nothing that would have to be stored.
        if previous?.verdict != verdict {
            effects.append(decide(Opinion(verdict), on: part, digest, in: line, isRecheck: isRecheck))
        }
        review.justJudged = JustJudged(category: line.name, part: part, digest: digest, isRecheck: isRecheck)
        if isRecheck {
            goOn(after: digest, to: line.recheck?.next)
        } else {
            advance(from: part, at: place, digest)
        }
        return effects
    }

    /// A new decision, shown at once and handed out to be stored.
    mutating func decide(
        _ opinion: Opinion, on part: Int, _ digest: SHA256Digest, in line: Line, isRecheck: Bool
    ) -> Effect {
        let judgement = judgement(of: part, digest, in: line, opinion, .given, isRecheck: isRecheck)
        history.add(
            Decision(
                number: judgement.id, category: line.name, part: part, digest: digest, given: opinion,
                previous: isRecheck ? nil : line.opinion(part), isRecheck: isRecheck, seconds: judgement.seconds,
                id: judgement.id))
        changeLine { line in
            line.rechecks.countVerdict()
            if isRecheck {
                line.rechecks.settle(digest)
                line.recheck = nil
            } else {
                line.judge(digest, opinion)
                line.rechecks.add(part, digest)
            }
        }
        return .record(judgement)
    }

    /// On from a part that had come back to the one that it was slipped in before. What stood for it is not shown now
    /// either: nobody should learn which parts come back.
    private mutating func goOn(after digest: SHA256Digest, to next: Int?) {
        guard let line else { return }
        let next = next.flatMap { line.verdict($0) == nil ? $0 : nil } ?? line.firstUnjudged
        if next == nil, let again = line.dueRecheck(isLast: line.queue.waitingCount == 0, except: digest) {
            changeLine {
                $0.cursor = again
                $0.recheck = PendingRecheck(next: nil)
            }
        } else if let part = next ?? (line.roll.isEmpty ? nil : line.roll[0]) {
            changeLine { $0.cursor = part }
            if next == nil, line.queue.waitingCount == 0 { tell("Every part of \(line.name.printable) is judged.") }
        }
    }

    /// On to the next part that nobody has judged, or one that comes back as if nobody had.
    private mutating func advance(from part: Int, at place: Int, _ digest: SHA256Digest) {
        guard let line else { return }
        let next = line.nextUnjudged
        if let again = line.dueRecheck(isLast: next == nil && line.queue.waitingCount == 0, except: digest) {
            changeLine {
                $0.cursor = again
                $0.recheck = PendingRecheck(next: next)
            }
        } else if let next {
            changeLine { $0.cursor = next }
        } else if line.choice.filter == .overruled || line.choice.filter == .marked {
            // All of these are judged, perhaps for a second time: on through them.
            let after = line.roll.contains(part) ? place + 1 : place
            if after < line.roll.count { changeLine { $0.cursor = $0.roll[after] } }
        } else if line.queue.waitingCount == 0 {
            tell(
                line.choice == PartChoice()
                    ? "Every part of \(line.name.printable) that could be read is judged."
                    : "Every part of these that could be read is judged.")
        }
    }

    mutating func judgement(
        of part: Int, _ digest: SHA256Digest, in line: Line, _ opinion: Opinion?, _ origin: Judgement.Origin,
        isRecheck: Bool, of decision: Decision? = nil
    ) -> Judgement {
        let isSeen = origin == .given && onScreen == OnScreen(category: line.name, part: part)
        let seconds = isSeen ? max(0, now - review.since) : decision?.seconds
        // A score of other bytes says nothing about these.
        let isFound = line.digest(part) == digest
        let judgement = Judgement(
            id: nextJudgement, decision: decision?.number ?? nextJudgement, category: line.name,
            part: line.category.parts[part], digest: digest, opinion: opinion, origin: origin, isRecheck: isRecheck,
            score: isFound ? line.finding(part)?.score : nil, threshold: line.live?.value,
            machine: isFound ? line.machine(part) : .notInspected, seconds: seconds)
        nextJudgement += 1
        unconfirmed[judgement.id] = judgement
        // A reason or a note leaves the verdict stored that it belongs to.
        if !isRecheck, origin != .amended, let index = index(of: line.name) { lines?[index].countUnstored(digest, by: 1) }
        return judgement
    }
}
