import Foundation
import Testing

/// Whatever terminal there is: the station shows what it can, or says in one line why it cannot.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct TerminalKindTests {
    @Test("TERM=vt100: no colours, nothing beyond ASCII, every place")
    func vt100() throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(columns: 80, rows: 24, environment: ["TERM": "vt100"], folder: workshop.root)
        try terminal.run(workshop.stationCommand())
        try terminal.waitFor { StationScreen($0).isReady() }
        // In Tune digits are numbers, so places are reached by function keys.
        for (key, place) in [("F3", "2 Review"), ("F4", "3 Tune"), ("F5", "4 Stream"), ("F6", "5 Ledger"), ("F2", "1 Lines")] {
            try terminal.press(key)
            let screen = try terminal.waitFor { $0.contains(place) }
            #expect(screen.unicodeScalars.allSatisfy { $0.isASCII }, "\(place):\n\(screen)")
            #expect(ScreenColours(try terminal.screen(styled: true)).none, "\(place)")
        }
        try terminal.press("q")
        try terminal.waitForPrompt()
    }

    @Test("TERM=dumb is refused in one line, and the shell goes on")
    func dumb() throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(columns: 80, rows: 24, environment: ["TERM": "dumb"], folder: workshop.root)
        try terminal.run("\(workshop.stationCommand()) 2> said; echo $? > code")
        try terminal.waitForPrompt()
        func text(_ name: String) throws -> String {
            try String(contentsOf: workshop.root.appendingPathComponent(name), encoding: .utf8)
        }
        #expect(try text("said").contains("cannot move its cursor"))
        #expect(try text("said").split(separator: "\n").count == 1)
        #expect(try text("code") == "2\n")
        #expect(try !terminal.isAlternate())
    }

    @Test("LC_ALL=C shows glyphs all the same, because the terminal can")
    func localeC() throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(
            columns: 120, rows: 40, environment: ["COLORTERM": "truecolor", "LC_ALL": "C"], folder: workshop.root)
        try terminal.run(workshop.stationCommand())
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("Enter")
        let screen = try terminal.waitFor { StationScreen($0).live != nil && !$0.contains("reading the") }
        #expect(screen.contains("●") || screen.contains("▲"), "verdicts have their shapes")
        #expect(ScreenColours(try terminal.screen(styled: true)).direct > 0)
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("q")
        try terminal.waitForPrompt()
    }

    @Test("the four rungs of the ladder, by --color", arguments: ["truecolor", "256", "16", "none"])
    func colour(_ rung: String) throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(columns: 100, rows: 30, folder: workshop.root)
        try terminal.run(workshop.stationCommand(["--color", rung]))
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("Enter")
        try terminal.waitFor { StationScreen($0).live != nil && !$0.contains("reading the") }
        let colours = ScreenColours(try terminal.screen(styled: true))
        switch rung {
        case "truecolor": #expect(colours.direct > 100)
        case "256": #expect(colours.indexed > 100 && colours.direct == 0)
        case "16": #expect(colours.basic > 100 && colours.direct == 0)
        default: #expect(colours.none)
        }
        try terminal.press("C-c")
        try terminal.waitForPrompt()
    }

    @Test("names that would be obeyed by a terminal reach it escaped")
    func hostileNames() throws {
        let workshop = try Workshop()
        let made = try Command.shell(
            #"""
            cd "$1/test/good" && for name in $'\e[31mred\e]0;owned\a' $'new\nline' $'\u202ertl' $'\xff\xfe'
            do cp "$2" "$name.jpg" || exit 1; done
            cd "$1/.." && mv part $'p\e[2Jart'
            """#, workshop.category.path, try workshop.inspected[0])
        #expect(made.status == 0, "\(made.errors)")
        let terminal = try Tmux(columns: 160, rows: 40, folder: workshop.root)
        // Everything that the station sends is kept beside the screen.
        try terminal.run("script -qc \(Command.quoted(workshop.stationCommand())) sent")
        try terminal.waitFor { $0.contains("12/12") }
        try terminal.press("Enter")
        var seen = try terminal.waitFor { StationScreen($0).place == 1 }
        for place in 2...12 {
            try terminal.press("n")
            seen += try terminal.waitFor { StationScreen($0).place == place }
        }
        #expect(seen.contains(#"\x1B[31mred"#), "it is shown, escaped")
        for key in ["F6", "F5", "F4"] {
            try terminal.press(key)
            try terminal.waitFor { $0.contains(["F6": "5 Ledger", "F5": "4 Stream", "F4": "3 Tune"][key] ?? "?") }
        }
        try terminal.press("C-c")
        try terminal.waitForPrompt()
        let sent = try Data(contentsOf: workshop.root.appendingPathComponent("sent"))
        for raw in ["\u{1B}[31mred", "\u{1B}]0;owned", "new\nline", "\u{202E}", "p\u{1B}[2Jart"] {
            #expect(sent.range(of: Data(raw.utf8)) == nil, "\(raw.debugDescription) reached the terminal")
        }
        #expect(sent.range(of: Data([0xFF, 0xFE])) == nil)
    }
}
