/// Why the station cannot have this terminal, in one line for people.
public struct TerminalError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// Standard input or output is a file or a pipe.
        case notATerminal
        /// `TERM` is not set, or nothing is known about what it names.
        case unknownTerminal
        /// The terminal cannot move its cursor.
        case tooSimple
        /// This process has a screen already.
        case alreadyOpen
        /// The system refused a descriptor or a mode.
        case system
    }

    public let code: Code
    /// What is at fault, already printable: `standard output`, or the value of TERM.
    public let subject: String
    public let message: String

    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }

    public var description: String { "\(subject): \(message)" }
}
