import Foundation
import Inspection
import SystemPackage
import Testing

/// An engineer's afternoon: ten lines get a threshold, by keys alone, and the ledger can say who set which, and why.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct AfternoonTests {
    private static let names = (1...10).map { $0 < 10 ? "line-0\($0)" : "line-\($0)" }
    /// Small pictures and few channels: what is tested here is not how well they are told apart.
    private static let options = ["--input", "64x64", "--dims", "20"]

    @Test("ten lines are tuned and committed: live only at commit, old → new, who and why in the ledger")
    func afternoon() throws {
        let workshop = try Workshop()
        try makeLines(workshop)
        let made = try workshop.touchstone(["calibrate", workshop.parts.path] + Self.options)
        #expect(made.status == 0, "\(made.errors)")
        let atFirst = try thresholds(workshop)
        #expect(Set(atFirst.map(\.category)) == Set(Self.names))

        let terminal = try Tmux(columns: 120, rows: 40, folder: workshop.root)
        try open(workshop, in: terminal)
        var committed: [(category: String, old: Float, new: Double, reason: String)] = []
        for (index, name) in Self.names.enumerated() {
            let before = try #require(TuneHeader(try waitForLine(index, in: terminal)))
            #expect(before.draft == nil)
            let rows = try thresholds(workshop).count
            let draft = try tune(terminal, how: index, before: before)
            // Sliding, snapping and typing decide nothing.
            #expect(try thresholds(workshop).count == rows)
            #expect(TuneHeader(try terminal.screen())?.live == before.live)

            let reason = "afternoon \(index + 1): agreed with line \(name)"
            try terminal.press("Enter")
            try terminal.waitFor { $0.contains("why \(draft) for \(name)") }
            try terminal.press(reason.map { $0 == " " ? "Space" : String($0) })
            try terminal.waitFor { $0.contains(reason) }
            #expect(try thresholds(workshop).count == rows, "not before the reason is given")
            try terminal.press("Enter")
            try terminal.waitFor { screen in
                screen.contains("\(name): threshold \(before.live) → \(draft), by tester: \(reason)")
                    && TuneHeader(screen)?.live == draft && TuneHeader(screen)?.draft == nil
            }
            let old = try #require(atFirst.last { $0.category == name })
            committed.append((name, old.entry.value, try #require(Double(draft)), reason))
            try terminal.press("n")
        }
        try terminal.waitFor { $0.contains("tuned today 10") && $0.contains("drafts 0") }
        try leave(terminal)

        let added = Array(try thresholds(workshop).dropFirst(atFirst.count))
        #expect(added.map(\.category) == Self.names)
        for (row, expected) in zip(added, committed) {
            #expect(row.entry.previous == expected.old)
            #expect(abs(Double(row.entry.value) - expected.new) <= 0.0005, "the screen rounds to three decimals")
            #expect(row.entry.value != expected.old)
            #expect(row.entry.reason == expected.reason)
            #expect(row.author == "tester")
            #expect(row.entry.calibration != nil)
        }
        // Opened again, every line decides by its new threshold.
        try open(workshop, in: terminal)
        for (index, row) in committed.enumerated() {
            let header = try #require(TuneHeader(try waitForLine(index, in: terminal)))
            #expect(header.live == String(format: "%.3f", row.new))
            try terminal.press("n")
        }
        try leave(terminal)
    }

    private func open(_ workshop: Workshop, in terminal: Tmux) throws {
        try terminal.run(workshop.stationCommand(Self.options))
        try terminal.waitFor { $0.contains("Touchstone") && $0.contains("? help") }
        try terminal.press("F4")
    }

    /// Waits until the line is shown with all its parts scored.
    private func waitForLine(_ index: Int, in terminal: Tmux) throws -> String {
        try terminal.waitFor(seconds: 60) { screen in
            screen.contains("\(index + 1) of 10 ·") && TuneHeader(screen) != nil
                && screen.firstMatch(of: /unjudged\s+8\s/) != nil
        }
    }

    private func leave(_ terminal: Tmux) throws {
        try terminal.press("q")
        try terminal.waitFor { !$0.contains("tuned today") }
        try terminal.press("q")
        try terminal.waitForPrompt()
    }

    /// Slides, snaps or types, in turn.
    /// - Returns: the draft as the screen shows it.
    private func tune(_ terminal: Tmux, how: Int, before: TuneHeader) throws -> String {
        switch how % 3 {
        case 0:
            try terminal.press(Array(repeating: "Left", count: 3 + how) + ["["])
        case 1:
            // The first suggestion is what a line starts from; the labels' are others.
            for _ in 0..<3 where TuneHeader(try terminal.screen())?.draft == nil {
                try terminal.press("s")
                Thread.sleep(forTimeInterval: 0.15)
            }
        default:
            let number = String(format: "%.2f", (Double(before.live) ?? 0) * 1.1 + 0.01)
            try terminal.press(number.map(String.init))
            try terminal.waitFor { $0.contains(", now \(before.live)") && $0.contains(number) }
            try terminal.press("Enter")
        }
        let after = try terminal.waitFor { TuneHeader($0)?.draft != nil }
        return try #require(TuneHeader(after)?.draft)
    }

    /// Ten categories from the sample flange: each learns from eight other good parts than the next.
    private func makeLines(_ workshop: Workshop) throws {
        let files = FileManager.default
        try files.removeItem(at: workshop.category)
        let flange = Workshop.sampleData.appendingPathComponent("flange")
        for (place, count) in [("train/good", 8), ("test/good", 4), ("test/dent", 4)] {
            let source = flange.appendingPathComponent(place)
            let all = try files.contentsOfDirectory(atPath: source.path).sorted()
            for (index, name) in Self.names.enumerated() {
                let target = workshop.parts.appendingPathComponent(name).appendingPathComponent(place)
                try files.createDirectory(at: target, withIntermediateDirectories: true)
                for offset in 0..<count {
                    let file = all[(index + offset) % all.count]
                    try files.copyItem(
                        at: source.appendingPathComponent(file), to: target.appendingPathComponent(file))
                }
            }
        }
    }

    private struct Row {
        let category: String
        let author: String
        let entry: ThresholdEntry
    }

    /// The ledger's rows of thresholds for scores, oldest first, read beside the running station.
    private func thresholds(_ workshop: Workshop) throws -> [Row] {
        let ledger = try Ledger.open(
            FilePath(workshop.home.appendingPathComponent("ledger.sqlite").path), access: .readOnly)
        return try ledger.entries().compactMap { row in
            guard case .threshold(let entry) = row.event, entry.kind == .image else { return nil }
            return Row(category: row.category, author: row.author, entry: entry)
        }
    }
}

/// The first slider of Tune, read off the screen.
private struct TuneHeader {
    let live: String
    let draft: String?

    init?(_ text: String) {
        guard let match = text.firstMatch(of: /Score\s+live\s+(\d+\.\d+)\s+draft\s+(\d+\.\d+|–)/) else { return nil }
        live = String(match.1)
        draft = match.2 == "–" ? nil : String(match.2)
    }
}
