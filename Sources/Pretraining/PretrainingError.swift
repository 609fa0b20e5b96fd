import Disk
import SystemPackage

/// Why a backbone cannot be taught, in one line for people.
public struct PretrainingError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// The recipe says something that cannot be meant.
        case recipe
        /// Too few pictures, or none that can be read.
        case pictures
        /// The losses are numbers no more.
        case diverged
        /// The folder of a training cannot be written.
        case disk
        /// An interrupted training cannot be gone on with.
        case resume
    }

    public let code: Code
    /// The file, folder or key at fault, already printable.
    public let subject: String
    public let message: String

    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }

    public init(_ code: Code, _ path: FilePath, _ message: String) {
        self.init(code, path.printable, message)
    }

    public var description: String { "\(subject): \(message)" }
}
