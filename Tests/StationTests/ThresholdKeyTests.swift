import Foundation
import Testing

/// A held arrow key: every repeat counts, and none writes. That none scores is held by the reducer's tests.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct ThresholdKeyTests {
    @Test("60 repeats end exactly 60 steps further, and nothing is stored")
    func heldKey() throws {
        let workshop = try Workshop.calibrated()
        let terminal = try Tmux(columns: 100, rows: 30, folder: workshop.root)
        try terminal.run(workshop.stationCommand())
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("Enter")
        let live = try #require(StationScreen(try terminal.waitFor { StationScreen($0).live != nil }).live)
        let stored = stores(workshop)

        let scored = try workshop.touchstone("score", workshop.category.appendingPathComponent("test").path)
        let rows = try CSVTable(scored.output).rows
        let scores = rows.compactMap { $0["score"].flatMap(Double.init) }
        let threshold = try #require(rows.first?["threshold"].flatMap(Double.init))
        #expect(scores.count == Workshop.partCount)
        let expected = draft(after: 60, from: threshold, scores: scores)

        try terminal.press(Array(repeating: "Right", count: 60))
        let text = String(format: "%.3f", expected)
        let end = StationScreen(try terminal.waitFor { StationScreen($0).draft?.text == text })
        #expect(end.draft?.flagged == scores.count { $0 >= expected })
        #expect(end.live == live)
        // And back: the draft is at home on its grid, wherever the live threshold lies.
        try terminal.press(Array(repeating: "Left", count: 10))
        let back = String(format: "%.3f", expected - 10 * step(scores))
        try terminal.waitFor { StationScreen($0).draft?.text == back }

        let now = stores(workshop)
        #expect(now == stored, "sliding must not write: \(Self.names)")
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("q")
        try terminal.waitForPrompt()
    }

    /// The ledger, and what has been written to it and not yet been taken over. (Scores are not among them: what good
    /// parts look like is written beside them in the background.)
    private static let names = ["ledger.sqlite", "ledger.sqlite-wal"]

    private func stores(_ workshop: Workshop) -> [Data] { Self.names.map(workshop.stored) }

    /// The smallest of 1, 2, 5 times a power of ten that is at least a two-hundredth of the scores' range.
    private func step(_ scores: [Double]) -> Double {
        let least = ((scores.max() ?? 0) - (scores.min() ?? 0)) / 200
        let steps = (-3...6).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
        return steps.first { $0 >= least } ?? .nan
    }

    /// To the grid of whole steps at or below, or a little above (0.15 of a step counts as on the line), then up; no
    /// further than the first line above all scores.
    private func draft(after presses: Int, from threshold: Double, scores: [Double]) -> Double {
        let step = step(scores)
        let wanted = ((threshold / step + 0.15).rounded(.down) + Double(presses)) * step
        let top = (((scores.max() ?? 0) / step).rounded(.down) + 1) * step
        return min(wanted, top)
    }
}
