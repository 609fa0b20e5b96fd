/// Too many parts that are not good, close together: a tool that broke rather than a part that did.
public struct RunOfRejects: Equatable, Sendable {
    public enum Rule: Equatable, Sendable {
        /// So many one after another.
        case consecutive(Int)
        /// So many `of` the last.
        case most(Int, of: Int)

        public static let standard = Rule.consecutive(5)

        fileprivate var wanted: Int {
            switch self {
            case .consecutive(let count), .most(let count, _): max(1, count)
            }
        }

        fileprivate var window: Int {
            switch self {
            case .consecutive(let count): max(1, count)
            case .most(let count, let window): max(1, count, window)
            }
        }
    }

    public let rule: Rule
    /// The last parts, oldest first: whether each was not good.
    private var last: [Bool] = []

    public init(_ rule: Rule = .standard) { self.rule = rule }

    /// - Parameter isBad: for a part that was rejected, or could not be inspected: that is never taken for good.
    public mutating func add(isBad: Bool) {
        last.append(isBad)
        if last.count > rule.window { last.removeFirst(last.count - rule.window) }
    }

    public var isPresent: Bool { last.count { $0 } >= rule.wanted }
}
