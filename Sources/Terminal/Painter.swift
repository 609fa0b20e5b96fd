import CTerminal
import Canvas

/// Puts frames on the screen of ncurses: only cells that changed since the last frame, in colours it has.
struct Painter {
    private let capabilities: Capabilities
    /// 8 where the terminal has no bright colours.
    private let ansiColours: Int
    private var pairs: PairTable
    private var indices: [RGB: Int32] = [:]
    private var painted: Frame?
    /// Set when one frame alone needs more pairs than there are: colours then lose their last three bits.
    private var isCoarse = false
    private static let rememberedColours = 1 << 16

    init(capabilities: Capabilities, ansiColours: Int) {
        self.capabilities = capabilities
        self.ansiColours = ansiColours
        pairs = PairTable(limit: terminal_pair_limit())
    }

    /// The next frame is put whole, as after a resize.
    mutating func forget() { painted = nil }

    /// Puts `frame`; what lies outside it becomes blank, what does not fit is cut.
    mutating func paint(_ frame: Frame, size: Size) {
        if !put(frame, size: size) {
            // Out of pairs: begin again with none. When this frame alone needs too many, begin again coarser.
            for coarse in [false, true] {
                pairs.reset()
                painted = nil
                isCoarse = coarse
                if put(frame, size: size) { break }
            }
            isCoarse = false
        }
        painted = frame
        terminal_flush()
    }

    private mutating func put(_ frame: Frame, size: Size) -> Bool {
        var complete = true
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                let cell = frame[column, row]
                if let painted, painted[column, row] == cell { continue }
                if !put(cell, column, row) { complete = false }
            }
        }
        return complete
    }

    private mutating func put(_ cell: Cell, _ column: Int, _ row: Int) -> Bool {
        let style = cell.style
        var pair: Int32? = 0
        if !capabilities.isMonochrome, style.foreground != nil || style.background != nil {
            let foreground = style.foreground.map { index($0) } ?? -1
            let background = style.background.map { index($0) } ?? -1
            pair = pairs.number(foreground, background)
        }
        terminal_put(
            Int32(row), Int32(column), glyph(cell.glyph).value, style.bold ? 1 : 0, style.dim ? 1 : 0,
            style.reverse ? 1 : 0, style.underline ? 1 : 0, pair ?? 0)
        return pair != nil
    }

    private func glyph(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
        if glyph.isASCII { return glyph.value >= 0x20 && glyph.value < 0x7F ? glyph : "?" }
        if !capabilities.unicode { return AsciiGlyph.standIn(for: glyph) }
        // What the C library does not know to be one column wide it would draw as a blank.
        return terminal_width(glyph.value) == 1 ? glyph : "?"
    }

    private mutating func index(_ colour: RGB) -> Int32 {
        var colour = colour
        if isCoarse { colour = RGB(colour.red & 0xF8, colour.green & 0xF8, colour.blue & 0xF8) }
        switch capabilities.colours {
        case .truecolor:
            return Int32(colour.red) << 16 | Int32(colour.green) << 8 | Int32(colour.blue)
        case .indexed240, .ansi16:
            if let known = indices[colour] { return known }
            if indices.count >= Painter.rememberedColours { indices.removeAll(keepingCapacity: true) }
            let index =
                if capabilities.colours == .indexed240 {
                    ColourLadder.indexed240(colour)
                } else {
                    ansiColours == 8 ? ColourLadder.ansi8(colour) : ColourLadder.ansi16(colour)
                }
            indices[colour] = Int32(index)
            return Int32(index)
        case .monochrome:
            return -1
        }
    }
}
