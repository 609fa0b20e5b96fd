import CTerminal
import Canvas
import Glibc
import Testing

@Suite struct GlyphWidthTests {
    /// ncurses draws what the C library does not know to be one column wide as a blank.
    @Test func everyGlyphOfOneColumnIsOneColumnForTheCLibrary() throws {
        try #require(setlocale(LC_CTYPE, "C.UTF-8") != nil)
        var wrong: [UInt32] = []
        var narrow = 0
        for value in UInt32(0x20)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value), GlyphWidth(scalar) == .one else { continue }
            narrow += 1
            if terminal_width(value) != 1 { wrong.append(value) }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(20).map { String($0, radix: 16) })")
        #expect(narrow > 20_000)
    }
}
