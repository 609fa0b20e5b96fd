import Disk
import SystemPackage

/// What is wrong with a checkpoint, a backbone or the network library, in one line for people.
public struct NetworkError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// The file is no checkpoint, or a damaged one.
        case malformed
        /// The file asks for more than tensors: it is refused and nothing of it is run.
        case unsafe
        /// A tensor is missing or has another shape than the architecture says.
        case mismatch
        /// The file cannot be read or written.
        case disk
        /// No architecture or backbone of that name.
        case unknown
        /// The network computed numbers that are none.
        case notFinite
        /// The network library refused a layer.
        case library
    }

    public let code: Code
    /// The file or name at fault, already printable.
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
