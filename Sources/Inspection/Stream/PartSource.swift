import Disk

/// A part that has come up, and when.
public struct StreamArrival: Equatable, Sendable {
    public let part: Part
    /// Seconds since the stream began, on its own clock: simulated in a replay.
    public let time: Double
    /// The source's own mark, to know it again by.
    let ticket: Int64

    init(part: Part, time: Double, ticket: Int64) {
        self.part = part
        self.time = time
        self.ticket = ticket
    }
}

/// Where a stream's parts come from.
public protocol PartSource: AnyObject, Sendable {
    /// Whether its time is simulated and can wait for the machine. If not, what comes up meanwhile is kept.
    var isSimulated: Bool { get }
    /// What has come up and has not been handed out.
    var backlog: StreamBacklog { get }

    /// Begins. `wake` is to be called, from any thread, when there may be a part where there was none.
    func start(wake: @escaping @Sendable () -> Void, news: @escaping @Sendable (StreamNews) -> Void)
        throws(InspectionError)
    /// The next part that is due at `now` seconds of the stream's clock.
    func next(at now: Double) throws(InspectionError) -> StreamStep
    /// What to do with a finding, before anybody is told of it.
    func judge(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError) -> StreamDisposition
    /// Everybody has been told of it: it need not come up again.
    func finish(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError)
    /// Ends. What was not handed out stays where it is.
    /// - Parameter inGoodOrder: whether somebody wanted it so: the next run then begins anew with what waits. If not,
    ///   it goes on where this one was, as after a kill.
    func stop(inGoodOrder: Bool)
}

public enum StreamStep: Sendable {
    case part(StreamArrival)
    /// Nothing before this time.
    case notBefore(Double)
    /// Nothing for now.
    case nothing
    /// Nothing any more.
    case end
}

public enum StreamDisposition: Equatable, Sendable {
    case report
    /// The source will hand it out again: its file was changed or moved while it waited.
    case again
    /// The same bytes have been reported already.
    case duplicate
}

/// Parts that wait in the source.
public struct StreamBacklog: Equatable, Sendable {
    public var inMemory = 0
    /// Kept on disk alone.
    public var spilled = 0

    public init(inMemory: Int = 0, spilled: Int = 0) {
        self.inMemory = inMemory
        self.spilled = spilled
    }
}

/// What a source has to say for people: one printable line.
public enum StreamNews: Equatable, Sendable {
    case note(String)
    /// It cannot go on for now; `note` follows when it can.
    case trouble(String)
}

extension PartSource {
    public func judge(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError) -> StreamDisposition {
        .report
    }
    public func finish(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError) {}
}
