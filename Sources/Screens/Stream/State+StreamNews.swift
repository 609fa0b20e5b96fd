import Disk
import Evaluation
import Inspection

/// What a stream reports.
extension State {
    mutating func hear(_ news: StreamNews) -> [Effect] {
        switch news {
        case .began(let run, let threshold, let centre, let waiting):
            guard isCurrent(run) else { break }
            if stream.phase == .starting { stream.phase = .running }
            stream.threshold = threshold
            stream.centre = centre
            if waiting > 0 {
                tell("\(waiting) \(waiting == 1 ? "part" : "parts") of an earlier watch come first.")
            }
        case .refused(let run, let reason):
            guard isCurrent(run) else { break }
            stream.phase = .none
            notices.complain("The stream could not begin: \(reason)")
        case .progress(let run, let parts, let alarms, let figures):
            guard isCurrent(run), stream.phase != .ended else { break }
            stream.take(parts)
            stream.figures = figures
            stream.alarms += alarms.filter { !stream.alarms.contains($0) }
            showDrift()
        case .note(let run, let text):
            guard isCurrent(run) else { break }
            stream.trouble = nil
            tell(text.printable)
        case .trouble(let run, let text):
            guard isCurrent(run) else { break }
            stream.trouble = text.printable
        case .ended(let run, let figures, let failure):
            guard isCurrent(run) else { break }
            stream.phase = .ended
            stream.isPaused = false
            stream.figures = figures
            stream.trouble = failure.map(\.printable)
            if let failure { notices.complain("The stream has ended before its time: \(failure.printable)") }
        case .picture(let run, let index, let picture):
            if isCurrent(run) { stream.pictures.put(picture, for: index) }
        case .acknowledged(let alarms, let author, let problem):
            stream.alarms.removeAll { alarms.contains($0) }
            stream.acknowledging.subtract(alarms)
            showDrift()
            if let problem {
                notices.complain("The alarm is acknowledged, but not in the ledger: \(problem.printable)")
            } else {
                tell("Acknowledged by \(author.printable), in the ledger.")
            }
        case .written: ledgerGrew(withVerdict: false)
        }
        return []
    }

    private func isCurrent(_ run: Int) -> Bool { stream.request?.run == run }

    /// A line drifts as long as its last part says so, and until somebody has seen that it did.
    private mutating func showDrift() {
        let waiting = Set(stream.alarms.filter { $0.kind == .drift }.map(\.category))
        for index in lines?.indices ?? 0..<0 {
            guard let line = lines?[index] else { continue }
            let isOut = stream.request?.category == line.name && stream.parts.last?.point.isOut == true
            let isDrifting = isOut || waiting.contains(line.name)
            if line.isDrifting != isDrifting { lines?[index].isDrifting = isDrifting }
        }
    }
}
