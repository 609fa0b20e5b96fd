/// How many columns a scalar takes, without asking the locale: the same answer in a test, in a pipe and on every
/// terminal. Source: Unicode 14.0 general categories and East Asian Width (UAX #11); ambiguous ones count as narrow.
public enum GlyphWidth: Equatable, Sendable {
    /// Takes exactly one column: may stand in a `Cell`.
    case one
    /// Takes two columns on some or all terminals.
    case two
    /// Takes none: a combining mark, a joiner, a variation selector.
    case zero
    /// A control, an unassigned or private scalar, a line separator: may do anything.
    case undefined

    public init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x7F {
            self = value >= 0x20 ? .one : .undefined
            return
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: self = .zero
        case .format: self = value == 0xAD ? .one : .zero
        case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: self = .undefined
        // Spacing marks attach to the letter before them; terminals disagree about their width.
        case .spacingMark: self = .zero
        default:
            // What came after Unicode 14.0 has no width in the C library of Debian 12.
            if let age = scalar.properties.age, age.major > 14 {
                self = .undefined
            } else if GlyphWidth.zeroWidthLetters.contains(where: { $0.contains(value) }) {
                self = .zero
            } else {
                self = GlyphWidth.isWide(value) ? .two : .one
            }
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        if value < 0x1100 { return false }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// Hangul vowels and finals join the syllable before them; the fillers show nothing.
    private static let zeroWidthLetters: [ClosedRange<UInt32>] = [0x1160...0x11FF, 0xD7B0...0xD7FF, 0x3164...0x3164]

    /// Wide and fullwidth ranges in order; whole emoji blocks count as wide because terminals differ inside them.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
        0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
        0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
        0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
        0x1F000...0x1F02F, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F1E6...0x1F320,
        0x1F321...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
