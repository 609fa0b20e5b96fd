import Canvas
import CTerminal
import Terminal
import Testing

@Suite struct KeyDecoderTests {
    /// Everything is there at once, as when it is pasted or sent by a script.
    private func decode(_ raw: [RawKey]) -> [Key] {
        var rest = raw[...]
        var decoder = KeyDecoder()
        var keys: [Key] = []
        while let key = decoder.next({ rest.popFirst() }) { keys.append(key) }
        return keys
    }

    private func decode(_ text: String) -> [Key] { decode(text.unicodeScalars.map { .scalar($0.value) }) }

    @Test func plainKeys() {
        #expect(decode("aZ é") == [.character("a"), .character("Z"), .character(" "), .character("é")])
        #expect(decode("\r\n\t\u{8}\u{7F}") == [.enter, .enter, .tab, .backspace, .backspace])
        #expect(decode("\u{12}\u{3}") == [.control("r"), .control("c")])
        #expect(decode("\u{0}\u{9B}\u{301}") == [])
    }

    @Test func functionKeys() {
        let last = UInt32(TERMINAL_KEY_FUNCTION) + 12
        #expect(decode([.function(UInt32(TERMINAL_KEY_UP)), .function(last)]) == [.up, .function(12)])
        #expect(decode([.function(UInt32(TERMINAL_KEY_OTHER)), .scalar(97)]) == [.character("a")])
    }

    @Test func escapeIsAKeyAndTheBeginningOfSequences() {
        #expect(decode("\u{1B}") == [.escape])
        #expect(decode("\u{1B}j") == [.escape, .character("j")])
        #expect(decode("\u{1B}\u{1B}") == [.escape, .escape])
        #expect(decode("\u{1B}[A\u{1B}[1;2C\u{1B}[5~\u{1B}OH") == [.up, .shiftRight, .pageUp, .home])
    }

    @Test func sequencesThatMeanNothingVanishWhole() {
        // A focus event, a mouse report, Ctrl-Right: none of their letters may act as a verdict.
        #expect(decode("\u{1B}[Ia\u{1B}[<0;10;20Mb\u{1B}[1;5Cc") == [.character("a"), .character("b"), .character("c")])
    }

    @Test func whatOnlyLooksLikeASequenceIsKeys() {
        #expect(decode("\u{1B}[") == [.escape, .character("[")])
        #expect(decode("\u{1B}O") == [.escape, .character("O")])
        #expect(decode("\u{1B}[1\r") == [.escape, .character("["), .character("1"), .enter])
        #expect(decode("\u{1B}Ox") == [.escape, .character("O"), .character("x")])
    }
}
