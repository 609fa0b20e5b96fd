import Foundation

/// A real terminal for the real program: a tmux server of its own, one pane of a chosen size.
final class Tmux {
    static let isInstalled = (try? Command.run("/usr/bin/env", ["tmux", "-V"]).status) == 0

    private let socket = FileManager.default.temporaryDirectory
        .appendingPathComponent("touchstone-test-\(UUID().uuidString.prefix(8))").path

    private var config: String { socket + "-config" }

    /// Opens a shell in a pane; its prompt is `ready$ `.
    init(columns: Int, rows: Int, environment: [String: String] = ["COLORTERM": "truecolor"], folder: URL) throws {
        // Settings of the tests' own: whoever runs them may have others, and blind re-checks would come in between.
        try FileManager.default.createDirectory(atPath: "\(config)/touchstone", withIntermediateDirectories: true)
        try "recheck-share = 0\n".write(
            toFile: "\(config)/touchstone/config.toml", atomically: true, encoding: .utf8)
        let all = [
            "TERM": "tmux-256color", "LANG": "C.UTF-8", "USER": "tester", "XDG_CONFIG_HOME": config,
            // A crash report of the runtime must not wait for a key.
            "SWIFT_BACKTRACE": "interactive=no,color=no",
        ].merging(environment) { $1 }
        let variables = all.sorted { $0.key < $1.key }.map { "\($0.key)=\(Command.quoted($0.value))" }
        let shell =
            "env -u NO_COLOR -u COLORTERM -u LC_ALL -u TMUX \(variables.joined(separator: " ")) "
            + "PS1='ready$ ' bash --norc --noprofile -i"
        try tmux([
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", folder.path, shell,
        ])
        try tmux(["set-option", "-g", "remain-on-exit", "on"])
        try tmux(["set-option", "-g", "status", "off"])
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
        try waitForPrompt()
    }

    deinit {
        _ = try? Command.run("/usr/bin/env", ["tmux", "-S", socket, "kill-server"])
        unlink(socket)
        try? FileManager.default.removeItem(atPath: config)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        try Command.run("/usr/bin/env", ["tmux", "-u", "-S", socket] + arguments).output
    }

    /// Types text as it stands and presses Enter.
    func run(_ command: String) throws {
        try tmux(["send-keys", "-l", command])
        try press("Enter")
    }

    /// Presses keys by tmux's names, all at once: `a`, `Enter`, `Left`, `C-c`.
    func press(_ keys: String...) throws { try press(keys) }

    func press(_ keys: [String]) throws { try tmux(["send-keys"] + keys) }

    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// What stands on the screen; with escape sequences for colours where asked.
    func screen(styled: Bool = false) throws -> String {
        try tmux(["capture-pane", "-p"] + (styled ? ["-e"] : []))
    }

    /// Whether a program has switched to the alternate screen and not back.
    func isAlternate() throws -> Bool { try tmux(["display-message", "-p", "#{alternate_on}"]).hasPrefix("1") }

    struct TimedOut: Error, CustomStringConvertible {
        let screen: String
        var description: String { "the screen never showed what was waited for:\n\(screen)" }
    }

    /// Waits until the screen satisfies `condition` and has come to rest: a frame may be seen half painted.
    /// The limit only ends a test that has failed anyway.
    @discardableResult
    func waitFor(seconds: Double = 20, _ condition: (String) throws -> Bool) throws -> String {
        let end = Date().addingTimeInterval(seconds)
        var last: String?
        while Date() < end {
            let now = try screen()
            if now == last, try condition(now) { return now }
            last = now
            Thread.sleep(forTimeInterval: 0.03)
        }
        throw TimedOut(screen: last ?? "")
    }

    /// Waits until the shell asks for the next command.
    func waitForPrompt() throws {
        try waitFor { screen in
            let last = screen.split(separator: "\n").last { !$0.allSatisfy { $0 == " " } }
            return last?.trimmingCharacters(in: .whitespaces) == "ready$"
        }
    }
}
