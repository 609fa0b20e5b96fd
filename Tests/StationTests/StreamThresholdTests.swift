import Foundation
import Testing

/// A stream at the station goes by the threshold that is live, from its first part on.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct StreamThresholdTests {
    @Test("a replay begins with the threshold that was committed before it, and its rows stand in their order")
    func committed() throws {
        let workshop = try Workshop.calibrated("--input", "128x128", "--dims", "30")
        let terminal = try Tmux(columns: 120, rows: 40, folder: workshop.root)
        try terminal.run(workshop.stationCommand(["--input", "128x128", "--dims", "30"]))
        try terminal.waitFor(seconds: 60) { StationScreen($0).isReady() }
        try terminal.press("F4")
        try terminal.press("9", "9", "9", "Enter")
        try terminal.waitFor { $0.contains("999.000") }
        // Enter asks why, Enter takes no reason for one.
        try terminal.press("Enter", "t", "Enter")
        try terminal.waitFor { $0.firstMatch(of: /[Ll]ive\s+999\.000/) != nil }
        try terminal.press("F2")
        try terminal.press(":")
        let line = "replay fast"
        try terminal.press(line.map { $0 == " " ? "Space" : String($0) })
        try terminal.waitFor { $0.contains(line) }
        try terminal.press("Enter")
        let ended = try terminal.waitFor(seconds: 120) { $0.contains("ended ·") && $0.contains("part 8, the last") }
        #expect(ended.firstMatch(of: /\s8 parts\s/) != nil, "\(ended)")
        try terminal.press("q")
        try terminal.press("q")
        try terminal.waitForPrompt()

        let listed = try workshop.touchstone("ledger", "--json", "--kind", "run")
        #expect(listed.status == 0, "\(listed.errors)")
        let rows = try #require(try JSONSerialization.jsonObject(with: listed.outputBytes) as? [[String: Any]])
        #expect(rows.count == 2)
        // Newest first: its end, which says what was flagged, then its beginning.
        #expect("\(rows)".contains("0 flagged"), "\(rows)")
        let ends = rows.map { ($0["row"] as? Int ?? 0, $0["count"] as? Int) }.sorted { $0.0 < $1.0 }.map(\.1)
        #expect(ends == [nil, 8], "\(rows)")
    }
}
