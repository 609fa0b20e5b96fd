/// What the station has to say: messages that fade, errors that stay until a key is pressed.
public struct Notices: Equatable, Sendable {
    /// Seconds for which a message stays.
    static let life = 5.0

    public internal(set) var message: String?
    /// Oldest first.
    public internal(set) var errors: [String] = []
    private var fadesAt = 0.0

    mutating func tell(_ text: String, now: Double) {
        message = text
        fadesAt = now + Self.life
    }

    /// The same error twice in a row is one error: a full disk would otherwise fill the screen too.
    mutating func complain(_ text: String) {
        if errors.last != text { errors.append(text) }
    }

    mutating func fade(now: Double) {
        if message != nil, now >= fadesAt { message = nil }
    }

    /// A key was pressed: the error on the screen has been seen.
    mutating func acknowledge() {
        if !errors.isEmpty { errors.removeFirst() }
    }
}
