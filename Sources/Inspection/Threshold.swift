import Foundation

/// The score from which parts are flagged, with an author, a time and a reason; a category has a history of them.
public struct Threshold: Equatable, Sendable {
    public let value: Float
    public let author: String
    public let time: Date
    public let reason: String

    /// Who the program itself writes as, for a first threshold that no person has set.
    public static let programAuthor = "touchstone"

    public init(value: Float, author: String, time: Date, reason: String) {
        self.value = value
        self.author = author
        self.time = time
        self.reason = reason
    }
}
