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
        guard case .character(let scalar) = key, let digit = Character(scalar).wholeNumberValue, scalar.isASCII else {
            return nil
        }
        if let entry = count, entry.isCount || now - entry.at <= CountEntry.patience {
            place = entry.place
            count = CountEntry(
                value: min(entry.value * 10 + digit, CountEntry.largest), place: entry.place, at: now, isCount: true)
            return []
        }
        guard digit > 0 else { return [] }
        let from = place
        let target = Place(number: digit)
        let effects = target.map { go(to: $0) } ?? []
        count = CountEntry(value: digit, place: from, at: now, isCount: target == nil)
        return effects
    }

    /// How often the command is meant, and back to where the digits were typed.
    mutating func takeCount(for command: Command) -> Int {
        guard let entry = count else { return 1 }
        count = nil
        guard command.takesCount, entry.isCount || now - entry.at <= CountEntry.patience else { return 1 }
        place = entry.place
        return entry.value
    }
}

extension Command {
    /// Whether a number before it says how often.
    var takesCount: Bool {
        switch self {
        case .next, .previous, .pageDown, .pageUp, .raise, .lower, .raiseTen, .lowerTen, .undo, .redo: true
        default: false
        }
    }
}
