/// A question with a line of text for an answer.
public struct Prompt: Equatable, Sendable {
    /// What the answer is for.
    public enum Purpose: Equatable, Sendable {
        /// Narrows the list of the place one is in, while it is typed.
        case filter
        /// Why a draft threshold becomes the live one.
        case commitReason
        /// The same for the threshold of pixels.
        case pixelCommitReason
        /// A number for the draft threshold.
        case threshold
        /// A free note on the part under review.
        case note
        /// How fast the category's parts are replayed.
        case replay
        /// The folder to watch.
        case watch
    }

    public let purpose: Purpose
    public var line: LineEditor
    /// What the question is about, for the title: one printable line.
    public let title: String

    public init(_ purpose: Purpose, title: String, text: String = "") {
        self.purpose = purpose
        self.title = title
        line = LineEditor(text)
    }
}
