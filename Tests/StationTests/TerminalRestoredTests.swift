import Foundation
import Testing

/// However the station ends, or is sent away, the terminal is usable afterwards.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct TerminalRestoredTests {
    @Test("Ctrl-C", arguments: ["lines", "review"])
    func controlC(_ place: String) throws {
        let workshop = try Workshop()
        let station = try WatchedStation(workshop)
        if place == "review" {
            try station.terminal.press("Enter")
            try station.terminal.waitFor { StationScreen($0).place == 1 }
        }
        try station.terminal.press("C-c")
        let code = try station.end()
        #expect(code == 130)
    }

    @Test("a signal", arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGSEGV, 139), (SIGABRT, 134)] as [(Int32, Int32)])
    func signal(_ signal: Int32, _ expected: Int32) throws {
        let workshop = try Workshop()
        let station = try WatchedStation(workshop)
        try station.send(signal)
        let code = try station.end()
        #expect(code == expected)
    }

    @Test("Ctrl-Z gives the shell back, fg the screen")
    func suspension() throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(columns: 80, rows: 24, folder: workshop.root)
        try terminal.run("clear; stty -a > before")
        try terminal.waitForPrompt()
        try terminal.run(workshop.stationCommand())
        let before = try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("C-z")
        try terminal.waitForPrompt()
        #expect(try !terminal.isAlternate())
        try terminal.run("clear; stty -a > meanwhile; jobs")
        try terminal.waitFor { $0.contains("Stopped") }
        try terminal.run("fg")
        let after = try terminal.waitFor { StationScreen($0).isReady() }
        #expect(after == before)
        try terminal.press("Enter")
        try terminal.waitFor { StationScreen($0).place == 1 }
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("q")
        try terminal.waitForPrompt()
        try terminal.run("clear; stty -a > after")
        try terminal.waitForPrompt()
        let settings = try ["before", "meanwhile", "after"].map {
            try String(contentsOf: workshop.root.appendingPathComponent($0), encoding: .utf8)
        }
        #expect(Set(settings).count == 1)
    }

    @Test("a terminal that becomes too small and large again")
    func resizing() throws {
        let workshop = try Workshop.calibrated()
        let station = try WatchedStation(workshop, columns: 100, rows: 30)
        let terminal = station.terminal
        let before = try terminal.screen()
        for (columns, rows) in [(30, 8), (39, 12), (40, 11), (1, 1)] {
            try terminal.resize(columns: columns, rows: rows)
            if columns > 1 {
                // The sentence is wrapped to the width.
                try terminal.waitFor { screen in
                    screen.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("at least 40×12")
                }
            }
        }
        try terminal.resize(columns: 40, rows: 12)
        try terminal.waitFor { $0.contains("part") && $0.contains("ready") }
        try terminal.resize(columns: 100, rows: 30)
        try terminal.waitFor { $0 == before }
        try terminal.press("q")
        let code = try station.end()
        #expect(code == 0)
    }
}
