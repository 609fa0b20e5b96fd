import Disk
import Evaluation
import Inspection
import SystemPackage

/// A part that came along, as far as the screen needs it: a stream's result without its map.
public struct StreamPart: Equatable, Sendable {
    /// Its place in the stream, from 0.
    public let index: Int
    public let part: Part
    public let digest: SHA256Digest?
    public let score: Float?
    public let verdict: MachineVerdict
    /// The threshold of the verdict.
    public let threshold: Float
    /// The control chart at this part.
    public let point: ControlChart.Point
    /// Why it is NOT INSPECTED.
    public let failure: String?

    public init(
        index: Int, part: Part, digest: SHA256Digest?, score: Float?, verdict: MachineVerdict, threshold: Float,
        point: ControlChart.Point, failure: String? = nil
    ) {
        self.index = index
        self.part = part
        self.digest = digest
        self.score = score
        self.verdict = verdict
        self.threshold = threshold
        self.point = point
        self.failure = failure
    }

    public init(_ result: StreamResult) {
        self.init(
            index: result.index, part: result.part, digest: result.digest, score: result.score,
            verdict: result.verdict, threshold: result.threshold, point: result.point,
            failure: StreamRow(result).error)
    }
}

/// Something about a stream that a person should see. It stays until somebody says that they have.
public struct StreamAlarm: Hashable, Sendable {
    public let run: Int
    public let category: String
    public let kind: ControlChart.Kind
    /// The part that raised it.
    public let index: Int
    public let name: FilePath
    /// Its score and the moving average at it.
    public let score: Float?
    public let average: Float?

    public init(run: Int, category: String, kind: ControlChart.Kind, at part: StreamPart) {
        self.run = run
        self.category = category
        self.kind = kind
        index = part.index
        name = part.part.name
        score = part.score
        average = part.point.average
    }

    /// For the title: what has to be read in a glance.
    var word: String {
        switch kind {
        case .drift: "DRIFT"
        case .rejects: "REJECTS"
        }
    }

    var sentence: String {
        switch kind {
        case .drift: "average\(average.map { " \(Painter.score($0))" } ?? "") out of its limits at"
        case .rejects: "parts in a row not good, up to"
        }
    }
}
