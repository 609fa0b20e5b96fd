import Canvas
import Detectors
import Disk
import Evaluation
import Inspection
import SystemPackage

/// Which closer look at a part is asked for.
public struct StudyRequest: Hashable, Sendable {
    public let category: String
    public let part: Int
    public let path: FilePath
    /// Of the part as it was inspected.
    public let digest: SHA256Digest
    public let run: Int
    /// Where regions begin, on the scale of scores.
    public let threshold: Float
}

/// Which piece of a part is asked for in its own pixels.
public struct DetailRequest: Hashable, Sendable {
    public let category: String
    public let part: Int
    public let path: FilePath
    public let digest: SHA256Digest?
    /// In shares of the field of view.
    public let place: Shares
    /// Most pixels that can be shown of it.
    public let width: Int
    public let height: Int
}

/// What is asked of the closer look at a part. Whatever is asked later is wanted sooner.
public enum StudyOrder: Equatable, Sendable {
    /// Answered by `.studied`.
    case study(StudyRequest)
    /// Answered by `.detail`, unless something else was asked for meanwhile.
    case detail(DetailRequest)
    /// The picture of a good part that was learnt from; answered by `.goodPart`.
    case goodPart(category: String, FilePath)

    public var category: String {
        switch self {
        case .study(let request): request.category
        case .detail(let request): request.category
        case .goodPart(let category, _): category
        }
    }
}

/// What the closer look at a part has to say.
public enum StudyNews: Equatable, Sendable {
    case studied(StudyRequest, PartInsight)
    /// Something else was asked for meanwhile.
    case dropped(StudyRequest)
    case droppedGoodPart(FilePath)
    case detail(DetailRequest, PartDetail)
    case goodPart(FilePath, PartPicture)
    /// The good parts of a category have been looked at: what looks most alike may be another now.
    case described(category: String)
    /// How far people agree on parts that came back unmarked.
    case agreement(category: String, Agreement)
}

/// What came of a closer look at a part. Equal when it is the same object: comparing states must not compare maps.
public final class PartInsight: Equatable, Sendable {
    public let study: PartStudy?
    /// Why there is none: one printable sentence.
    public let problem: String?

    public init(_ study: PartStudy) {
        self.study = study
        problem = nil
    }

    public init(problem: String) {
        study = nil
        self.problem = problem
    }

    /// What each tap of the network brought into a region's peak; `nil` where that is not known.
    func shares(of region: RegionFinding) -> DistanceShares? {
        guard let study, let regions = study.regions?.regions else { return nil }
        for (known, shares) in zip(regions, study.shares) where known.peakPatch == region.peakPatch {
            return shares
        }
        return nil
    }

    public static func == (a: PartInsight, b: PartInsight) -> Bool { a === b }
}

/// The few closer looks that are kept at hand, and what was asked for.
public struct StudyShelf: Equatable, Sendable {
    static let capacity = 16

    private struct Entry: Equatable, Sendable {
        let request: StudyRequest
        let insight: PartInsight
    }
    /// Oldest first.
    private var entries: [Entry] = []
    private var asked: Set<StudyRequest> = []
    private var goodParts: [(path: FilePath, picture: PartPicture)] = []
    private var askedGood: Set<FilePath> = []
    /// The piece that is shown in its own pixels, and the one that was asked for last.
    private(set) var detail: (request: DetailRequest, detail: PartDetail)?
    private(set) var wantedDetail: DetailRequest?

    public init() {}

    public static func == (a: StudyShelf, b: StudyShelf) -> Bool {
        a.entries == b.entries && a.asked == b.asked && a.askedGood == b.askedGood
            && a.goodParts.elementsEqual(b.goodParts) { $0.path == $1.path && $0.picture == $1.picture }
            && a.wantedDetail == b.wantedDetail && a.detail?.detail == b.detail?.detail
            && a.detail?.request == b.detail?.request
    }

    /// The newest look at a part, even at another threshold.
    public func insight(category: String, part: Int, run: Int) -> PartInsight? {
        entries.last {
            $0.request.part == part && $0.request.category == category && $0.request.run == run
        }?.insight
    }

    /// Whether `request` is neither here nor asked for; from now on it is asked for.
    mutating func ask(_ request: StudyRequest) -> Bool {
        guard !asked.contains(request), !entries.contains(where: { $0.request == request }) else { return false }
        asked.insert(request)
        return true
    }

    /// Nobody is going to answer these: they may be asked for again.
    mutating func drop(_ request: StudyRequest) { asked.remove(request) }
    mutating func drop(_ path: FilePath) { askedGood.remove(path) }

    mutating func put(_ insight: PartInsight, for request: StudyRequest) {
        asked.remove(request)
        entries.removeAll { $0.request.part == request.part && $0.request.category == request.category }
        entries.append(Entry(request: request, insight: insight))
        if entries.count > Self.capacity { entries.removeFirst(entries.count - Self.capacity) }
    }

    /// Whatever is known of a category may be another now.
    mutating func forget(_ category: String) {
        asked = asked.filter { $0.category != category }
        entries.removeAll { $0.request.category == category && $0.insight.study?.nearest.isEmpty != false }
    }

    func goodPart(_ path: FilePath) -> PartPicture? { goodParts.last { $0.path == path }?.picture }

    mutating func askGood(_ path: FilePath) -> Bool {
        goodPart(path) == nil && askedGood.insert(path).inserted
    }

    mutating func put(_ picture: PartPicture, for path: FilePath) {
        askedGood.remove(path)
        goodParts.removeAll { $0.path == path }
        goodParts = goodParts.suffix(7) + [(path, picture)]
    }

    /// The piece of a part that is there in its own pixels.
    func detail(category: String, part: Int) -> PartDetail? {
        guard let detail, detail.request.part == part, detail.request.category == category else { return nil }
        return detail.detail
    }

    mutating func want(_ request: DetailRequest) -> Bool {
        guard wantedDetail != request else { return false }
        wantedDetail = request
        return true
    }

    /// A piece that nobody waits for any more is dropped.
    mutating func put(_ piece: PartDetail, for request: DetailRequest) {
        guard request == wantedDetail else { return }
        detail = (request, piece)
    }
}
