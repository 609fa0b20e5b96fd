import Detectors
import Disk
import Evaluation

/// One part of a stream, inspected.
public struct StreamResult: Equatable, Sendable {
    /// Its place among the results, from 0.
    public let index: Int
    /// When it came up, in seconds of the stream's clock.
    public let arrival: Double
    public let finding: Finding
    /// The threshold that was live when the finding came.
    public let threshold: Float
    public let verdict: MachineVerdict
    /// From being handed out by the source to the finding, in seconds of the machine.
    public let latency: Double
    /// Parts that had come up and were not reported when this one was, itself left out; those on disk among them.
    public let queueDepth: Int
    /// The control chart at this part.
    public let point: ControlChart.Point

    public var part: Part { finding.part }
    public var digest: SHA256Digest? { finding.digest }
    public var score: Float? { finding.score }

    /// The same without the grid, which is large.
    func lightened() -> StreamResult {
        guard let score, case .scored(let anomaly) = finding.outcome, anomaly.grid != nil else { return self }
        return StreamResult(
            index: index, arrival: arrival,
            finding: Finding(
                part: part, digest: digest, outcome: .scored(Anomaly(score: score, grid: nil))),
            threshold: threshold, verdict: verdict, latency: latency, queueDepth: queueDepth, point: point)
    }
}

/// What a run looks like right now.
public struct StreamStatistics: Equatable, Sendable {
    /// Results so far, and what they were.
    public var parts = 0
    public var good = 0
    public var flagged = 0
    public var notInspected = 0
    /// Findings of bytes that had been reported already, which were not reported again.
    public var duplicates = 0
    /// Alarms raised so far.
    public var alarms = 0
    /// Parts handed out and not reported.
    public var inFlight = 0
    public var backlog = StreamBacklog()
    /// Parts that came up and are neither reported nor known to wait anywhere: 0, or something is wrong.
    public var dropped = 0
    /// How often, and for how many seconds, the simulated clock waited for the machine.
    public var holds = 0
    public var heldSeconds = 0.0
    /// Results a second of the machine, over the last ten seconds.
    public var rate = 0.0
    /// Of the last thousand results, in seconds; `nil` before the first.
    public var latency50: Double?
    public var latency95: Double?
    /// The stream's clock, in seconds.
    public var clock = 0.0
    public var speed = 1.0
    public var isPaused = false
    public var isEnded = false

    public init() {}

    /// Everything that waits: in flight, in memory and on disk.
    public var queueDepth: Int { inFlight + backlog.inMemory + backlog.spilled }
}
