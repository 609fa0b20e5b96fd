import Foundation
import Testing

/// A station that is killed while verdicts are given has stored all that its screen said it had.
@Suite(.enabled(if: Tmux.isInstalled, "needs tmux"))
struct KilledStationTests {
    static let seed: UInt64 = 20_260_102
    static let count = 40
    /// Small, so that opening it 25 times takes little time.
    static let recipe = ["--input", "128x128", "--dims", "30"]

    @Test("verdicts in quick succession, killed 25 times at random moments")
    func killed() throws {
        let workshop = try Workshop()
        try addParts(workshop)
        let made = try workshop.touchstone(["calibrate", workshop.parts.path] + Self.recipe)
        #expect(made.status == 0, "\(made.errors)")
        let fresh = workshop.root.appendingPathComponent("fresh")
        try FileManager.default.copyItem(at: workshop.home, to: fresh)
        let terminal = try Tmux(columns: 80, rows: 24, folder: workshop.root)
        var generator = SeededGenerator(seed: Self.seed)
        var seen: [Int] = []
        for run in 1...25 {
            try FileManager.default.removeItem(at: workshop.home)
            try FileManager.default.copyItem(at: fresh, to: workshop.home)
            // Another number each time: the screen counts in frames, and few of those fit into one burst.
            let presses = Int.random(in: 10...Self.count, using: &generator)
            let keys = (0..<presses).map { _ in ["a", "r", "u"].randomElement(using: &generator) ?? "a" }
            let delay = Double.random(in: 0...0.12, using: &generator)
            let note: Comment = "seed \(Self.seed), run \(run), killed \(delay) s after the keys"
            let last = try lastFrame(terminal, workshop, keys: keys, delay: delay)
            let acknowledged = try #require(last.judged, note)
            seen.append(acknowledged)

            let exported = try workshop.touchstone("export", workshop.parts.path)
            #expect(exported.status == 0, "\(note): \(exported.errors)")
            let rows = try CSVTable(exported.output).rows
            #expect(rows.count == Self.count, note)
            let judged = rows.count { $0["human_verdict"] != "" }
            #expect(acknowledged <= judged, note)
            try terminal.press("Enter")
            try terminal.waitForPrompt()
        }
        #expect(Set(seen).count > 3, "the moments were all the same: \(seen)")
    }

    /// Opens the station, types `keys` and kills it: what stood on the screen then.
    private func lastFrame(
        _ terminal: Tmux, _ workshop: Workshop, keys: [String], delay: Double
    ) throws -> StationScreen {
        let (pid, code) = (workshop.root.appendingPathComponent("pid"), workshop.root.appendingPathComponent("code"))
        try? FileManager.default.removeItem(at: code)
        let station = workshop.stationCommand(Self.recipe).replacing("'", with: "\"")
        // The shell between says nothing, so the last frame stays as it was until Enter.
        let script = """
            sh -c 'echo $$ > pid; exec \(station)' 2>/dev/null
            echo $? > code
            stty sane
            read line
            printf '\\033[?1049l'
            """
        try script.write(to: workshop.root.appendingPathComponent("watch.sh"), atomically: true, encoding: .utf8)
        try terminal.run("clear; sh watch.sh 2>/dev/null")
        try terminal.waitFor { StationScreen($0).isReady(Self.count) }
        try terminal.press("Enter")
        try terminal.waitFor { StationScreen($0).judged == 0 }
        let process = try #require(
            pid_t(try String(contentsOf: pid, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        try terminal.press(keys)
        Thread.sleep(forTimeInterval: delay)
        #expect(kill(process, SIGKILL) == 0)
        let screen = try terminal.waitFor { _ in FileManager.default.fileExists(atPath: code.path) }
        #expect(try String(contentsOf: code, encoding: .utf8) == "137\n")
        return StationScreen(screen)
    }

    /// Makes 40 parts of 8: a byte behind the end of a JPEG changes the file and not the picture.
    private func addParts(_ workshop: Workshop) throws {
        let good = workshop.category.appendingPathComponent("test/good")
        let originals = try workshop.inspected
        for number in originals.count..<Self.count {
            var bytes = try Data(contentsOf: URL(fileURLWithPath: originals[number % originals.count]))
            bytes.append(UInt8(number))
            try bytes.write(to: good.appendingPathComponent("\(100 + number).jpg"))
        }
    }
}
