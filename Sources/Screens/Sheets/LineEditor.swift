import Canvas

/// One line of text being typed, with the cursor in it. Only printable characters get in, so nothing that is typed or
/// pasted can reach the terminal raw.
public struct LineEditor: Equatable, Sendable {
    /// In scalars; a note longer than this belongs elsewhere.
    public static let limit = 500

    private var scalars: [Unicode.Scalar]
    /// 0…count: typing goes in before this scalar.
    public private(set) var cursor: Int

    public init(_ text: String = "") {
        scalars = Array(text.unicodeScalars.filter(Self.isPrintable).prefix(Self.limit))
        cursor = scalars.count
    }

    public var text: String { String(String.UnicodeScalarView(scalars)) }
    public var isEmpty: Bool { scalars.isEmpty }

    /// - Returns: whether the key was one for the editor.
    mutating func press(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar) where Self.isPrintable(scalar):
            if scalars.count < Self.limit {
                scalars.insert(scalar, at: cursor)
                cursor += 1
            }
        case .backspace:
            if cursor > 0 {
                cursor -= 1
                scalars.remove(at: cursor)
            }
        case .delete, .control("d"): if cursor < scalars.count { scalars.remove(at: cursor) }
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(scalars.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .control("u"):
            scalars.removeFirst(cursor)
            cursor = 0
        case .control("k"): scalars.removeLast(scalars.count - cursor)
        case .control("w"):
            let before = scalars[..<cursor]
            let word = before.lastIndex { $0 != " " }.map { scalars[...$0] } ?? []
            let start = word.lastIndex(of: " ").map { $0 + 1 } ?? 0
            scalars.removeSubrange(start..<cursor)
            cursor = start
        default: return false
        }
        return true
    }

    /// Wide letters too: notes are written in Japanese and Chinese as well, even where the screen shows a stand-in.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch GlyphWidth(scalar) {
        case .one, .two: true
        case .zero, .undefined: false
        }
    }
}
