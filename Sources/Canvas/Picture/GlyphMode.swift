/// Into how many pixels a cell is cut to show a picture. Modes are in order of how fine they are; a finer one costs
/// colour, because a cell has only two.
public enum GlyphMode: String, CaseIterable, Comparable, Sendable {
    /// One pixel: a space on a background, or a step of a ramp.
    case ascii
    /// Two, one over the other, each with a colour of its own.
    case half
    /// 2×2 in two colours.
    case quadrant
    /// 2×3 in two colours. Only on request: fonts without these glyphs show boxes instead.
    case sextant

    public var pixelColumns: Int { self < .quadrant ? 1 : 2 }

    public var pixelRows: Int {
        switch self {
        case .ascii: 1
        case .half, .quadrant: 2
        case .sextant: 3
        }
    }

    public static func < (a: GlyphMode, b: GlyphMode) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .ascii: 0
        case .half: 1
        case .quadrant: 2
        case .sextant: 3
        }
    }

    /// The finest mode, up to this one, in which a picture may be drawn on such a terminal: with 16 colours two
    /// colours a cell would undo the dither, and without colours a cell is one step of a ramp.
    func shown(on capabilities: Capabilities) -> GlyphMode {
        min(self, capabilities.isMonochrome ? .ascii : capabilities.glyphs)
    }
}
