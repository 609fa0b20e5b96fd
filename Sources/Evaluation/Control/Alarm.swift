/// What becomes of a condition that somebody should see: raised once, until a person says so and it has gone away. What
/// comes and goes at the edge of a limit does not ring for each time.
///
///     armed ──condition──▶ raised ──acknowledge──▶ acknowledged ──condition gone for a while──▶ armed
///
/// An alarm that nobody has acknowledged stays raised though its condition has gone; acknowledged then, it is armed at
/// once.
public struct Alarm: Equatable, Sendable {
    public enum State: String, Equatable, Sendable {
        case armed
        case raised
        case acknowledged
    }

    /// Observations without the condition before an acknowledged alarm is armed again.
    public let calm: Int
    public private(set) var state = State.armed
    /// Observations in a row without the condition.
    private var quiet = 0

    public init(calm: Int = 5) { self.calm = max(1, calm) }

    /// - Returns: whether the alarm is raised by this observation.
    public mutating func observe(_ condition: Bool) -> Bool {
        quiet = condition ? 0 : min(calm, quiet + 1)
        switch state {
        case .armed where condition:
            state = .raised
            return true
        case .acknowledged where quiet >= calm: state = .armed
        default: break
        }
        return false
    }

    /// - Returns: whether there was something to acknowledge.
    public mutating func acknowledge() -> Bool {
        guard state == .raised else { return false }
        state = quiet >= calm ? .armed : .acknowledged
        return true
    }
}
