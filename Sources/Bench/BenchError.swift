/// Why a subject could not be measured.
public struct BenchError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// There are not enough parts to measure with.
        case parts
        /// A process that was started did not do what it should.
        case child
        /// The machine or a library refuses.
        case machine
    }

    public let code: Code
    public let subject: String
    public let message: String

    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }

    public var description: String { "\(subject): \(message)" }
}
