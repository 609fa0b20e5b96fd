import Canvas
import CTerminal

/// What ncurses read: a scalar, or one of `TERMINAL_KEY_*`.
package enum RawKey: Equatable, Sendable {
    case scalar(UInt32)
    case function(UInt32)
}

/// From what ncurses read to a `Key`.
///
/// Escape sequences that the terminal's description does not name arrive as their single characters; they are put
/// together here, and those that mean nothing to the station vanish whole instead of acting as keys.
package struct KeyDecoder {
    private var queue: [RawKey] = []
    private static let longestSequence = 32

    package init() {}

    /// The next key or press of the mouse that is there, or nil. `read` gives what is there without waiting.
    package mutating func next(_ read: () -> RawKey?) -> Input? {
        while let raw = take(read) {
            if let input = decode(raw, read) { return input }
        }
        return nil
    }

    private mutating func take(_ read: () -> RawKey?) -> RawKey? {
        queue.isEmpty ? read() : queue.removeFirst()
    }

    private mutating func decode(_ raw: RawKey, _ read: () -> RawKey?) -> Input? {
        switch raw {
        // ncurses takes the beginning of the report away where the terminal's description names it.
        case .function(UInt32(TERMINAL_KEY_MOUSE)): escape(Array("[<".unicodeScalars.map { .scalar($0.value) }), read)
        case .function(let code): KeyDecoder.functionKey(code).map(Input.key)
        case .scalar(0x1B): escape([], read)
        case .scalar(let value): KeyDecoder.plainKey(value).map(Input.key)
        }
    }

    static func functionKey(_ code: UInt32) -> Key? {
        if code > UInt32(TERMINAL_KEY_FUNCTION) { return .function(Int(code) - Int(TERMINAL_KEY_FUNCTION)) }
        switch Int(code) {
        case Int(TERMINAL_KEY_UP): return .up
        case Int(TERMINAL_KEY_DOWN): return .down
        case Int(TERMINAL_KEY_LEFT): return .left
        case Int(TERMINAL_KEY_RIGHT): return .right
        case Int(TERMINAL_KEY_SHIFT_LEFT): return .shiftLeft
        case Int(TERMINAL_KEY_SHIFT_RIGHT): return .shiftRight
        case Int(TERMINAL_KEY_HOME): return .home
        case Int(TERMINAL_KEY_END): return .end
        case Int(TERMINAL_KEY_PAGE_UP): return .pageUp
        case Int(TERMINAL_KEY_PAGE_DOWN): return .pageDown
        case Int(TERMINAL_KEY_ENTER): return .enter
        case Int(TERMINAL_KEY_BACKSPACE): return .backspace
        case Int(TERMINAL_KEY_DELETE): return .delete
        default: return nil
        }
    }

    static func plainKey(_ value: UInt32) -> Key? {
        switch value {
        case 0x09: return .tab
        case 0x0A, 0x0D: return .enter
        case 0x08, 0x7F: return .backspace
        case 0x01...0x1A:
            return Unicode.Scalar(value + 0x60).map { .control(Character($0)) }
        default:
            guard let scalar = Unicode.Scalar(value) else { return nil }
            switch GlyphWidth(scalar) {
            case .one, .two: return .character(scalar)
            case .zero, .undefined: return nil
            }
        }
    }

    /// After an Escape: a sequence of the terminal, or the key itself when nothing followed that fits one.
    /// - Parameter known: what is known to have followed.
    private mutating func escape(_ known: [RawKey], _ read: () -> RawKey?) -> Input? {
        queue = known + queue
        guard let first = take(read) else { return .key(.escape) }
        switch first {
        case .scalar(0x5B):
            var parameters: [UInt8] = []
            var taken = [first]
            while taken.count < KeyDecoder.longestSequence, let raw = take(read) {
                taken.append(raw)
                guard case .scalar(let value) = raw, (0x20...0x7E).contains(value) else { break }
                if value >= 0x40 {
                    return MousePress(parameters, UInt8(value)).map(Input.mouse)
                        ?? KeyDecoder.sequence(parameters, UInt8(value)).map(Input.key)
                }
                parameters.append(UInt8(value))
            }
            queue = taken + queue
        case .scalar(0x4F):
            guard let second = take(read) else {
                queue.insert(first, at: 0)
                return .key(.escape)
            }
            if case .scalar(let value) = second, let key = KeyDecoder.applicationKey(value) { return .key(key) }
            queue = [first, second] + queue
        default:
            queue.insert(first, at: 0)
        }
        return .key(.escape)
    }

    /// ECMA-48 control sequences as xterm and its kin send them for keys.
    private static func sequence(_ parameters: [UInt8], _ final: UInt8) -> Key? {
        switch (String(decoding: parameters, as: UTF8.self), Character(Unicode.Scalar(final))) {
        case ("", "A"): .up
        case ("", "B"): .down
        case ("", "C"): .right
        case ("", "D"): .left
        case ("1;2", "C"): .shiftRight
        case ("1;2", "D"): .shiftLeft
        case ("", "H"), ("1", "~"), ("7", "~"): .home
        case ("", "F"), ("4", "~"), ("8", "~"): .end
        case ("3", "~"): .delete
        case ("5", "~"): .pageUp
        case ("6", "~"): .pageDown
        case (let number, "~"): functionKeys.firstIndex(of: number).map { .function($0 + 1) }
        default: nil
        }
    }

    /// F1 to F12, where the terminal's description leaves them out.
    private static let functionKeys = ["11", "12", "13", "14", "15", "17", "18", "19", "20", "21", "23", "24"]

    /// Keys in application mode: Escape, O and a letter.
    private static func applicationKey(_ value: UInt32) -> Key? {
        switch Unicode.Scalar(value).map(Character.init) {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "H": .home
        case "F": .end
        case "M": .enter
        case "P": .function(1)
        case "Q": .function(2)
        case "R": .function(3)
        case "S": .function(4)
        default: nil
        }
    }
}
