import Synchronization

/// A folder of parts as a simulated line. Which part comes when follows from the settings alone, so two replays with
/// one seed are the same however fast the machine is.
///
/// Gaps between parts are (1 − j) / rate + j E / rate with E exponential of mean 1, rounded to microseconds: at jitter
/// 0 parts come like from a belt, at 1 like from a Poisson process, and always `rate` a second on average.
public final class Replay: PartSource {
    public struct Settings: Equatable, Sendable {
        /// Parts a second on average, above 0.
        public var rate = 20.0
        /// 0…1.
        public var jitter = 0.0
        /// Whether it begins again after the last part; with `shuffles`, in another order.
        public var loops = false
        public var shuffles = false
        public var seed: UInt64 = 0
        /// Parts after which it ends, in all.
        public var count: Int?

        public init(
            rate: Double = 20, jitter: Double = 0, loops: Bool = false, shuffles: Bool = false, seed: UInt64 = 0,
            count: Int? = nil
        ) {
            self.rate = rate
            self.jitter = jitter
            self.loops = loops
            self.shuffles = shuffles
            self.seed = seed
            self.count = count
        }
    }

    public let settings: Settings
    private let parts: [Part]
    private let state: Mutex<State>

    private struct State: Sendable {
        /// One for the gaps and one for the order, so that shuffling does not change when parts come.
        var gaps: SplitMix64
        var orders: SplitMix64
        var order: [Int]
        var place = 0
        var given: Int64 = 0
        /// Of the next part.
        var microseconds: Int64 = 0
    }

    /// - Precondition: `settings.rate > 0`, `0 <= settings.jitter <= 1`.
    public init(_ parts: [Part], settings: Settings) {
        precondition(settings.rate > 0 && settings.jitter >= 0 && settings.jitter <= 1)
        self.parts = parts
        self.settings = settings
        var seeds = SplitMix64(seed: settings.seed)
        var state = State(
            gaps: SplitMix64(seed: seeds.next()), orders: SplitMix64(seed: seeds.next()), order: Array(parts.indices))
        state.microseconds = Self.gap(settings, &state.gaps)
        if settings.shuffles { Self.shuffle(&state) }
        self.state = Mutex(state)
    }

    public var isSimulated: Bool { true }
    public var backlog: StreamBacklog { StreamBacklog() }

    public func start(
        wake: @escaping @Sendable () -> Void, news: @escaping @Sendable (StreamNews) -> Void
    ) throws(InspectionError) {}

    public func stop(inGoodOrder: Bool) {}

    public func next(at now: Double) -> StreamStep {
        state.withLock { state in
            if let count = settings.count, state.given >= count { return .end }
            if state.place == parts.count {
                guard settings.loops, !parts.isEmpty else { return .end }
                state.place = 0
                if settings.shuffles { Self.shuffle(&state) }
            }
            let time = Double(state.microseconds) / 1e6
            guard time <= now else { return .notBefore(time) }
            let arrival = StreamArrival(part: parts[state.order[state.place]], time: time, ticket: state.given)
            state.place += 1
            state.given += 1
            // A very low rate comes to an end of the clock, some 285,000 years on, and stays there.
            state.microseconds = min(state.microseconds + Self.gap(settings, &state.gaps), Self.lastMicrosecond)
            return .part(arrival)
        }
    }

    /// So far from the end of what `Int64` holds that one more gap fits.
    private static let lastMicrosecond: Int64 = 9_000_000_000_000_000_000

    private static func gap(_ settings: Settings, _ generator: inout SplitMix64) -> Int64 {
        let share = 1 - settings.jitter + settings.jitter * generator.exponential()
        return Int64((min(share / settings.rate, 1e9) * 1e6).rounded())
    }

    /// Fisher and Yates.
    private static func shuffle(_ state: inout State) {
        for last in stride(from: state.order.count - 1, to: 0, by: -1) {
            state.order.swapAt(last, state.orders.below(last + 1))
        }
    }
}
