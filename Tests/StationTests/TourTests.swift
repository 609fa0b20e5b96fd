import Foundation
import Testing

/// A shift at the station, on terminals of every kind, and what is left of it afterwards.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct TourTests {
    struct Kind: CustomTestStringConvertible {
        let columns: Int
        let rows: Int
        let environment: [String: String]
        let isExpected: @Sendable (ScreenColours) -> Bool
        let testDescription: String
    }

    static let kinds = [
        Kind(
            columns: 80, rows: 24, environment: ["COLORTERM": "truecolor"], isExpected: { $0.direct > 0 },
            testDescription: "80×24, truecolor"),
        Kind(
            columns: 120, rows: 40, environment: ["COLORTERM": "truecolor"], isExpected: { $0.direct > 0 },
            testDescription: "120×40, truecolor"),
        Kind(
            columns: 200, rows: 60, environment: [:], isExpected: { $0.indexed > 0 && $0.direct == 0 },
            testDescription: "200×60, 256 colours"),
        Kind(
            columns: 80, rows: 24, environment: ["NO_COLOR": "1"], isExpected: { $0.none },
            testDescription: "80×24, NO_COLOR"),
    ]

    @Test("inspect, slide, decide, undo, export, leave", arguments: kinds)
    func tour(_ kind: Kind) throws {
        let workshop = try Workshop()
        let terminal = try Tmux(
            columns: kind.columns, rows: kind.rows, environment: kind.environment, folder: workshop.root)
        try terminal.run("clear; stty -a > before")
        try terminal.waitForPrompt()
        try terminal.run(workshop.stationCommand())
        try terminal.waitFor { StationScreen($0).isReady() }
        #expect(try terminal.isAlternate())
        // What the station showed is held against the scores that the command gives.
        let scores = try scores(workshop)

        try terminal.press("Enter")
        // The picture comes after the rest.
        let review = StationScreen(
            try terminal.waitFor { StationScreen($0).live != nil && !$0.contains("reading the") })
        #expect(kind.isExpected(ScreenColours(try terminal.screen(styled: true))))
        #expect(review.place == 1)
        #expect(review.judged == 0)
        let live = try #require(review.live)
        #expect(live.flagged == scores.values.count { $0 >= live.value })
        try slide(terminal, scores: scores, live: live)

        let accepted = try #require(review.part)
        try terminal.press("a")
        let second = StationScreen(try terminal.waitFor { StationScreen($0).judged == 1 })
        let undone = try #require(second.part)
        #expect(undone != accepted)
        try terminal.press("r")
        let third = StationScreen(try terminal.waitFor { StationScreen($0).judged == 2 })
        #expect(third.part != undone)
        try terminal.press("z")
        let back = StationScreen(try terminal.waitFor { StationScreen($0).judged == 1 })
        #expect(back.part == undone)
        try terminal.press("e")
        try terminal.waitFor { $0.contains("Exported 8 rows") }
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("q")
        try terminal.waitForPrompt()
        #expect(try !terminal.isAlternate())
        try terminal.run("clear; stty -a > after")
        try terminal.waitForPrompt()
        #expect(try text("before", workshop) == text("after", workshop))

        try checkExport(workshop, scores: scores, accepted: accepted)
        // Opened again, the verdict is still there.
        try terminal.run(workshop.stationCommand())
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("Enter")
        try terminal.waitFor { StationScreen($0).judged == 1 }
        #expect(StationScreen(try terminal.screen()).live == live)
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).isReady() }
        try terminal.press("q")
        try terminal.waitForPrompt()
    }

    private func text(_ name: String, _ workshop: Workshop) throws -> String {
        try String(contentsOf: workshop.root.appendingPathComponent(name), encoding: .utf8)
    }

    /// Path to score, of every part to inspect.
    private func scores(_ workshop: Workshop) throws -> [String: Double] {
        let scored = try workshop.touchstone("score", workshop.category.appendingPathComponent("test").path)
        #expect(scored.status == 0, "\(scored.errors)")
        let pairs = try CSVTable(scored.output).rows.map { ($0["path"] ?? "", Double($0["score"] ?? "") ?? .nan) }
        #expect(pairs.count == Workshop.partCount)
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Raises the draft step by step and drops it again; the live threshold never moves.
    private func slide(_ terminal: Tmux, scores: [String: Double], live: StationScreen.Threshold) throws {
        var last = live.value
        var counts: Set<Int> = []
        for step in 1...14 {
            // Ten small steps, then large ones until few are flagged.
            try terminal.press(step <= 10 ? "Right" : "]")
            let screen = StationScreen(
                try terminal.waitFor { StationScreen($0).draft.map { $0.value > last } ?? false })
            let draft = try #require(screen.draft)
            #expect(draft.flagged == scores.values.count { $0 >= draft.value }, "at \(draft.text)")
            #expect(screen.live == live)
            last = draft.value
            counts.insert(draft.flagged)
        }
        #expect(counts.count > 1, "the flagged count has to follow the slide")
        try terminal.press("x")
        let dropped = StationScreen(
            try terminal.waitFor { StationScreen($0).draft == nil && StationScreen($0).live != nil })
        #expect(dropped.live == live)
    }

    private func checkExport(_ workshop: Workshop, scores: [String: Double], accepted: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: workshop.root.path)
            .filter { $0.hasPrefix("verdicts-part-") && $0.hasSuffix(".csv") }
        #expect(names.count == 1)
        let table = try CSVTable(try text(try #require(names.first), workshop))
        #expect(
            table.columns == [
                "path", "category", "score", "threshold", "machine_verdict", "human_verdict", "reason", "author",
                "time", "calibration", "label", "error", "note", "seconds", "recheck_verdict", "recheck_reason",
                "recheck_author", "recheck_time",
            ])
        #expect(table.rows.map { $0["path"] } == (try workshop.inspected))
        for row in table.rows {
            let path = try #require(row["path"])
            let score = try #require(row["score"].flatMap(Double.init))
            let threshold = try #require(row["threshold"].flatMap(Double.init))
            #expect(score == scores[path])
            #expect(row["machine_verdict"] == (score >= threshold ? "REJECT" : "GOOD"))
            let isAccepted = path.hasSuffix("/" + accepted)
            #expect(row["human_verdict"] == (isAccepted ? "ACCEPT" : ""), "\(path)")
            #expect(row["author"] == (isAccepted ? "tester" : ""))
            #expect(row["time"]?.isEmpty == !isAccepted)
            #expect(row["label"] == URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent)
            #expect(row["category"] == "part")
            #expect(row["error"] == "")
        }
    }
}
