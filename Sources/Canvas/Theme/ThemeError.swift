/// Why a theme cannot be used, in one printable line that says how to mend it.
public struct ThemeError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// The file cannot be read.
        case unreadable
        /// It is no TOML.
        case syntax
        /// A value is of another kind than is wanted there: a number for a colour, a list for a role.
        case kind
        /// A colour that is neither "#RRGGBB" nor in the palette.
        case colour
        /// A name that nothing bears: of heat colours, of a theme.
        case name
    }

    public let code: Code
    /// The file at fault, already printable.
    public let subject: String
    /// From 1; nil where no line is to blame.
    public let line: Int?
    public let message: String

    public init(_ code: Code, _ subject: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.subject = subject
        self.line = line
        self.message = message
    }

    public var description: String { "\(subject):\(line.map { "\($0):" } ?? "") \(message)" }
}
