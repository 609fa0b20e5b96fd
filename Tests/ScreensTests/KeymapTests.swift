import Canvas
import Screens
import Testing

@Suite struct KeymapTests {
    @Test(arguments: Context.allCases) func noKeyMeansTwoThings(context: Context) {
        var seen: Set<Key> = []
        for binding in Keymap.bindings(in: context) {
            for key in binding.keys {
                #expect(seen.insert(key).inserted, "\(key) twice in \(context.rawValue)")
                #expect(Keymap.command(for: key, in: context) == binding.command)
            }
        }
    }

    @Test func everyCommandHasAKeyAndEveryPlaceHelp() {
        #expect(Set(Keymap.bindings.map(\.command)) == Set(Command.allCases))
        for context in Place.allCases.map(\.context) {
            #expect(Keymap.command(for: .character("?"), in: context) == .help)
        }
    }

    @Test(arguments: [true, false]) func hintsAndHelpComeFromTheTable(unicode: Bool) {
        for context in Context.allCases {
            let bindings = Keymap.bindings(in: context)
            let hints = Keymap.hints(in: context, unicode: unicode)
            #expect(hints.flatMap(\.commands) == bindings.filter { $0.hint != nil }.map(\.command))
            for hint in hints {
                let words = bindings.filter { $0.hint == hint.word }
                #expect(!words.isEmpty)
                for binding in words { #expect(hint.keys.contains(binding.keys[0].label(unicode: unicode))) }
            }
            #expect(Keymap.help(in: context, unicode: unicode).map(\.meaning) == bindings.map(\.meaning))
        }
    }

    @Test func theFooterShowsOnlyKeysThatDoSomething() {
        var state = Fixture.ready(scores: [1, 20])
        let size = Size(columns: 200, rows: 40)
        func footer() -> String {
            let frame = view(state, size: size, capabilities: .full, theme: .graphite)
            return String(frame.text.split(separator: "\n", omittingEmptySubsequences: false).last ?? "")
        }
        #expect(!footer().contains("c calibrate"))
        #expect(footer().contains("? help"))
        Fixture.press(&state, .enter)
        #expect(!footer().contains("w write"))
        #expect(!footer().contains("z undo"))
        Fixture.press(&state, .right)
        Fixture.press(&state, "a")
        #expect(footer().contains("w write"))
        #expect(footer().contains("z undo"))
        #expect(footer().contains("←→ threshold"))
    }

    @Test func theHelpScreenShowsEveryRow() {
        var state = Fixture.ready(scores: [1])
        Fixture.send(&state, .resized(Size(columns: 80, rows: 24)))
        Fixture.press(&state, "?")
        var seen = ""
        for _ in 0..<80 {
            seen += view(state, size: state.size, capabilities: .full, theme: .graphite).text
            Fixture.press(&state, .down)
        }
        for context in [Context.lines, .review] {
            for binding in Keymap.bindings(in: context) { #expect(seen.contains(binding.meaning)) }
        }
        let end = state.sheet
        Fixture.press(&state, .up)
        #expect(state.sheet != end, "the list does not scroll past its end")
        Fixture.press(&state, .escape)
        #expect(state.sheet == nil)
    }

    @Test(arguments: [80, 111, 112, 300]) func helpIsNotCutOff(columns: Int) {
        var state = Fixture.ready(scores: [1])
        // High enough for all keys in one column.
        let size = Size(columns: columns, rows: 160)
        Fixture.press(&state, "?")
        for unicode in [true, false] {
            let text = view(
                state, size: size, capabilities: Capabilities(colours: .truecolor, unicode: unicode), theme: .graphite
            ).text
            for context in [Context.lines, .review] {
                for row in Keymap.help(in: context, unicode: unicode) {
                    #expect(text.contains(row.meaning))
                    #expect(text.contains(row.keys))
                }
            }
        }
    }

    @Test func theReadmeTableHasARowForEachBinding() {
        let rows = Keymap.markdown.split(separator: "\n")
        #expect(rows.count == 2 + Keymap.bindings.count)
        #expect(rows.contains("| Review | `a` | ACCEPT, and on to the next unjudged |"))
    }
}
