import Canvas

/// Digits before a motion: `5j` moves five down.
///
/// A single digit is also the key of a place, and nobody should wait to get there. So it goes there at once, and a
/// motion right after it brings the person back and moves as often as the digit says.
public struct CountEntry: Equatable, Sendable {
    /// How soon the motion has to follow, in seconds.
    static let patience = 0.4
    static let largest = 9999

    public internal(set) var value: Int
    /// Where the person was when they typed the first digit.
    let place: Place
    let at: Double
    /// It stands for a count alone: more than one digit, or one that leads nowhere.
    let isCount: Bool
}

extension State {
    /// Takes a digit in. Places where digits mean something else do not ask.
    /// - Returns: `nil` where the key is no digit.
    mutating func count(_ key: Key) -> [Effect]? {
        guard let digit = key.digit, digit > 0 else { return nil }
        let from = place
        let target = Place(number: digit)
        let effects = target.map { go(to: $0) } ?? []
        count = CountEntry(value: digit, place: from, at: now, isCount: target == nil)
        return effects
    }

    /// A digit or a motion behind digits: back to where they were typed, and on with the number.
    /// - Returns: `nil` where there is no number, or the key makes none of it.
    mutating func takeCount(for key: Key) -> [Effect]? {
        guard let entry = count, entry.isCount || now - entry.at <= CountEntry.patience else { return nil }
        if let digit = key.digit {
            place = entry.place
            let value = min(entry.value * 10 + digit, CountEntry.largest)
            count = CountEntry(value: value, place: entry.place, at: now, isCount: true)
            return []
        }
        guard let command = Keymap.command(for: key, in: entry.place.context), command.takesCount else { return nil }
        count = nil
        place = entry.place
        return (0..<entry.value).flatMap { _ in obey(command) }
    }
}

extension Key {
    var digit: Int? {
        guard case .character(let scalar) = self, scalar.isASCII else { return nil }
        return Character(scalar).wholeNumberValue
    }
}

extension Command {
    /// Whether a number before it says how often.
    var takesCount: Bool {
        switch self {
        case .next, .previous, .pageDown, .pageUp, .raise, .lower, .raiseTen, .lowerTen, .undo, .redo, .step: true
        default: false
        }
    }
}
