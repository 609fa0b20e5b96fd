import Bench
import Testing

struct TerminalTimingTests {
    @Test("a word is found across the seams of what arrives")
    func search() {
        var search = ByteSearch("flange")
        let pieces = ["a fla", "", "n", "ge of steel"].map { Array($0.utf8)[...] }
        let seen = pieces.map { search.has(in: $0) }
        #expect(seen == [false, false, false, true])
        let later = search.has(in: [])
        #expect(later)
    }

    @Test("all that a program paints is counted, and its end is noticed")
    func burst() throws {
        let script = "printf 'first-'; sleep 0.05; printf 'second'; read word; printf \"<$word>\"; read word"
        let terminal = try PseudoTerminal(["/bin/sh", "-c", script], rows: 24, columns: 80, children: Children())
        var word = ByteSearch("second")
        let painted = terminal.burst(since: Stopwatch(), quiet: 0.2, patience: 30) { word.has(in: $0) }
        #expect(word.isFound && painted.bytes == 12 && !painted.isOver)
        terminal.type("x\n")
        var answer = ByteSearch("<x>")
        _ = terminal.burst(since: Stopwatch(), quiet: 0.2, patience: 30) { answer.has(in: $0) }
        #expect(answer.isFound)
        terminal.type("\n")
        var isOver = false
        for _ in 0..<100 where !isOver {
            isOver = terminal.burst(since: Stopwatch(), quiet: 0.1, patience: 1).isOver
        }
        #expect(isOver)
        terminal.end()
    }
}
