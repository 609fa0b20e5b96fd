import Canvas
import Testing

@Suite struct TextTests {
    @Test func glyphsTheStationDrawsAreOneColumn() {
        for glyph in "─│┌┐└┘…▀▄█▓▒░▁▂▃▄▅▆▇▏▎▍▌▋▊▉▲●✓✗≥–ÄßéЖ\u{1FB00}".unicodeScalars {
            #expect(GlyphWidth(glyph) == .one, "\(glyph)")
        }
    }

    @Test func hostileTextBecomesHarmless() {
        let glyphs = Columns.glyphs("a\u{1B}[2Jb\nc\u{202E}d e\u{301}\u{200D}部🔧\u{7F}\u{9B}z")
        #expect(String(String.UnicodeScalarView(glyphs)) == "a?[2Jb?cd e????z")
    }

    @Test func longTextEndsInAnEllipsis() {
        var frame = Frame(size: Size(columns: 12, rows: 3))
        frame.write("magnetic tile", column: 0, row: 0, limit: 8)
        frame.write("line/part.png", column: 0, row: 1, limit: 8, keeping: .finish)
        frame.write("exact", column: 3, row: 2, limit: 5)
        #expect(frame.text == "magneti…\n…art.png\n   exact")
    }

    @Test func textClipsAtEveryEdge() {
        var frame = Frame(size: Size(columns: 4, rows: 2))
        frame.write("abcdefgh", column: -2, row: 0)
        frame.write("x", column: 0, row: 5)
        frame.write("none", column: 2, row: 1, limit: 0)
        frame.fill(Box(column: -3, row: 1, columns: 4, rows: 9), Cell("#"))
        #expect(frame.text == "cde…\n#")
    }

    @Test func numbersAlignRightAndNeverLoseDigits() {
        var frame = Frame(size: Size(columns: 8, rows: 5))
        for (row, value) in [3.14159, -0.0004, 123_456.789, .nan, 2.004].enumerated() {
            frame.write(number: value, decimals: 2, column: 0, row: row, width: 6)
        }
        #expect(frame.text == "  3.14\n  0.00\n######\n     –\n  2.00")
        #expect(Columns.fixed(-1.5, decimals: 0) == "-2")
        #expect(Columns.fixed(0.05, decimals: 3) == "0.050")
        #expect(Columns.fixed(.infinity, decimals: 3) == "–")
    }

    @Test func textKeepsTheBackgroundItIsWrittenOn() {
        var frame = Frame(size: Size(columns: 3, rows: 1))
        let ground = RGB(1, 2, 3)
        frame.fill(frame.box, Cell(" ", Style(background: ground)))
        frame.write("ab", column: 0, row: 0, style: Style(foreground: RGB(9, 9, 9), bold: true))
        #expect(frame[0, 0].style == Style(foreground: RGB(9, 9, 9), background: ground, bold: true))
    }

    @Test func borderHoldsTitleAndInside() {
        var frame = Frame(size: Size(columns: 14, rows: 3))
        let inside = frame.border(frame.box, title: "Lines")
        frame.write("x", column: inside.column, row: inside.row)
        #expect(frame.text == "┌─ Lines ────┐\n│x           │\n└────────────┘")
        #expect(inside == Box(column: 1, row: 1, columns: 12, rows: 1))
        let tiny = Box(column: 0, row: 0, columns: 1, rows: 1)
        #expect(frame.border(tiny) == tiny)
    }

    @Test func boxesSplitWithoutGapsAndNeverBelowZero() {
        let box = Box(column: 2, row: 3, columns: 10, rows: 4)
        let (top, rest) = box.splitTop(1)
        #expect(top.endRow == rest.row && rest.endRow == box.endRow)
        let (left, right) = box.splitRight(99)
        #expect(left.isEmpty && right == box)
        #expect(box.inset(9, 9).columns == 0)
        #expect(box.intersection(Box(column: 50, row: 0, columns: 5, rows: 5)).isEmpty)
    }

    @Test func everyStandInIsASCII() {
        for value in UInt32(0xA0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(AsciiGlyph.standIn(for: scalar).isASCII)
        }
        #expect(AsciiGlyph.standIn(for: "─") == "-")
    }
}
