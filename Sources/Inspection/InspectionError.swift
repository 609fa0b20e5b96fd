import Disk
import SystemPackage

/// What is wrong with a folder of parts, the ledger or the home, in one line for people that says how to mend it.
public struct InspectionError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// The folder holds no pictures.
        case noParts
        /// Too few good parts to calibrate from.
        case tooFewGoodParts
        /// Files are not laid out as their folder promises: a split table that lies, a mask of another size.
        case layout
        /// Two categories would have the same name.
        case ambiguousName
        /// A file or folder cannot be read or written.
        case disk
        case readOnly
        case noSpace
        /// A database file is damaged, or is none.
        case damaged
        /// Written by a newer version of Touchstone.
        case newer
        /// Another program holds the database and does not let go.
        case busy
        /// The ledger refused what does not fit it: a withdrawal of something that does not stand.
        case refused
        /// No calibration of that digest, or one that does not verify.
        case calibration
        /// A part's file is not the one that was inspected any more.
        case changed
        /// There is no place for state.
        case noHome
    }

    public let code: Code
    /// The file, folder or category at fault, already printable.
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
        let code: Code =
            switch error.code {
            case .readOnly, .permissionDenied: .readOnly
            case .noSpace: .noSpace
            case .notFound, .tooLarge, .notAFile, .other: .disk
            }
        self.init(code, error.path, error.message)
    }

    public var description: String { "\(subject): \(message)" }
}
