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
        while let input = decoder.next({ rest.popFirst() }) {
            if case .key(let key) = input { keys.append(key) }
        }
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
        #expect(decode("\u{1B}[15~\u{1B}[24~\u{1B}[99~j") == [.function(5), .function(12), .character("j")])
        #expect(decode("\u{1B}[A\u{1B}[1;2C\u{1B}[5~\u{1B}OH") == [.up, .shiftRight, .pageUp, .home])
    }

    @Test func sequencesThatMeanNothingVanishWhole() {
        // A focus event, a mouse report, Ctrl-Right: none of their letters may act as a verdict.
        #expect(decode("\u{1B}[Ia\u{1B}[<0;10;20Mb\u{1B}[1;5Cc") == [.character("a"), .character("b"), .character("c")])
    }

    @Test func pressesOfTheMouse() {
        func inputs(_ raw: [RawKey]) -> [Input] {
            var rest = raw[...]
            var decoder = KeyDecoder()
            var inputs: [Input] = []
            while let input = decoder.next({ rest.popFirst() }) { inputs.append(input) }
            return inputs
        }
        let text = "\u{1B}[<0;10;20M\u{1B}[<0;10;20m\u{1B}[<64;300;80M\u{1B}[<65;1;1M\u{1B}[<2;1;1Mj\u{1B}[<0;0;1Mk"
        let expected: [Input] = [
            .mouse(MousePress(.left, column: 9, row: 19)), .mouse(MousePress(.wheelUp, column: 299, row: 79)),
            .mouse(MousePress(.wheelDown, column: 0, row: 0)), .key(.character("j")), .key(.character("k")),
        ]
        #expect(inputs(text.unicodeScalars.map { .scalar($0.value) }) == expected)
        // The library has taken the beginning away.
        let rest: [RawKey] = [.function(UInt32(TERMINAL_KEY_MOUSE))] + "0;3;4M".unicodeScalars.map { .scalar($0.value) }
        #expect(inputs(rest) == [.mouse(MousePress(.left, column: 2, row: 3))])
    }

    @Test func whatOnlyLooksLikeASequenceIsKeys() {
        #expect(decode("\u{1B}[") == [.escape, .character("[")])
        #expect(decode("\u{1B}O") == [.escape, .character("O")])
        #expect(decode("\u{1B}[1\r") == [.escape, .character("["), .character("1"), .enter])
        #expect(decode("\u{1B}Ox") == [.escape, .character("O"), .character("x")])
    }
}
