import Evaluation
import Inspection

/// What a stream of parts has to say.
public enum StreamNews: Equatable, Sendable {
    /// It runs. `centre` is what its moving average is held against; `waiting` parts were left by an earlier watch.
    case began(run: Int, threshold: Float, centre: Float?, waiting: Int)
    /// It does not; one printable sentence says why.
    case refused(run: Int, String)
    /// Everything since the last time, oldest first.
    case progress(run: Int, [StreamPart], alarms: [StreamAlarm], StreamStatistics)
    case note(run: Int, String)
    case trouble(run: Int, String)
    /// Nothing comes after this. `failure` says why it ended before its time.
    case ended(run: Int, StreamStatistics, failure: String?)
    case picture(run: Int, index: Int, PartPicture)
    /// Somebody has seen these; `problem` says why the ledger does not know of it.
    case acknowledged([StreamAlarm], by: String, problem: String?)
    /// The ledger has new rows.
    case written
}

/// What is asked of a stream of parts. Orders of a run that is over are left alone.
public enum StreamOrder: Equatable, Sendable {
    /// Answered by `.began` or `.refused`.
    case start(StreamRequest)
    case pause
    case resume
    /// One more part while it is paused.
    case step
    /// Seconds of the line a second; infinite for as fast as possible.
    case speed(Double)
    /// The threshold for the parts that follow.
    case threshold(Float)
    /// Answered by `.acknowledged`.
    case acknowledge([StreamAlarm])
    /// Takes no more parts; `.ended` follows when those in flight are through.
    case stop
    /// Answered by `.picture`.
    case look(run: Int, StreamPart)
}
