/// One line of the table: what was measured, beside what, and whether that is enough.
public struct Row: Equatable, Sendable, Codable {
    public struct Quantity: Equatable, Sendable, Codable {
        public let value: Double
        /// `images/s`, `ms`, `GFLOP/s`, `GB/s`, `s`, `MB`.
        public let unit: String

        public init(_ value: Double, _ unit: String) {
            self.value = value
            self.unit = unit
        }
    }

    /// A bound on the ratio where there is one, else on the quantity itself.
    public struct Target: Equatable, Sendable, Codable {
        public enum Bound: String, Sendable, Codable {
            case atLeast = "at least"
            case atMost = "at most"
        }

        public let bound: Bound
        public let value: Double

        public static func atLeast(_ value: Double) -> Target { Target(bound: .atLeast, value: value) }
        public static func atMost(_ value: Double) -> Target { Target(bound: .atMost, value: value) }

        public func isMet(by found: Double) -> Bool {
            switch bound {
            case .atLeast: found >= value
            case .atMost: found <= value
            }
        }
    }

    public let subject: Subject
    public let what: String
    public let ours: Quantity?
    /// The measured ceiling, or the other half of a ratio.
    public let beside: Quantity?
    /// What `beside` is.
    public let besideName: String?
    /// Ours over `beside`.
    public let ratio: Double?
    public let target: Target?
    /// Under what conditions, and what else was seen: one printable line.
    public let note: String
    /// More figures, by name, for the JSON file.
    public let details: [String: Double]

    public init(
        _ subject: Subject, _ what: String, ours: Quantity?, beside: (name: String, Quantity)? = nil,
        target: Target? = nil, note: String = "", details: [String: Double] = [:]
    ) {
        self.subject = subject
        self.what = what
        self.ours = ours
        self.beside = beside?.1
        besideName = beside?.name
        ratio = ours.flatMap { ours in beside.map { ours.value / $0.1.value } }
        self.target = target
        self.note = note
        self.details = details
    }

    /// `nil` where nothing is asked for.
    public var isMet: Bool? {
        guard let target else { return nil }
        // What could not be measured is not met.
        guard let value = beside == nil ? ours?.value : ratio else { return false }
        return target.isMet(by: value)
    }
}
