import Disk
import SystemPackage

/// Why a detector cannot be fitted, read or trusted, in one line for people.
public struct DetectorError: Error, Equatable, CustomStringConvertible, Sendable {
    public enum Code: Sendable {
        /// Fewer good parts than statistics need.
        case tooFewParts
        /// Dimensions, channels or sizes that do not fit the backbone.
        case invalidRecipe
        /// A calibration file that is truncated, altered, or from another version.
        case damaged
        /// A calibration that gives other scores than when it was made.
        case selfTest
        /// More memory than the machine has.
        case memory
        /// A covariance that cannot be factored.
        case singular
    }

    public let code: Code
    /// The file, category or setting at fault, already printable.
    public let subject: String
    public let message: String

    public init(_ code: Code, _ subject: String, _ message: String) {
        self.code = code
        self.subject = subject
        self.message = message
    }

    public var description: String { "\(subject): \(message)" }
}
