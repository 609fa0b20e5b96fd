import Canvas
import Screens
import Testing

@Suite struct MouseTests {
    /// Presses the left button on the first place where `text` stands on the screen.
    private func press(_ text: String, in state: inout State) -> [Effect] {
        let rows = view(state, size: state.size, capabilities: .full, theme: .graphite).text
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (row, line) in rows.enumerated() {
            if let range = line.range(of: text) {
                let column = line.distance(from: line.startIndex, to: range.lowerBound)
                return reduce(&state, .mouse(MousePress(.left, column: column, row: row)))
            }
        }
        Issue.record("\(text) is not on the screen")
        return []
    }

    @Test func whatIsSeenIsWhatIsPressed() {
        var state = Fixture.station()
        Fixture.send(&state, .resized(Size(columns: 120, rows: 40)))
        _ = press("gasket", in: &state)
        #expect(state.line?.name == "gasket")
        _ = press("bracket", in: &state)
        _ = press("bracket", in: &state)
        #expect(state.place == .review, "a second press opens")
        _ = press("1 Lines", in: &state)
        #expect(state.place == .lines)
        _ = press("? help", in: &state)
        #expect(state.sheet == .help(firstRow: 0))
        Fixture.send(&state, .mouse(MousePress(.wheelDown, column: 3, row: 3)))
        #expect(state.sheet == .help(firstRow: 1) || state.sheet == .help(firstRow: 0))
    }

    /// The hint in the footer does what its key does, also where there is something to put back.
    @Test func leavingWithTheMousePutsBackWhatWasThere() {
        var state = Fixture.station()
        Fixture.send(&state, .resized(Size(columns: 120, rows: 40)))
        let before = state.theme
        Fixture.press(&state, "tjj")
        #expect(state.theme != before)
        _ = press("leave it", in: &state)
        #expect(state.sheet == nil)
        #expect(state.theme == before)
        Fixture.press(&state, "/wash")
        #expect(!state.filters.isEmpty)
        _ = press("leave it", in: &state)
        #expect(state.sheet == nil)
        #expect(state.filters.isEmpty)
        Fixture.press(&state, "/wash")
        _ = press("done", in: &state)
        #expect(state.sheet == nil)
        #expect(state.filters[.lines] == "wash")
    }

    /// The settings turn it on before the terminal is as large as it will be.
    @Test func theMouseIsHeardOnASmallScreenToo() {
        var state = Fixture.station()
        Fixture.send(&state, .resized(Size(columns: 20, rows: 5)))
        #expect(Fixture.press(&state, .function(8)) == [.hearMouse(true)])
    }

    @Test func theMouseIsHeardOnRequest() {
        var state = Fixture.station()
        #expect(Fixture.press(&state, .function(8)) == [.hearMouse(true)])
        #expect(Fixture.press(&state, .function(8)) == [.hearMouse(false)])
    }
}
