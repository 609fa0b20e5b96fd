import Disk
import SystemPackage

/// Why a picture cannot be read, written or perturbed, in one line for people.
public struct RasterError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// No bytes at all, or a side of zero pixels.
        case empty
        /// Neither PNG nor JPEG, whatever the name says.
        case notAnImage
        /// The file ends before the picture does.
        case truncated
        /// Checksums or codes are wrong, so the pixels cannot be trusted.
        case damaged
        /// More pixels or bytes than `DecodeLimits` allow.
        case tooLarge
        /// A sound picture of a kind that is not read.
        case unsupported
        /// The file could not be opened or read.
        case unreadable
        case outOfMemory
        /// The library refused to encode.
        case encoding
        /// A perturbation's text that cannot be understood.
        case perturbation
    }

    public let code: Code
    /// The file at fault, already printable.
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

    public init(_ error: DiskError) {
        self.init(error.code == .tooLarge ? .tooLarge : .unreadable, error.path, error.message)
    }

    public var description: String { "\(subject): \(message)" }
}
