import Disk
import Evaluation
import Inspection
import SystemPackage

/// Whether a category can score parts yet.
public enum CalibrationStatus: Equatable, Sendable {
    case missing
    /// Parts learnt from, of all there are.
    case running(done: Int, of: Int)
    case ready
    /// One printable sentence.
    case failed(String)
}

/// A category and everything that the screens know of it.
public struct Line: Equatable, Sendable {
    public let category: Category
    public internal(set) var status: CalibrationStatus = .missing
    /// The threshold that verdicts are taken at; it is what the store last confirmed.
    public internal(set) var live: Threshold? {
        didSet { if live?.value != oldValue?.value { refreshRoll() } }
    }
    /// A threshold that somebody tries out; nothing is decided by it until it is written as the live one.
    public internal(set) var draft: Float?
    /// The draft is on its way to the store.
    public internal(set) var isCommitting = false
    /// Pixels of maps belong to a region from this distance on; `nil` where nobody has set one.
    public internal(set) var pixelLive: Threshold?
    /// A pixel threshold that somebody tries out.
    public internal(set) var pixelDraft: Float?
    public internal(set) var isCommittingPixels = false
    /// Scores of the good parts that the calibration learnt from, each as if it had been left out; ascending, finite.
    public internal(set) var calibrationScores: [Float] = []
    public internal(set) var queue: ReviewQueue
    public internal(set) var isInspecting = false
    /// A stream of its parts drifts, or has done so and nobody has seen it.
    public internal(set) var isDrifting = false
    /// Counts the inspections of this category, so that what an abandoned one still sends is told apart.
    public internal(set) var run = 0
    /// The part under review, by index.
    public internal(set) var cursor = 0 {
        didSet { if cursor != oldValue { recheck = nil } }
    }
    /// The part under the cursor has come back unmarked.
    var recheck: PendingRecheck?
    /// A person has been here, so the cursor is theirs.
    var hasMoved = false
    public internal(set) var judged = 0
    /// Judged parts whose verdict the ledger has confirmed. This is what the screens count: a number on the screen is a
    /// promise, and a verdict that is still on its way would be lost with the power.
    public var stored: Int {
        judged - unstored.keys.reduce(0) { sum, digest in sum + (twins[digest] ?? []).count { opinions[$0] != nil } }
    }

    /// Counts the changes to scores and verdicts, so that what is worked out of them knows when it is out of date.
    private(set) var knowledge = 0
    /// The last scores in the order in which they came; `nil` where a part was NOT INSPECTED.
    public internal(set) var recent: [Float?] = []
    /// More than any screen shows.
    static let recentLimit = 128
    private(set) var tally = VerdictTally()
    /// What is leafed through in Review, and how it was chosen.
    public internal(set) var roll: PartRoll
    public internal(set) var choice = PartChoice()
    var names: NameIndex?
    /// Which parts have the wanted text in their names; `nil` where none is wanted.
    var named: [Bool]?
    public internal(set) var marks: Set<Int> = []
    var rechecks = RecheckSchedule()
    /// How far people agree on parts that came back unmarked; `nil` until the ledger has said so.
    public internal(set) var agreement: Agreement?

    private var findings: [Finding?]
    private var opinions: [Opinion?]
    /// The bytes that each part's opinion is about.
    private var digests: [SHA256Digest?]
    private(set) var remembered: [SHA256Digest: Opinion] = [:]
    private var indices: [FilePath: Int]
    private var twins: [SHA256Digest: [Int]] = [:]
    /// How many judgements of a part are on their way to the ledger.
    private var unstored: [SHA256Digest: Int] = [:]

    public init(category: Category, rechecks plan: RecheckPlan = .none) {
        self.category = category
        let count = category.parts.count
        queue = ReviewQueue(parts: count)
        roll = PartRoll(parts: count)
        rechecks.plan = plan
        findings = Array(repeating: nil, count: count)
        opinions = Array(repeating: nil, count: count)
        digests = Array(repeating: nil, count: count)
        indices = Dictionary(
            category.parts.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
        refreshRoll()
    }

    public var name: String { category.name }
    public var count: Int { category.parts.count }
    public var isCalibrating: Bool { if case .running = status { true } else { false } }
    /// What the slide shows: the draft if there is one.
    public var shownThreshold: Float? { draft ?? live?.value }

    /// The one that regions are drawn at: without one of their own, that of the scores, so that a part has regions
    /// exactly where it is flagged.
    public var shownPixelThreshold: Float? { pixelDraft ?? pixelLive?.value ?? shownThreshold }

    public var flaggedLive: Int? { live.map { queue.flagged(at: $0.value) } }
    public var flaggedDraft: Int? { draft.map { queue.flagged(at: $0) } }
    /// Parts that were scored and not flagged: a part without a score is in neither number.
    public var goodLive: Int? { flaggedLive.map { queue.scoredCount - $0 } }

    public func finding(_ part: Int) -> Finding? { findings[part] }
    public func verdict(_ part: Int) -> HumanVerdict? { opinions[part]?.verdict }
    /// What a person said of it.
    public func opinion(_ part: Int) -> Opinion? { opinions[part] }
    /// SHA-256 of the part's file as the inspection has found it: what verdicts are given on. `nil` before it has come to
    /// the part, also for one that an earlier inspection knew: its file may be another by now.
    public func digest(_ part: Int) -> SHA256Digest? { findings[part]?.digest }

    /// Parts that were read and have these bytes.
    func parts(with digest: SHA256Digest) -> [Int] { twins[digest] ?? [] }

    /// What the machine says of a part at the live threshold. Without a score or a threshold it says nothing good.
    public func machine(_ part: Int, at threshold: Float? = nil) -> MachineVerdict {
        guard let finding = findings[part], let threshold = threshold ?? live?.value else { return .notInspected }
        return finding.verdict(threshold: threshold)
    }

    /// Forgets the findings: another calibration is going to inspect the parts. What people decided stays.
    mutating func startInspection() {
        run += 1
        knowledge += 1
        isInspecting = count > 0
        queue = ReviewQueue(parts: count)
        findings = Array(repeating: nil, count: count)
        tally = VerdictTally()
        recent = []
        refreshRoll()
    }

    /// Takes in findings; those of parts that are settled, or of another category, are left alone.
    mutating func settle(_ news: [Finding]) {
        var outcomes: [(part: Int, score: Float?)] = []
        for finding in news {
            guard let part = indices[finding.part.path], findings[part] == nil else { continue }
            count(part, in: finding)
            outcomes.append((part, finding.score))
            guard digests[part] != finding.digest else { continue }
            if let old = digests[part] { twins[old]?.removeAll { $0 == part } }
            digests[part] = finding.digest
            guard let digest = finding.digest else {
                // It cannot be read any more: what was said of its former bytes is not about it.
                show(nil, on: part)
                continue
            }
            twins[digest, default: []].append(part)
            show(remembered[digest], on: part)
            if remembered[digest] != nil { rechecks.add(part, digest, span: count) }
        }
        knowledge += 1
        queue.settle(outcomes)
        updateRoll(outcomes.map(\.part))
        if recent.count > Self.recentLimit { recent.removeFirst(recent.count - Self.recentLimit) }
    }

    /// A part's score, as the queue counts it.
    private func scored(_ part: Int) -> Float? {
        guard let score = findings[part]?.score, !score.isNaN else { return nil }
        return score
    }

    private mutating func count(_ part: Int, in finding: Finding) {
        findings[part] = finding
        let score = scored(part)
        recent.append(score)
        if let verdict = verdict(part), let score { tally.add(verdict, score: score) }
    }

    mutating func setCalibrationScores(_ scores: [Float]) {
        calibrationScores = scores.filter(\.isFinite).sorted()
        knowledge += 1
    }

    /// A person's verdict on the part with these bytes, and on every file that holds the same bytes.
    mutating func judge(_ digest: SHA256Digest, _ opinion: Opinion?) {
        remembered[digest] = opinion
        for part in twins[digest] ?? [] { show(opinion, on: part) }
    }

    /// Takes over what stands in the ledger.
    /// - Parameter newer: parts of which something else was said since it was read.
    mutating func take(_ verdicts: [SHA256Digest: Opinion], except newer: Set<SHA256Digest>) {
        for digest in remembered.keys where verdicts[digest] == nil && !newer.contains(digest) { judge(digest, nil) }
        for (digest, opinion) in verdicts where remembered[digest] != opinion && !newer.contains(digest) {
            judge(digest, opinion)
        }
    }

    /// A judgement sets out for the ledger (+1) or has come back from it (-1).
    mutating func countUnstored(_ digest: SHA256Digest, by change: Int) {
        let count = unstored[digest, default: 0] + change
        unstored[digest] = count > 0 ? count : nil
    }

    private mutating func show(_ opinion: Opinion?, on part: Int) {
        knowledge += 1
        if let score = scored(part) {
            if let old = opinions[part] { tally.remove(old.verdict, score: score) }
            if let opinion { tally.add(opinion.verdict, score: score) }
        }
        judged += (opinion == nil ? 0 : 1) - (opinions[part] == nil ? 0 : 1)
        opinions[part] = opinion
        if choice.filter.dependsOnVerdicts { updateRoll([part]) }
    }
}
