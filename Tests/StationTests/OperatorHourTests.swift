import Foundation
import TestSupport
import Testing

/// An operator's hour: hundreds of real parts judged by keys alone while the station is busy with other lines, and
/// every verdict in the ledger.
@Suite(
    .enabled(if: Tmux.isInstalled, "needs tmux"),
    .enabled(if: MagneticTiles.arePresent, "needs ../shared with the magnetic tiles"))
struct OperatorHourTests {
    static let count = 400
    /// Quick to score, because this is about verdicts.
    static let recipe = ["--input", "128x128", "--dims", "30"]

    @Test("400 parts judged, none lost")
    func hour() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let home = root.appendingPathComponent("home")
        let lines = root.appendingPathComponent("lines")
        try MagneticTiles.line("a-tiles", in: lines, learning: 60, inspecting: Self.count)
        // These are learnt and inspected while the first is judged.
        for (index, learning) in [90, 120, 150].enumerated() {
            try MagneticTiles.line("busy-\(index)", in: lines, learning: learning, inspecting: 60)
        }

        let terminal = try Tmux(columns: 200, rows: 60, folder: root)
        let command = [Command.touchstone, lines.path, "--home", home.path] + Self.recipe
        try terminal.run(command.map(Command.quoted).joined(separator: " "))
        try terminal.waitFor(seconds: 120) { $0.contains("\(Self.count)/\(Self.count)") }
        try terminal.press("Enter")
        try terminal.waitFor { StationScreen($0).place == 1 }
        var given: [String: String] = [:]
        for number in 1...Self.count {
            // The screen's own word for the part is what the verdict has to stand under afterwards.
            let part = try #require(StationScreen(try terminal.screen()).part)
            let (key, verdict) = [("a", "ACCEPT"), ("r", "REJECT"), ("a", "ACCEPT"), ("u", "UNSURE")][number % 4]
            #expect(given[part] == nil, "\(part) came up twice")
            given[part] = verdict
            try terminal.press(key)
            try terminal.waitFor { screen in
                let now = StationScreen(screen)
                return now.judged == number && (number == Self.count || now.part != part)
            }
        }
        #expect(given.count == Self.count)
        try terminal.press("q")
        try terminal.press("q")
        // A line that is still learning is asked about.
        if try terminal.waitFor({ !$0.contains("Touchstone") || $0.contains("being calibrated") })
            .contains("being calibrated")
        {
            try terminal.press("y")
        }
        try terminal.waitForPrompt()

        let category = lines.appendingPathComponent("a-tiles").path
        let exported = try Command.run(Command.touchstone, ["export", category, "--home", home.path])
        #expect(exported.status == 0, "\(exported.errors)")
        var stored: [String: String] = [:]
        for row in try CSVTable(exported.output).rows {
            let path = try #require(row["path"])
            stored[String(path.dropFirst(category.count + 1))] = row["human_verdict"]
        }
        #expect(stored == given)
        let chain = try Command.run(Command.touchstone, ["ledger", "verify", "--home", home.path])
        #expect(chain.status == 0, "\(chain.output)\(chain.errors)")
    }
}
