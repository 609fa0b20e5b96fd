import Disk
import Dispatch
import Evaluation
import Network
import Synchronization

/// A stream of parts through the one scoring path: the source hands parts out, an `InspectionQueue` scores them, and
/// results come in the order of arrival.
///
/// The contract:
/// - at most `bound` parts are in flight, from being handed out to being reported. Where the machine cannot keep up, a
///   simulated clock waits (which is counted), and parts of a real line stay in the source, which keeps them on disk;
/// - events come one at a time, from any thread; `.ended` is the last. A handler that is slow slows the stream down;
/// - a part counts as done with its source only when the handler of its result has returned. One that throws ends the
///   run: `failure` says why, and what was in flight comes up again another time;
/// - verdicts follow the threshold that is live when the finding comes; nothing is ever scored again for another.
public final class StreamRun: Sendable {
    public enum Event: Sendable {
        case result(StreamResult)
        /// Right after the result that raised it.
        case alarm(ControlChart.Kind, StreamResult)
        case news(StreamNews)
        /// Nothing comes after this.
        case ended(StreamStatistics)
    }

    public struct Settings: Sendable {
        /// Most parts in flight.
        public var bound = 64
        /// Results that are kept to look at.
        public var kept = 2_000
        /// The newest results that keep their grids.
        public var keptGrids = 64
        /// Seconds of the stream a second; infinite for as fast as possible.
        public var speed = 1.0
        public var isPaused = false
        /// Whether alarms are acknowledged as soon as they are raised: where nobody is there to do it.
        public var acknowledgesItself = false
        public var chart = ControlChart.Settings()
        public var workers = ComputeThreads.workers
        /// Whether the workers give way to threads that a person waits for.
        public var givesWay = false

        public init() {}
    }

    public let line: StreamLine
    public let source: any PartSource
    public let settings: Settings
    private let report: @Sendable (Event) throws -> Void
    private let state: Mutex<State>
    private let queue: InspectionQueue
    /// Findings, for a queue that is made before the run is.
    private let relay: FindingRelay
    private let wake = DispatchSemaphore(value: 0)
    /// Left when the feeding has ended, and when everything is reported.
    private let running = DispatchGroup()
    private let feeder = DispatchQueue(label: "inspection.stream", qos: .userInitiated)

    private struct State: Sendable {
        var clock: StreamClock
        var isStarted = false
        var isPaused: Bool
        var isStopped = false
        var failure: (any Error)?
        var steps = 0
        /// In the order in which their findings come.
        var inFlight: [(arrival: StreamArrival, since: ContinuousClock.Instant)] = []
        var heldSince: ContinuousClock.Instant?
        var threshold: Float
        var chart: ControlChart
        var results: [StreamResult] = []
        var counts = StreamStatistics()
        var handedOut = 0
        var handedBack = 0
        var latencies = RecentFigures(capacity: 1_000)
        var rate = RecentRate(span: 10)
    }

    public init(
        source: any PartSource, line: StreamLine, settings: Settings = Settings(),
        report: @escaping @Sendable (Event) throws -> Void
    ) {
        self.source = source
        self.line = line
        self.settings = settings
        self.report = report
        state = Mutex(
            State(
                clock: StreamClock(speed: settings.speed), isPaused: settings.isPaused, threshold: line.threshold,
                chart: ControlChart(limits: line.limits, settings: settings.chart)))
        let relay = FindingRelay()
        self.relay = relay
        queue = InspectionQueue(
            feedingWorkers: settings.workers, givesWay: settings.givesWay, known: line.known, batch: line.batch, makeScorer: line.makeScorer
        ) { relay.hear($0) }
    }

    /// Starts and returns at once. A second call does nothing.
    /// - Throws: what the source says when it cannot begin; nothing is reported then.
    public func start() throws(InspectionError) {
        guard
            state.withLock({ state in
                defer { state.isStarted = true }
                return !state.isStarted
            })
        else { return }
        try source.start(wake: { [weak self] in self?.wake.signal() }, news: { [report] in try? report(.news($0)) })
        relay.connect { [self] event in
            switch event {
            case .finding(let finding): take(finding)
            case .progress: break
            case .finished: end()
            }
        }
        running.enter()
        queue.start()
        feeder.async { [self] in SignalMask.leavingTerminalToMain { feed() } }
    }

    // MARK: For people

    public func pause() { change { $0.isPaused = true } }

    public func resume() { change { $0.isPaused = false } }

    /// Takes so many more parts while paused, whenever they are due.
    public func step(_ count: Int = 1) { change { $0.steps += max(0, count) } }

    /// Seconds of the stream a second, above 0; infinite for as fast as possible. A real line has no other than 1.
    public func setSpeed(_ speed: Double) {
        guard source.isSimulated, speed > 0 else { return }
        change { $0.clock.set(speed: speed, .now) }
    }

    /// The threshold for the parts that follow.
    public func setThreshold(_ threshold: Float) { change { $0.threshold = threshold } }

    /// Somebody has seen the alarms that are raised.
    /// - Returns: which those were.
    @discardableResult
    public func acknowledge() -> [ControlChart.Kind] { state.withLock { $0.chart.acknowledge() } }

    /// Takes no more parts; those in flight are still reported, and `.ended` follows.
    public func stop() { change { $0.isStopped = true } }

    /// Blocks until `.ended` has been reported. Never call it from `report`.
    public func wait() { running.wait() }

    /// The last results, oldest first: at most `settings.kept`.
    public var results: [StreamResult] { state.withLock { Array($0.results.suffix(settings.kept)) } }

    /// The last `count` results, oldest first.
    public func results(last count: Int) -> [StreamResult] {
        state.withLock { Array($0.results.suffix(min(max(0, count), settings.kept))) }
    }

    /// Why it ended before its time.
    public var failure: (any Error)? { state.withLock { $0.failure } }

    public var chart: ControlChart { state.withLock { $0.chart } }
    public var threshold: Float { state.withLock { $0.threshold } }

    public var statistics: StreamStatistics {
        let backlog = source.backlog
        return state.withLock { Self.statistics($0, backlog) }
    }

    private static func statistics(_ state: State, _ backlog: StreamBacklog) -> StreamStatistics {
        var counts = state.counts
        let now = ContinuousClock.now
        counts.inFlight = state.inFlight.count
        counts.backlog = backlog
        counts.dropped =
            state.handedOut - state.handedBack - counts.parts - counts.duplicates - state.inFlight.count
        if let since = state.heldSince { counts.heldSeconds += (now - since).seconds }
        counts.rate = state.rate.rate(now)
        if let latency = state.latencies.quantiles(0.5, 0.95) {
            (counts.latency50, counts.latency95) = (latency[0], latency[1])
        }
        counts.clock = state.clock.time(now)
        counts.speed = state.clock.speed
        counts.isPaused = state.isPaused
        return counts
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
        wake.signal()
    }

    // MARK: Feeding

    private enum Wish {
        case stop
        case wait
        case take(at: Double)
    }

    private func feed() {
        feeding: while true {
            let now = ContinuousClock.now
            switch state.withLock({ wish(&$0, now) }) {
            case .stop: break feeding
            case .wait: wake.wait()
            case .take(let time):
                do throws(InspectionError) {
                    switch try source.next(at: time) {
                    case .part(let arrival): hand(arrival)
                    case .notBefore(let due): sleep(until: due)
                    case .nothing: wake.wait()
                    case .end: break feeding
                    }
                } catch {
                    // What waits in the source stays there; without it nothing can go on.
                    fail(error)
                    break feeding
                }
            }
        }
        queue.close()
    }

    private func wish(_ state: inout State, _ now: ContinuousClock.Instant) -> Wish {
        if state.isStopped { return .stop }
        if state.inFlight.count >= settings.bound {
            if source.isSimulated, state.clock.speed.isFinite, state.heldSince == nil {
                state.clock.halt(now)
                state.heldSince = now
                state.counts.holds += 1
            }
            return .wait
        }
        if let since = state.heldSince {
            state.counts.heldSeconds += (now - since).seconds
            state.heldSince = nil
        }
        if state.isPaused {
            if source.isSimulated { state.clock.halt(now) }
            return state.steps > 0 ? .take(at: .infinity) : .wait
        }
        state.steps = 0
        state.clock.run(now)
        return .take(at: state.clock.speed.isFinite ? state.clock.time(now) : .infinity)
    }

    private func hand(_ arrival: StreamArrival) {
        state.withLock { state in
            let now = ContinuousClock.now
            if state.steps > 0 { state.steps -= 1 }
            state.clock.advance(to: arrival.time, now)
            state.handedOut += 1
            state.inFlight.append((arrival, now))
        }
        queue.feed(arrival.part)
    }

    private func sleep(until due: Double) {
        let seconds = state.withLock { (due - $0.clock.time(.now)) / $0.clock.speed }
        // A change of speed or a pause wakes it.
        _ = wake.wait(timeout: .now() + .microseconds(Int(min(3600, max(0.0001, seconds)) * 1e6)))
    }

    // MARK: Results

    /// Called with one finding at a time, in the order in which parts were handed out.
    private func take(_ finding: Finding) {
        guard let (arrival, since) = state.withLock({ $0.inFlight.first }), failure == nil else { return }
        do {
            switch try source.judge(finding, of: arrival) {
            case .report:
                try tell(finding, arrival, since)
                try source.finish(finding, of: arrival)
                keep(finding)
            case .again: state.withLock { $0.handedBack += 1 }
            case .duplicate: state.withLock { $0.counts.duplicates += 1 }
            }
        } catch {
            return fail(error)
        }
        state.withLock { _ = $0.inFlight.removeFirst() }
        wake.signal()
    }

    private func keep(_ finding: Finding) {
        guard let kept = line.kept, let digest = finding.digest, case .scored(let anomaly) = finding.outcome,
            kept.anomaly(digest) == nil
        else { return }
        kept.add(digest, anomaly)
    }

    private func tell(_ finding: Finding, _ arrival: StreamArrival, _ since: ContinuousClock.Instant) throws {
        let backlog = source.backlog
        let result = state.withLock { state -> StreamResult in
            let now = ContinuousClock.now
            let verdict = finding.verdict(threshold: state.threshold)
            let point = state.chart.add(score: finding.score, isGood: verdict == .good)
            if settings.acknowledgesItself { _ = state.chart.acknowledge() }
            let latency = (now - since).seconds
            let result = StreamResult(
                index: state.counts.parts, arrival: arrival.time, finding: finding, threshold: state.threshold,
                verdict: verdict, latency: latency,
                queueDepth: state.inFlight.count - 1 + backlog.inMemory + backlog.spilled, point: point)
            state.counts.parts += 1
            switch verdict {
            case .good: state.counts.good += 1
            case .reject: state.counts.flagged += 1
            case .notInspected: state.counts.notInspected += 1
            }
            state.counts.alarms += point.raised.count
            state.latencies.add(latency)
            state.rate.add(now)
            keep(result, &state.results)
            return result
        }
        try report(.result(result))
        for kind in result.point.raised { try report(.alarm(kind, result)) }
    }

    private func keep(_ result: StreamResult, _ results: inout [StreamResult]) {
        results.append(result)
        let old = results.count - 1 - settings.keptGrids
        if old >= 0 { results[old] = results[old].lightened() }
        // Trimmed by halves, so that it costs little for each.
        if results.count >= 2 * max(1, settings.kept) { results.removeFirst(results.count - settings.kept) }
    }

    private func fail(_ error: any Error) {
        let isFirst = state.withLock { state in
            defer { state.failure = state.failure ?? error }
            return state.failure == nil
        }
        if isFirst { try? report(.news(.trouble(error.printableLine))) }
        stop()
    }

    private func end() {
        line.kept?.flush()
        source.stop(inGoodOrder: failure == nil)
        var statistics = statistics
        statistics.isEnded = true
        state.withLock { $0.counts.isEnded = true }
        try? report(.ended(statistics))
        relay.disconnect()
        running.leave()
    }
}

/// Carries the queue's events to the run, which does not exist yet when the queue is made.
private final class FindingRelay: Sendable {
    private let handler = Mutex<(@Sendable (InspectionQueue.Event) -> Void)?>(nil)

    func connect(_ handler: @escaping @Sendable (InspectionQueue.Event) -> Void) {
        self.handler.withLock { $0 = handler }
    }

    /// Lets the run go.
    func disconnect() { handler.withLock { $0 = nil } }

    func hear(_ event: InspectionQueue.Event) { handler.withLock { $0 }?(event) }
}
