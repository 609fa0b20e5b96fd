import Canvas

/// Digits that were typed and have not said yet what they mean: a number of steps (`5j` moves five down), or, where
/// nothing follows, the place that the last of them leads to. Until it is clear, what is on the screen stays there, so
/// a key never belongs to another place than the one that is seen.
public struct CountEntry: Equatable, Sendable {
    /// Seconds after which the digits stand for a place. The function keys lead there at once.
    static let patience = 0.3
    static let largest = 9999

    public internal(set) var value: Int
    let lastDigit: Int
    let at: Double
}

extension State {
    /// Takes a digit in. Places where digits mean something else do not ask.
    /// - Returns: `nil` where the key is no digit.
    mutating func count(_ key: Key) -> [Effect]? {
        guard let digit = key.digit, digit > 0 else { return nil }
        count = CountEntry(value: digit, lastDigit: digit, at: now)
        return []
    }

    /// What comes behind digits: another one, or a motion that they count. Any other key belongs to the place that
    /// they lead to.
    /// - Returns: `nil` where the key has still to be obeyed, behind `effects` of going there.
    mutating func takeCount(for key: Key, _ effects: inout [Effect]) -> [Effect]? {
        guard let entry = count else { return nil }
        if now - entry.at <= CountEntry.patience {
            if let digit = key.digit {
                let value = min(entry.value * 10 + digit, CountEntry.largest)
                count = CountEntry(value: value, lastDigit: digit, at: now)
                return []
            }
            if let command = Keymap.command(for: key, in: place.context), command.takesCount {
                count = nil
                return (0..<entry.value).flatMap { _ in obey(command) }
            }
        }
        effects = followDigits()
        return nil
    }

    /// Nothing has followed the digits for long enough.
    mutating func settleCount() -> [Effect] {
        guard let entry = count, now - entry.at > CountEntry.patience else { return [] }
        return followDigits()
    }

    private mutating func followDigits() -> [Effect] {
        defer { count = nil }
        guard sheet == nil, let target = count.flatMap({ Place(number: $0.lastDigit) }) else { return [] }
        return go(to: target)
    }
}

extension Key {
    var digit: Int? {
        guard case .character(let scalar) = self, scalar.isASCII else { return nil }
        return Character(scalar).wholeNumberValue
    }
}

extension Command {
    /// Whether a number before it says how often: what moves through a list, and nothing that decides.
    var takesCount: Bool {
        switch self {
        case .next, .previous, .pageDown, .pageUp, .step: true
        default: false
        }
    }
}
