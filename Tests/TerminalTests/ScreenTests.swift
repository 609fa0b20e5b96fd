import Glibc
import Terminal
import Testing

@Suite(.serialized, .enabled(if: ProbeTerminal.probe != nil, "needs the program terminal-probe beside the tests"))
struct ScreenTests {
    private func probe(
        _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> ProbeTerminal {
        let program = try #require(ProbeTerminal.probe)
        let terminal = try #require(ProbeTerminal([program] + arguments, environment: environment))
        return terminal
    }

    @Test func aFrameAppearsAndTheTerminalComesBack() throws {
        let terminal = try probe([], ["COLORTERM": "truecolor"])
        #expect(terminal.wait(for: "[size 80x24]"))
        #expect(terminal.wait(for: "\u{1B}[38;2;200;100;50m\u{1B}[48;2;1;2;3m▀"))
        #expect(!terminal.isSane)
        terminal.type("q")
        #expect(terminal.end() == 0)
        #expect(terminal.isBack && terminal.isSane)
        #expect(terminal.text.hasSuffix("left after key character(\"q\")\r\n"))
    }

    @Test(arguments: [
        (["256"], [:], "\u{1B}[38;5;166m\u{1B}[48;5;232m▀"), (["16"], [:], "\u{1B}[31m\u{1B}[40m▀"),
        ([], ["NO_COLOR": "1"], "▀"), (["truecolor"], ["TERM": "vt100"], "\u{1B}[38;2;200;100;50m\u{1B}[48;2;1;2;3m\""),
        ([], ["TERM": "linux"], "\u{1B}[31m\u{1B}[40m▀"), ([], ["LC_ALL": "C"], "▀"),
        ([], ["LC_ALL": "de_DE.ISO-8859-1"], "\""),
    ])
    func theLadderReachesTheWire(arguments: [String], environment: [String: String], expected: String) throws {
        let terminal = try probe(arguments, environment)
        #expect(terminal.wait(for: "[ready]"))
        #expect(terminal.wait(for: expected), "\(terminal.text.debugDescription)")
        if environment["NO_COLOR"] != nil {
            for colour in ["[38;", "[48;", "[30m", "[31m", "[40m"] { #expect(terminal.text.range(of: colour) == nil) }
        }
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func keysAndWakesArrive() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        for (typed, name) in [
            ("\u{1B}OA", "[key up]"), ("\u{1B}[1;2D", "[key shiftLeft]"), ("\u{12}", "[key control(\"r\")]"),
            ("\r", "[key enter]"), ("\u{1B}OP", "[key function(1)]"), ("é", "[key character("), ("w", "[wake]"),
        ] {
            terminal.type(typed)
            #expect(terminal.wait(for: name), "\(name): \(terminal.text.debugDescription)")
        }
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func theMouseIsHeardOnlyOnRequestAndLetGoAtTheEnd() throws {
        for ending in ["q", "c"] {
            let terminal = try probe()
            #expect(terminal.wait(for: "[ready]"))
            #expect(!terminal.text.contains("[?1000h"))
            terminal.type("m")
            #expect(terminal.wait(for: "[?1000h"))
            terminal.type("\u{1B}[<0;7;3M")
            #expect(terminal.wait(for: "[mouse left 6,2]"), "\(terminal.text.debugDescription)")
            terminal.type(ending)
            #expect(terminal.wait(for: "[?1000l"), "after \(ending)")
            _ = terminal.end()
        }
    }

    @Test func aResizeIsTold() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        terminal.resize(rows: 30, columns: 101)
        #expect(terminal.wait(for: "[size 101x30]"))
        terminal.resize(rows: 1, columns: 1)
        terminal.resize(rows: 24, columns: 80)
        #expect(terminal.wait(for: "[size 80x24]"))
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test(arguments: [(SIGINT, "interrupt"), (SIGTERM, "terminate"), (SIGQUIT, "terminate"), (SIGHUP, "hangup")])
    func ordersToStopAreObeyedInOrder(signal: Int32, name: String) throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        kill(terminal.process, signal)
        #expect(terminal.end() == 0)
        #expect(terminal.isBack && terminal.isSane)
        #expect(terminal.text.hasSuffix("left after stop \(name)\r\n"))
    }

    @Test func controlCIsAnInterrupt() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        terminal.type("\u{03}")
        #expect(terminal.end() == 0)
        #expect(terminal.isBack && terminal.isSane)
    }

    @Test func aProgramThatHangsCanStillBeEnded() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        terminal.type("b")
        #expect(terminal.wait(for: "busy"))
        kill(terminal.process, SIGTERM)
        // Two signals of a kind that are pending at once are one; the second is sent when the first was handled.
        usleep(200_000)
        kill(terminal.process, SIGTERM)
        #expect(terminal.end() == -SIGTERM)
        #expect(terminal.isBack && terminal.isSane)
    }

    @Test func aCrashRestoresFirstAndReportsAfterwards() throws {
        let terminal = try probe([], ["SWIFT_BACKTRACE": "enable=no"])
        #expect(terminal.wait(for: "[ready]"))
        terminal.type("e")
        #expect(terminal.wait(for: "\"e\""))
        terminal.type("c")
        #expect(terminal.end() == -SIGABRT)
        #expect(terminal.isBack && terminal.isSane)
        let back = try #require(terminal.text.range(of: "\u{1B}[?1049l", last: true))
        let said = try #require(terminal.text.range(of: "said meanwhile"))
        #expect(said > back)
    }

    @Test func exitFromAnywhereRestores() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        terminal.type("x")
        #expect(terminal.end() == 7)
        #expect(terminal.isBack && terminal.isSane)
    }

    @Test func standardErrorWaitsUntilTheEnd() throws {
        let terminal = try probe()
        #expect(terminal.wait(for: "[ready]"))
        terminal.type("e")
        #expect(terminal.wait(for: "\"e\""))
        #expect(terminal.text.range(of: "said meanwhile") == nil)
        terminal.type("q")
        #expect(terminal.end() == 0)
        let back = try #require(terminal.text.range(of: "\u{1B}[?1049l", last: true))
        let said = try #require(terminal.text.range(of: "said meanwhile"))
        #expect(said > back)
    }

    @Test(arguments: [("no-such-terminal", "nothing is known"), ("dumb", "cannot move its cursor")])
    func aTerminalThatWillNotDoIsRefusedInOneLine(term: String, reason: String) throws {
        let terminal = try probe([], ["TERM": term])
        #expect(terminal.end() == 2)
        #expect(terminal.text.range(of: "refused: TERM=\(term): ") == 0)
        #expect(terminal.text.range(of: reason) != nil)
        #expect(terminal.text.filter { $0 == "\r\n" }.count == 1)
        #expect(terminal.isSane)
    }

    @Test(.enabled(if: access("/bin/bash", X_OK) == 0, "needs bash for job control"))
    func stoppedAndContinuedByAShell() throws {
        let program = try #require(ProbeTerminal.probe)
        let shell = try #require(
            ProbeTerminal(["/bin/bash", "--norc", "--noprofile", "-i"], environment: ["PS1": "$ "]))
        #expect(shell.wait(for: "$ "))
        shell.type("\(program)\r")
        #expect(shell.wait(for: "[ready]"))
        shell.type("\u{1A}")
        #expect(shell.wait(for: "Stopped"))
        #expect(shell.isBack)
        #expect(shell.wait(for: "$ "))
        shell.resize(rows: 20, columns: 70)
        shell.type("fg\r")
        #expect(shell.wait(for: "\u{1B}[?1049h"))
        #expect(shell.wait(for: "[size 70x20]"))
        shell.type("q")
        #expect(shell.wait(for: "left after"))
        #expect(shell.isBack)
    }
}
