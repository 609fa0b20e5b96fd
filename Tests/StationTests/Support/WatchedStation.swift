import Foundation
import Testing

/// The station in a terminal, started so that its process, its exit code and the terminal's settings before and after
/// it are known. A plain shell stands between, which mends nothing.
struct WatchedStation {
    let terminal: Tmux
    private let workshop: Workshop

    /// Starts the station and waits until it is ready.
    init(_ workshop: Workshop, columns: Int = 80, rows: Int = 24) throws {
        self.workshop = workshop
        terminal = try Tmux(columns: columns, rows: rows, folder: workshop.root)
        let script = """
            trap : INT
            stty -a > before
            sh -c 'echo $$ > pid; exec \(workshop.stationCommand().replacingOccurrences(of: "'", with: "\""))'
            echo $? > code
            stty -a > after
            """
        try script.write(to: workshop.root.appendingPathComponent("watch.sh"), atomically: true, encoding: .utf8)
        try terminal.run("clear; sh watch.sh")
        try terminal.waitFor { StationScreen($0).isReady() }
    }

    func noted(_ name: String) throws -> String {
        try String(contentsOf: workshop.root.appendingPathComponent(name), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func send(_ signal: Int32) throws {
        let process = try #require(pid_t(try noted("pid")))
        #expect(kill(process, signal) == 0)
    }

    /// Waits for the shell and checks that the terminal is as it was.
    /// - Returns: the station's exit code.
    func end() throws -> Int32? {
        try terminal.waitForPrompt()
        #expect(try !terminal.isAlternate())
        #expect(try noted("before") == noted("after"))
        return Int32(try noted("code"))
    }
}
