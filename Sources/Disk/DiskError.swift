import SystemPackage

/// A file that could not be read or written: which one, what went wrong, and how to mend it, in one line.
public struct DiskError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable { case notFound, permissionDenied, readOnly, noSpace, tooLarge, notAFile, other }

    public let code: Code
    public let path: FilePath
    public let message: String

    public init(_ code: Code, _ path: FilePath, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// Translates what the system said about `path` while Touchstone was `doing` something ("reading", "writing").
    public init(_ errno: Errno, _ path: FilePath, doing: String) {
        self.path = path
        switch errno {
        case .noSuchFileOrDirectory:
            (code, message) = (.notFound, "no such file or folder; check the path")
        case .permissionDenied, .notPermitted:
            (code, message) = (.permissionDenied, "\(doing) is not permitted; check who owns it and its mode")
        case .readOnlyFileSystem:
            (code, message) = (.readOnly, "the file system is read-only; choose another place with --home")
        case .noSpace, Errno(rawValue: 122):
            (code, message) = (.noSpace, "the disk is full; free some space and try again")
        case .isDirectory, .notDirectory:
            (code, message) = (.notAFile, "\(doing) failed: \(errno)")
        default:
            (code, message) = (.other, "\(doing) failed: \(errno)")
        }
    }

    public var description: String { "\(path.printable): \(message)" }
}
