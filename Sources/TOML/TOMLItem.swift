import Disk

/// A value of a TOML file, free of the library that read it.
public enum TOMLItem: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case list([TOMLItem])
    case table([String: TOMLItem])
    /// A date or a time; nothing of Touchstone's has one.
    case moment

    /// What to call it in a sentence: "a text", "a table".
    public var kind: String {
        switch self {
        case .string: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .list: "a list"
        case .table: "a table"
        case .moment: "a date"
        }
    }
}

/// Why a TOML file was not understood: where, and what to write instead.
public struct TOMLProblem: Error, Equatable, Sendable {
    /// From 1; nil where no line is to blame.
    public let line: Int?
    /// One printable line.
    public let message: String

    public init(line: Int?, _ message: String) {
        self.line = line
        self.message = message.printable
    }
}
