import Network
import Raster

/// A method that has seen only good parts and tells how far a new one departs from them. It is fitted once and immutable,
/// so any number of workers may share it.
public protocol Detector: Sendable {
    /// What it reads from the network, and everything else that decides its answer.
    var recipe: Recipe { get }

    /// Taps of the backbone that it was fitted on.
    var taps: [Backbone.TapShape] { get }

    /// Patches along each axis; 0 where it judges the part as a whole and makes no map.
    var gridWidth: Int { get }
    var gridHeight: Int { get }

    /// The copies of a part that the network is to see: the part itself, and moved ones where the method averages over
    /// them. Never empty.
    var shifts: [Shift] { get }

    /// Floats that it keeps of one copy.
    var embeddingLength: Int { get }

    /// Takes what it needs of one copy from the pass that has just run on it.
    /// - Precondition: `out.count == embeddingLength`.
    func embed(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>)

    /// Scores parts from what was embedded of them, `shifts.count × embeddingLength` floats each. An answer does not
    /// depend on the parts that are scored with it.
    /// - Parameter threads: among which the work is divided; the answer is the same bits for any number.
    func anomalies(of parts: [UnsafePointer<Float>], threads: Int) -> [Anomaly]

    /// The anomaly map in the network's input pixels; `nil` where there is none.
    func map(of anomaly: Anomaly) -> Plane?
}

extension Detector {
    public var shifts: [Shift] { [.none] }

    /// Whether it shows where a part departs, not only by how much.
    public var makesMap: Bool { gridWidth > 0 }

    /// Bytes of its statistics, which scoring reads.
    public var statisticsBytes: Int {
        if let padim = self as? PaDiM {
            return padim.whitening.factors.bytes.count + 4 * (padim.mean.count + padim.whitening.scale.count)
        }
        return (self as? any StoredDetector)?.stored.reduce(0) { $0 + $1.bytes.bytes.count } ?? 0
    }

    /// Floats of one part: all of its copies.
    public var partLength: Int { shifts.count * embeddingLength }
}

/// How far a copy's content is moved, in pixels of the network's input; what is moved in repeats the edge.
public struct Shift: Hashable, Codable, Sendable {
    public var down: Int
    public var right: Int

    public init(down: Int, right: Int) {
        self.down = down
        self.right = right
    }

    public static let none = Shift(down: 0, right: 0)
}

/// A detector whose calibration is kept as named arrays.
public protocol StoredDetector: Detector {
    /// Everything besides the recipe and the taps, in the order of the file.
    var stored: [StoredArray] { get }

    /// - Throws: `DetectorError` where an array is missing or has another length than the recipe asks for.
    init(recipe: Recipe, taps: [Backbone.TapShape], stored: StoredArrays) throws(DetectorError)
}

/// Learning of a detector: the network runs once over each good part, then the statistics are made.
public protocol DetectorFit: AnyObject {
    /// Parts learnt so far.
    var count: Int { get }

    /// Learns pictures of the network's size. `image(i)` is called from several threads, each `i` once; it may read and
    /// decode. Where it throws, the part is left out and the error returned beside its index.
    func learn(_ batch: Int, image: @Sendable (Int) throws -> Image) throws -> [(index: Int, error: any Error)]

    /// Ends the fit in memory.
    /// - Parameters:
    ///   - leaveOneOut: whether to tell what each part would have scored had it been left out.
    ///   - progress: share of the work done, 0…1, called from the calling thread.
    func finish(leaveOneOut: Bool, progress: (Double) -> Void, isCancelled: () -> Bool) throws -> Fitted
}

/// What a fit gives.
public struct Fitted: Sendable {
    public let detector: any Detector
    /// What each part would have scored had it been left out, in the order they were learnt; empty where not asked.
    public let leaveOneOutScores: [Float]
    /// What the first part scores.
    public let firstScore: Float

    public init(detector: any Detector, leaveOneOutScores: [Float], firstScore: Float) {
        self.detector = detector
        self.leaveOneOutScores = leaveOneOutScores
        self.firstScore = firstScore
    }
}
