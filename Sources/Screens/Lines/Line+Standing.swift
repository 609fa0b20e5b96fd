import Disk
import Inspection
import SystemPackage

/// Where a line stands: figures for the table of lines, each without looking at its parts.
extension Line {
    /// Parts that wait for a person: flagged at the live threshold, and nobody has said anything yet.
    public var waiting: Int? {
        live.map { queue.flagged(at: $0.value) - tally.judgedFlagged(at: $0.value) }
    }

    /// The share of good parts among those that were scored when the category was last inspected in this session. A
    /// person's ACCEPT or REJECT counts before the machine's verdict; parts without a score are in neither number.
    public var yield: Double? {
        guard let live, let good = goodLive, queue.scoredCount > 0 else { return nil }
        return Double(good + tally.overruledToGood(at: live.value)) / Double(queue.scoredCount)
    }

    /// Whether something is being done that a person could stop.
    public var isAtWork: Bool { isCalibrating || isInspecting }

    /// Share of the calibration or inspection that is done, 0…1; `nil` where there is none.
    public var progress: Double? {
        if case .running(let done, let total) = status { return total > 0 ? min(1, Double(done) / Double(total)) : 0 }
        guard isInspecting, count > 0 else { return nil }
        return Double(count - queue.waitingCount) / Double(count)
    }

    /// The part with those bytes: at `path` if it is there, else wherever it has been read.
    func part(_ digest: SHA256Digest, at path: FilePath?) -> Int? {
        let known = parts(with: digest)
        return known.first { category.parts[$0].path == path } ?? known.first
    }
}
