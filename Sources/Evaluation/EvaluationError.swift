/// Scores or maps that no figure can be computed from, in one line for people.
public struct EvaluationError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// A score is NaN, or infinite where only a finite one has a meaning.
        case notANumber
        /// A mask has other sides than its map.
        case sizeMismatch
    }

    public let code: Code
    /// What is at fault: "map 17", "good score 3" (both counted from 1).
    public let subject: String
    public let message: String

    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }

    public var description: String { "\(subject): \(message)" }
}
