/// What the station has to say: messages that fade, errors that stay until they have been read.
public struct Notices: Equatable, Sendable {
    /// Seconds for which a message stays.
    static let life = 5.0
    /// Seconds for which an error stays whatever is pressed: whoever judges a part a second has not read what came up
    /// under the last key.
    static let readingTime = 1.0

    public internal(set) var message: String?
    /// Oldest first.
    public internal(set) var errors: [String] = []
    private var fadesAt = 0.0
    /// Verdicts that could not be stored since the last that could.
    private var unstored: Unstored?

    private struct Unstored: Equatable, Sendable {
        let count: Int
        let text: String
    }
    /// As of the last tick.
    private var now = 0.0
    /// Since when the first error has been on the screen.
    private var shownSince = 0.0

    mutating func tell(_ text: String, now: Double) {
        message = text
        fadesAt = now + Self.life
    }

    /// An error that waits to be read already is not said again: a full disk would otherwise fill the screen too.
    mutating func complain(_ text: String) {
        guard !errors.contains(text) else { return }
        if errors.isEmpty { shownSince = now }
        errors.append(text)
    }

    /// A verdict was not stored. However many there are, they are one error, which goes when storing works again.
    mutating func complainUnstored(_ name: String, _ reason: String) {
        let before = unstored?.text
        let count = (unstored?.count ?? 0) + 1
        let text =
            count == 1
            ? "The verdict on \(name) was not stored: \(reason)"
            : "\(count) verdicts were not stored, the last on \(name): \(reason)"
        unstored = Unstored(count: count, text: text)
        if let index = errors.firstIndex(where: { $0 == before }) { errors[index] = text } else { complain(text) }
    }

    /// A verdict was stored: what could not be stored before is no news any more.
    mutating func noteStored() {
        guard let text = unstored?.text else { return }
        unstored = nil
        errors.removeAll { $0 == text }
    }

    mutating func fade(now: Double) {
        self.now = now
        // Behind an error a message has not been seen: its time begins when the last error goes.
        if message != nil, errors.isEmpty, now >= fadesAt { message = nil }
    }

    /// A key was pressed: the error on the screen has been seen, if it was there long enough.
    mutating func acknowledge() {
        guard !errors.isEmpty, now - shownSince >= Self.readingTime else { return }
        errors.removeFirst()
        shownSince = now
        if errors.isEmpty, message != nil { fadesAt = max(fadesAt, now + Self.life) }
    }
}
