/// The colours of an anomaly map. The scale is fixed and anchored at the threshold, never stretched to a part's own
/// largest value: below the threshold it is cool and faint, at and above it hot, so a good part never glows and two
/// parts can be compared. Luminance jumps at the threshold as well, for eyes that do not tell red from blue.
public struct HeatScale: Hashable, Sendable {
    public let threshold: Float
    /// The multiple of the threshold where the scale ends; values above look the same.
    public static let end: Float = 2

    public init(threshold: Float) { self.threshold = threshold }

    /// Flagged the way verdicts are: value >= threshold. What is no number is flagged too.
    public func isFlagged(_ value: Float) -> Bool { !(value < threshold) }

    /// Where a value stands: 0 … just under 1 below the threshold, 1 … `end` from it on.
    public func position(_ value: Float) -> Float {
        guard !isFlagged(value) else {
            guard threshold > 0, value.isFinite else { return HeatScale.end }
            return min(max(value / threshold, 1), HeatScale.end)
        }
        guard threshold > 0 else { return 0 }
        return min(max(value / threshold, 0), Float(1).nextDown)
    }

    /// The colour at a position. Maps are never dithered: with 16 colours it is one of them, and with 240 the cool
    /// part of `ember` uses what is cool and dark among those.
    public static func colour(
        at position: Float, colours: Capabilities.Colours = .truecolor, heat: HeatColours = .ember
    ) -> RGB {
        switch colours {
        case .ansi16: heat.ansi(at: position)
        case .indexed240 where heat == .ember && position < 1:
            position < 0.35 ? RGB(18, 18, 18) : position < 0.7 ? RGB(0, 0, 95) : RGB(0, 0, 135)
        default: position < 1 ? heat.cool(max(0, position)) : heat.hot(min((position - 1) / (end - 1), 1))
        }
    }

    /// 48 steps below the threshold and as many above: as fine as the eye needs, and few enough for a terminal's
    /// colour pairs.
    static func palette(colours: Capabilities.Colours, heat: HeatColours) -> [RGB] {
        (0...Int(48 * end)).map { colour(at: Float($0) / 48, colours: colours, heat: heat) }
    }

    /// Where in the palette a position is: never over the threshold's own step when it is below it.
    static func step(_ position: Float) -> Int {
        position < 1 ? min(Int(max(0, position) * 48), 47) : Int(min(position, end) * 48)
    }

    /// How much of the map covers the part in an overlay: little below the threshold, most of it above.
    public static func opacity(at position: Float) -> Float {
        position < 1 ? 0.18 * max(0, position) : 0.6 + 0.25 * min((position - 1) / (end - 1), 1)
    }

    /// A cell without colours: below the threshold light marks, from it on heavy ones in bold.
    public static func mark(at position: Float, unicode: Bool) -> Cell {
        if position < 1 {
            let marks: [Unicode.Scalar] = unicode ? [" ", "·", "░"] : [" ", ".", ":"]
            return Cell(marks[min(Int(max(0, position) * 3), 2)])
        }
        let strong = position >= 1.5
        if unicode { return Cell(strong ? "█" : "▓", Style(bold: true)) }
        return strong ? Cell("@", Style(bold: true, reverse: true)) : Cell("#", Style(bold: true))
    }
}
