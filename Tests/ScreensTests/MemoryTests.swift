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

    @Test func aFilterWaitsForTheScoresThatItIsAbout() {
        let scores = [0, 2 * Fixture.threshold, 0, 3 * Fixture.threshold]
        var state = Fixture.ready(scores: scores)
        Fixture.press(&state, .enter)
        Fixture.press(&state, "f")
        let visit = state.visit
        #expect(visit.filters["review-show"] == "flagged")
        var again = State(root: "/parts")
        let category = state.line?.category
        Fixture.send(&again, .opened(category.map { [$0] } ?? []))
        Fixture.send(&again, .restored(visit))
        #expect(again.place == .review)
        #expect(again.visit.filters == visit.filters)
        #expect(again.notices.message == nil)
        // The scores come, and the flagged parts with them.
        Fixture.calibrate(&again, "bracket", threshold: Fixture.threshold)
        let run = again.line?.run ?? 0
        let findings = zip(category?.parts ?? [], scores).map { Fixture.finding($0, score: $1) }
        Fixture.send(&again, .found(category: "bracket", run: run, findings))
        let text = view(again, size: Size(columns: 100, rows: 30), capabilities: .full, theme: .graphite).text
        #expect(text.contains("of 2 flagged"))
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
