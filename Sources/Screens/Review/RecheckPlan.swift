import Disk

/// Which judged parts come back unmarked. The choice is made by the part's digest and a seed of the session, so that
/// nobody can tell beforehand which, and a test can.
public struct RecheckPlan: Equatable, Sendable {
    /// 0 … 1 of the judged parts.
    public let share: Double
    public let seed: UInt64

    public static let none = RecheckPlan(share: 0, seed: 0)
    /// How many verdicts lie at least between a verdict and the same part's return.
    static let shortest = 6
    /// … and at most, for one that was judged in this session, unless no other part is left.
    static let longest = 40

    public init(share: Double, seed: UInt64) {
        self.share = share.isFinite ? min(max(share, 0), 1) : 0
        self.seed = seed
    }

    /// Whether a part comes back once it is judged.
    public func chooses(_ digest: SHA256Digest) -> Bool {
        Double(hash(digest, 0) >> 11) * 0x1p-53 < share
    }

    /// After how many more verdicts it comes back, `shortest` … `longest`, or up to `span` where that is more.
    func delay(_ digest: SHA256Digest, span: Int = 0) -> Int {
        let range = max(Self.longest, span) - Self.shortest + 1
        return Self.shortest + Int(hash(digest, 1) % UInt64(range))
    }

    /// The finaliser of SplitMix64 (Steele, Lea & Flood 2014) over the first eight bytes of the digest.
    private func hash(_ digest: SHA256Digest, _ stream: UInt64) -> UInt64 {
        var z = digest.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        z ^= (seed &+ stream) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The parts of a category that are to come back, and when.
struct RecheckSchedule: Equatable, Sendable {
    private struct Return: Equatable, Sendable {
        /// The number of verdicts after which it is due.
        let at: Int
        let part: Int
        let digest: SHA256Digest
    }

    var plan = RecheckPlan.none
    /// Verdicts given on the category in this session.
    private(set) var verdicts = 0
    /// Answers that were given to parts that had come back.
    var answers = 0
    /// Soonest first.
    private var returns: [Return] = []
    /// Parts that have come back already: once in a session is enough.
    private var returned: Set<SHA256Digest> = []

    /// - Parameter span: over how many verdicts returns are spread at most.
    mutating func add(_ part: Int, _ digest: SHA256Digest, span: Int = 0) {
        guard plan.share > 0, plan.chooses(digest), !returned.contains(digest),
            !returns.contains(where: { $0.digest == digest })
        else { return }
        let new = Return(at: verdicts + plan.delay(digest, span: span), part: part, digest: digest)
        returns.insert(new, at: returns.partitioningIndex { $0.at > new.at })
    }

    /// It was taken back, so it comes at once.
    mutating func addAgain(_ part: Int, _ digest: SHA256Digest) {
        returned.remove(digest)
        returns.insert(Return(at: verdicts, part: part, digest: digest), at: 0)
    }

    mutating func remove(_ digest: SHA256Digest) { returns.removeAll { $0.digest == digest } }

    /// It has come back and was judged again.
    mutating func settle(_ digest: SHA256Digest) {
        remove(digest)
        returned.insert(digest)
    }

    mutating func countVerdict() { verdicts += 1 }

    /// The part that comes back now.
    /// - Parameters:
    ///   - isLast: no other part is left, so those come that are not due yet.
    ///   - except: the part that was judged just now.
    func next(isLast: Bool, except: SHA256Digest?, where isWanted: (Int) -> Bool) -> Int? {
        for entry in returns {
            guard isLast || entry.at <= verdicts else { return nil }
            if entry.digest != except, isWanted(entry.part) { return entry.part }
        }
        return nil
    }
}
