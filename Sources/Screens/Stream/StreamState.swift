import Evaluation
import Inspection

/// The stream of parts of this session, if there is one; its last results stay when it has ended.
public struct StreamState: Equatable, Sendable {
    public enum Phase: Equatable, Sendable {
        case none, starting, running, stopping, ended
    }

    /// Parts that are kept to look at.
    public static let kept = 2_000

    public internal(set) var phase = Phase.none
    public internal(set) var request: StreamRequest?
    public internal(set) var isPaused = false
    public internal(set) var speed = 1.0
    /// The last parts, oldest first; their indices follow one another.
    public internal(set) var parts: [StreamPart] = []
    public internal(set) var figures = StreamStatistics()
    /// For the parts that follow.
    public internal(set) var threshold: Float?
    public internal(set) var centre: Float?
    /// Those that nobody has acknowledged, of streams before this one too. Oldest first.
    public internal(set) var alarms: [StreamAlarm] = []
    /// Alarms that somebody has acknowledged and the ledger has not.
    var acknowledging: Set<StreamAlarm> = []
    /// The part that is looked at, by its index in the stream; `nil` for the newest, whichever that is.
    public internal(set) var cursor: Int?
    var pictures = StreamPictures()
    /// What the source said last, until it says that it goes on.
    public internal(set) var trouble: String?
    var wasStopped = false

    public init() {}

    /// Something on the screen changes with time alone.
    public var wantsTick: Bool { phase == .running && !isPaused }

    public var isActive: Bool { phase == .starting || phase == .running || phase == .stopping }

    /// The part to be shown: where somebody has walked to, or the newest.
    var wanted: StreamPart? { cursor.flatMap { part($0) } ?? parts.last }

    func part(_ index: Int) -> StreamPart? {
        guard let first = parts.first?.index else { return nil }
        let place = index - first
        return parts.indices.contains(place) ? parts[place] : nil
    }

    mutating func take(_ news: [StreamPart]) {
        for part in news {
            // Places are found by index, so there is no gap in what is kept.
            if let last = parts.last, part.index != last.index + 1 {
                if part.index <= last.index { continue }
                parts = []
            }
            parts.append(part)
        }
        if parts.count > Self.kept { parts.removeFirst(parts.count - Self.kept) }
        if let cursor, let first = parts.first?.index { self.cursor = max(cursor, first) }
    }

    /// Walks `steps` parts towards the newest, or back. Who arrives at the newest stays there when another comes;
    /// without a cursor the screen goes along with the stream.
    mutating func walk(by steps: Int) {
        guard let first = parts.first?.index, let last = parts.last?.index else { return }
        cursor = (cursor ?? last).moved(by: steps, within: first..<last + 1)
    }

    /// In words, for people.
    var words: String {
        switch phase {
        case .none: return "no stream"
        case .starting: return "starting"
        case .stopping: return "stopping"
        case .ended: return trouble != nil ? "ended: \(trouble ?? "")" : wasStopped ? "stopped" : "ended"
        case .running:
            if let trouble { return trouble }
            if isPaused { return "paused" }
            if request?.isReplay == false, figures.queueDepth == 0 { return "waiting for files" }
            return "running"
        }
    }
}
