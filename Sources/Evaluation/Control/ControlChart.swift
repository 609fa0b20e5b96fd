/// A line's scores against what they were when it was calibrated: an EWMA that tells drift, and a rule that tells a run
/// of rejects, each with its alarm.
///
/// A single defect is no drift. A score counts for at most ``Settings/clamp`` standard deviations, so that one part
/// alone, however bad, does not carry the average over its limits, and three in a row do.
public struct ControlChart: Equatable, Sendable {
    public struct Settings: Equatable, Sendable {
        public var lambda = 0.2
        /// Width of the limits, in standard deviations of the average.
        public var width = 3.0
        /// Most standard deviations that one score counts for; `nil` for all.
        public var clamp: Double? = 2.5
        public var run = RunOfRejects.Rule.standard
        /// Parts without the condition after which an acknowledged alarm is armed again.
        public var calm = 5

        public init() {}
    }

    public enum Kind: String, CaseIterable, Sendable {
        /// The average of the scores has left its limits.
        case drift
        /// Too many parts in a row are not good.
        case rejects
    }

    /// What the chart shows at one part.
    public struct Point: Equatable, Sendable {
        /// The average, its limits and the centre, all as scores; `nil` where there are no limits to chart against, and
        /// the average of a part that could not be scored is the one before it.
        public let average: Float?
        public let lower: Float?
        public let upper: Float?
        public let isOut: Bool
        /// Alarms that this part raised.
        public let raised: [Kind]
    }

    public let limits: ControlLimits?
    public let settings: Settings
    private var ewma: EWMA?
    private var rejects: RunOfRejects
    private var alarms: [Kind: Alarm]

    /// - Parameter limits: `nil` for a calibration without leave-one-out scores: there is then no average.
    public init(limits: ControlLimits?, settings: Settings = Settings()) {
        self.limits = limits
        self.settings = settings
        ewma = limits.map {
            EWMA(centre: $0.centre, sigma: $0.sigma, lambda: settings.lambda, width: settings.width)
        }
        rejects = RunOfRejects(settings.run)
        alarms = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, Alarm(calm: settings.calm)) })
    }

    /// Takes the next part in.
    /// - Parameters:
    ///   - score: `nil` for a part that could not be scored.
    ///   - isGood: whether the machine's verdict was GOOD.
    public mutating func add(score: Float?, isGood: Bool) -> Point {
        if let score, !score.isNaN, let limits {
            let value = clamped(limits.value(score), limits)
            ewma?.add(value)
        }
        rejects.add(isBad: !isGood)
        let present: [Kind: Bool] = [.drift: ewma?.isOut ?? false, .rejects: rejects.isPresent]
        let raised = Kind.allCases.filter { alarms[$0]?.observe(present[$0] ?? false) ?? false }
        return Point(
            average: average, lower: limits.flatMap { limits in ewma.map { limits.score($0.lower) } },
            upper: limits.flatMap { limits in ewma.map { limits.score($0.upper) } }, isOut: ewma?.isOut ?? false,
            raised: raised)
    }

    /// The average of the scores so far, as a score; the centre before the first.
    public var average: Float? { limits.flatMap { limits in ewma.map { limits.score($0.value) } } }

    public func state(of kind: Kind) -> Alarm.State { alarms[kind]?.state ?? .armed }

    /// Alarms that wait for somebody.
    public var raised: [Kind] { Kind.allCases.filter { state(of: $0) == .raised } }

    /// A person has seen what is raised.
    /// - Returns: what that was.
    public mutating func acknowledge() -> [Kind] {
        Kind.allCases.filter { alarms[$0]?.acknowledge() ?? false }
    }

    private func clamped(_ value: Double, _ limits: ControlLimits) -> Double {
        // A distance of infinity is a part like no other; it must not end the average.
        let reach = (settings.clamp ?? 1e6) * limits.sigma
        return min(limits.centre + reach, max(limits.centre - reach, value))
    }
}
