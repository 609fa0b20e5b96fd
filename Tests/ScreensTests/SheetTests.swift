import Canvas
import Screens
import Testing

/// Typing, choosing and counting.
@Suite struct SheetTests {
    @Test func theLineIsEditedAsShellsDo() {
        var state = Fixture.ready(scores: [1, 2, 3])
        Fixture.press(&state, "/some words here")
        Fixture.press(&state, .control("w"))
        Fixture.press(&state, .home)
        Fixture.press(&state, .delete)
        Fixture.press(&state, "S")
        Fixture.press(&state, .end)
        Fixture.press(&state, .backspace)
        Fixture.press(&state, .left)
        Fixture.press(&state, "é")
        guard case .prompt(let prompt) = state.sheet else {
            Issue.record("nothing is being typed")
            return
        }
        #expect(prompt.line.text == "Some wordés")
        Fixture.press(&state, .control("u"))
        Fixture.press(&state, .control("k"))
        Fixture.press(&state, .enter)
        #expect(state.sheet == nil)
        #expect(state.filters.isEmpty)
    }

    @Test func nothingRawGetsIn() {
        #expect(LineEditor("a\u{1B}[2J\u{202E}\nb\u{0}漢").text == "a[2Jb漢")
        #expect(LineEditor(String(repeating: "x", count: 5000)).text.count == LineEditor.limit)
    }

    @Test func aCommandIsFoundByItsBeginningItsWordsAndItsLetters() {
        let state = Fixture.station()
        #expect(state.offers(for: "calibrate-a").first?.line == "calibrate-all")
        #expect(state.offers(for: "day").first?.line == "theme daylight")
        #expect(state.offers(for: "thmlgn").first?.line == "theme lagoon")
        #expect(state.offers(for: "zzzz").isEmpty)
        #expect(Set(state.offers(for: "").map(\.line)).count == state.offers(for: "").count, "nothing twice")
    }

    @Test func thePaletteCompletesAndRuns() {
        var state = Fixture.station()
        Fixture.press(&state, ":theme day")
        Fixture.press(&state, .tab)
        guard case .palette(let palette) = state.sheet else {
            Issue.record("the palette is gone")
            return
        }
        #expect(palette.line.text == "theme daylight")
        Fixture.press(&state, .enter)
        #expect(state.theme.name == "daylight")
        Fixture.press(&state, ":help")
        Fixture.press(&state, .enter)
        #expect(state.sheet == .help(firstRow: 0))
        Fixture.press(&state, .escape)
        Fixture.press(&state, ":no such thing")
        Fixture.press(&state, .enter)
        #expect(state.notices.errors.count == 1)
        Fixture.press(&state, ":")
        Fixture.press(&state, .backspace)
        #expect(state.sheet == nil)
    }

    @Test func aDigitLeadsToItsPlaceUnlessItCountsAMotion() {
        var state = Fixture.ready(scores: (0..<30).map { Float($0) })
        func position() -> Int? { state.line.map { $0.queue.position(of: $0.cursor) } }
        Fixture.press(&state, "2")
        #expect(state.place == .lines, "what is seen is where keys belong")
        Fixture.send(&state, .tick(now: 10))
        #expect(state.place == .review)
        let start = position() ?? 0
        Fixture.press(&state, "5j")
        #expect(state.place == .review)
        #expect(position() == start + 5)
        Fixture.press(&state, "12n")
        #expect(position() == start + 17)
        // A key that is no motion belongs to where the digit leads.
        let draft = state.line?.draft
        Fixture.press(&state, "3")
        Fixture.press(&state, .right)
        #expect(state.place == .tune)
        #expect(state.line?.draft != draft)
        Fixture.press(&state, .function(3))
        #expect(state.place == .review)
        Fixture.press(&state, "1")
        Fixture.send(&state, .tick(now: 20))
        Fixture.press(&state, "j")
        #expect(state.place == .lines, "later it is a place and a key")
        Fixture.press(&state, "1")
        Fixture.press(&state, "2")
        Fixture.send(&state, .tick(now: 30))
        #expect(state.place == .review, "the last of two places")
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12)])
    func whatLiesOverAPlace(size: Size) {
        for (name, keys) in [("palette", ":th"), ("prompt", "/scra"), ("themes", "t")] {
            var state = Fixture.station()
            Fixture.send(&state, .resized(size))
            Fixture.press(&state, keys)
            let frame = view(state, size: size, capabilities: .full, theme: state.theme)
            let difference = FrameDump.difference(frame, from: "\(name)-\(size.columns)x\(size.rows)")
            #expect(difference == nil, "\(difference ?? "")")
        }
    }
}
