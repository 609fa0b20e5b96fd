import Canvas
import Inspection
import Screens
import Testing

@Suite struct MemoryTests {
    private func opened(_ names: [String] = ["bracket", "gasket"]) -> State {
        var state = State(root: "/parts")
        let categories = names.map { name in
            Fixture.category(name, parts: (0..<6).map { Fixture.part(name, "good", $0) })
        }
        Fixture.send(&state, .opened(categories))
        return state
    }

    @Test func aPersonFindsThePlaceAsTheyLeftIt() {
        var state = opened()
        Fixture.press(&state, "jg")
        Fixture.press(&state, .down)
        Fixture.press(&state, .enter)
        Fixture.press(&state, "nn")
        Fixture.press(&state, "m")
        let visit = state.visit
        var again = opened()
        Fixture.send(&again, .restored(visit))
        #expect(again.place == .review)
        #expect(again.line?.name == "gasket")
        #expect(again.line?.cursor == state.line?.cursor)
        #expect(again.layer == state.layer)
        #expect(again.visit == visit)
    }

    @Test func whatIsGoneIsLeftAlone() {
        var visit = StationMemory.Visit()
        visit.place = "cellar"
        visit.category = "no such"
        visit.theme = "no such"
        visit.glyphs = "\u{1B}[2J"
        visit.layer = ""
        visit.filters = ["review": "a\u{1B}b", "nowhere": "x"]
        var state = opened()
        let before = state.theme
        Fixture.send(&state, .restored(visit))
        #expect(state.place == .lines)
        #expect(state.theme == before)
        #expect(state.glyphs == nil)
        #expect(state.filters == [.review: "ab"])
    }

    @Test func aThemeOfTheSettingsIsNotRemembered() {
        var state = opened()
        #expect(state.visit.theme == nil)
        Fixture.press(&state, "t")
        Fixture.press(&state, .down)
        let previewed = state.theme.name
        #expect(previewed != "graphite", "the screen shows the choice")
        Fixture.press(&state, .escape)
        #expect(state.theme.name == "graphite")
        Fixture.press(&state, "t")
        Fixture.press(&state, .down)
        Fixture.press(&state, .enter)
        #expect(state.visit.theme == previewed)
    }
}
