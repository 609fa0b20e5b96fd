import Canvas
import Testing

@Suite struct ColourTests {
    private func detect(_ environment: [String: String], _ colours: Int?) -> Capabilities.Colours {
        Capabilities(environment: environment, terminalColours: colours).colours
    }

    @Test func theLadderIsReadOffTheEnvironment() {
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256) == .truecolor)
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "24bit"], 256) == .truecolor)
        #expect(detect(["TERM": "xterm-direct"], 1 << 24) == .truecolor)
        #expect(detect(["TERM": "xterm-256color"], 256) == .indexed240)
        #expect(detect(["TERM": "linux"], 8) == .ansi16)
        #expect(detect(["TERM": "vt100", "COLORTERM": "truecolor"], nil) == .monochrome)
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], 256) == .monochrome)
        #expect(detect(["TERM": "xterm-256color", "NO_COLOR": ""], 256) == .indexed240)
    }

    @Test func theChoiceWinsOverTheEnvironment() {
        let chosen = Capabilities(
            environment: ["TERM": "vt100", "NO_COLOR": "1"], terminalColours: -1, choice: .truecolor)
        #expect(chosen.colours == .truecolor)
        #expect(ColourChoice(rawValue: "256") == .indexed240)
        #expect(ColourChoice(rawValue: "none") == .monochrome)
    }

    @Test func onlyWhatCannotShowGlyphsGetsASCII() {
        func unicode(_ environment: [String: String], ascii: Bool? = nil) -> Bool {
            Capabilities(environment: environment, terminalColours: 8, ascii: ascii).unicode
        }
        #expect(unicode(["TERM": "xterm", "LANG": "C"]))
        #expect(unicode(["TERM": "xterm", "LANG": "de_DE.utf8"]))
        #expect(!unicode(["TERM": "xterm", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.ISO-8859-1"]))
        #expect(!unicode(["TERM": "vt100"]))
        #expect(!unicode(["TERM": "xterm"], ascii: true))
        #expect(unicode(["TERM": "vt100"], ascii: false))
    }

    @Test func fixedColoursMapToThemselvesAndNeverToTheUsers() {
        for index in UInt8(16)...255 {
            let colour = ColourLadder.colour(ofIndex: index)
            #expect(ColourLadder.colour(ofIndex: ColourLadder.indexed240(colour)) == colour)
        }
        for level in stride(from: 0, through: 255, by: 5) {
            let index = ColourLadder.indexed240(RGB(UInt8(level), UInt8(255 - level), 128))
            #expect(index >= 16)
        }
        for index in UInt8(0)..<16 { #expect(ColourLadder.ansi16(ColourLadder.ansi[Int(index)]) == index) }
    }

    @Test func greysStayGrey() {
        for level in UInt8(0)...255 {
            let chosen = ColourLadder.colour(ofIndex: ColourLadder.indexed240(RGB(level, level, level)))
            #expect(chosen.red == chosen.green && chosen.green == chosen.blue)
            #expect(abs(Int(chosen.red) - Int(level)) <= 9)
        }
    }

    @Test func codingIsUndoneByDecoding() {
        for level in UInt8(0)...255 {
            let colour = RGB(level, 255 - level, 7)
            let back = LinearLight.encode(LinearLight.decode(colour))
            #expect(abs(Int(back.red) - Int(level)) <= (level < 4 ? 2 : 0))
        }
        // Half the light of white is code 188 (IEC 61966-2-1), not 128.
        #expect(RGB(0, 0, 0).mixed(with: RGB(255, 255, 255), share: 0.5) == RGB(188, 188, 188))
    }

    @Test(arguments: Theme.builtIn) func textIsReadable(theme: Theme) throws {
        let ground = try #require(theme.background)
        let selected = try #require(theme[.selection].background)
        for role in Theme.Role.allCases where role != .border {
            let colour = try #require(theme[role].foreground)
            #expect(colour.contrast(with: ground) >= 4.5, "\(theme.name) \(role)")
            let shown = ColourLadder.colour(ofIndex: ColourLadder.indexed240(colour))
            let shownGround = ColourLadder.colour(ofIndex: ColourLadder.indexed240(ground))
            #expect(shown.contrast(with: shownGround) >= 4.5, "\(theme.name) \(role) in 240 colours")
            // Every row can be the selected one.
            if role != .muted { #expect(colour.contrast(with: selected) >= 4.5, "\(theme.name) \(role) selected") }
        }
        #expect(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) == 21)
    }

    @Test func withoutColoursVerdictsStillDiffer() {
        let theme = Theme.graphite.adapted(to: .least)
        for role in Theme.Role.allCases {
            #expect(theme[role].foreground == nil && theme[role].background == nil)
        }
        #expect(theme[.reject] != theme[.good])
        #expect(theme[.selection].reverse)
        #expect(Theme.graphite.adapted(to: .full) == .graphite)
    }
}
