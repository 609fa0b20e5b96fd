import Disk
import Foundation
import Testing

/// What streams promise to the programs and the people around them: the same rows for the same seed, and every part of
/// a folder that a camera writes to exactly once, whatever happens.
struct StreamContractTests {
    /// Quick to score, because this is about what comes when.
    static let recipe = ["--input", "128x128", "--dims", "30"]

    // MARK: Replay

    @Test("a replay with a seed gives the same bytes each time; another seed another order")
    func replay() throws {
        let workshop = try calibrated()
        let options = ["--loop", "--jitter", "0.5"]
        let rows = try expectRepeatable(workshop, workshop.category, count: 100, options)
        #expect(Set(rows.map { $0["path"] }).count == Workshop.partCount)
        // Each round holds every part once.
        for round in 0..<rows.count / Workshop.partCount {
            let names = rows[(round * Workshop.partCount)..<((round + 1) * Workshop.partCount)].map { $0["path"] }
            #expect(Set(names).count == Workshop.partCount, "round \(round)")
        }
    }

    @Test(
        "a replay of 1,000 real parts gives the same bytes twice",
        .enabled(if: MagneticTiles.arePresent, "needs ../shared with the magnetic tiles"))
    func replayOfTiles() throws {
        let workshop = try Workshop()
        let count = try MagneticTiles.labels.map { try MagneticTiles.pictures("test/\($0)").count }.reduce(0, +)
        try MagneticTiles.line("tiles", in: workshop.parts, learning: 60, inspecting: count)
        let tiles = workshop.parts.appendingPathComponent("tiles")
        let made = try workshop.touchstone(["calibrate", tiles.path] + Self.recipe)
        #expect(made.status == 0, "\(made.errors)")
        let rows = try expectRepeatable(workshop, tiles, count: 1000, ["--loop"])
        #expect(Set(rows.map { $0["path"] }).count == count)
    }

    /// Replays shuffled parts with one seed twice and with another once.
    /// - Returns: the rows of the first.
    private func expectRepeatable(
        _ workshop: Workshop, _ folder: URL, count: Int, _ options: [String]
    ) throws -> [[String: String]] {
        func run(seed: Int) throws -> Data {
            let file = workshop.root.appendingPathComponent("run.csv")
            let replayed = try workshop.touchstone(
                ["replay", folder.path, "--fast", "--shuffle", "--seed", "\(seed)", "--count", "\(count)"]
                    + ["--csv", file.path] + options)
            #expect(replayed.status == 0, "\(replayed.errors)")
            #expect(replayed.errorLines.last?.contains("\(count) parts, ") == true, "\(replayed.errors)")
            #expect(replayed.errorLines.last?.contains("dropped 0") == true, "\(replayed.errors)")
            return try Data(contentsOf: file)
        }
        let first = try run(seed: 7)
        #expect(try run(seed: 7) == first)
        let rows = try CSVTable(String(decoding: first, as: UTF8.self)).rows
        #expect(rows.count == count)
        let times = try rows.map { try #require(Double($0["arrival"] ?? "")) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(rows.allSatisfy { $0["error"] == "" && ["GOOD", "REJECT"].contains($0["machine_verdict"]) })

        let other = try CSVTable(String(decoding: try run(seed: 8), as: UTF8.self)).rows
        #expect(other.count == count)
        #expect(other.map { $0["path"] } != rows.map { $0["path"] })
        // A part's score does not depend on what came before it.
        let scores = Dictionary(rows.map { ($0["sha256"], $0["score"]) }) { first, _ in first }
        for row in other {
            if let score = scores[row["sha256"]] { #expect(row["score"] == score) }
        }
        return rows
    }

    // MARK: Watch

    @Test("a watched folder: bursts, slow writers, renames and rewrites; killed and begun again; no part lost or twice")
    func watch() throws {
        let workshop = try calibrated()
        let camera = try Camera(try pictures(), into: workshop.root.appendingPathComponent("camera"))
        let tenth = camera.pictures.count / 10
        let csv = workshop.root.appendingPathComponent("rows.csv")
        func watch(_ options: String...) throws -> RunningCommand {
            // The patience is for files that stay unfinished, and a slow machine is no reason to take them as they are.
            try workshop.started(
                ["watch", "camera", "--category", "part", "--csv", csv.path, "--patience", "600"] + options)
        }

        // Half of the folder is written before and while it is watched.
        try camera.burst(0..<tenth)
        let killed = try watch("--existing")
        try camera.finish()
        for burst in 1..<3 {
            try camera.burst(burst * tenth..<(burst + 1) * tenth)
            try camera.finish()
        }
        try until(killed) { rows(csv).count >= 2 * tenth }
        for burst in 3..<6 { try camera.burst(burst * tenth..<(burst + 1) * tenth) }
        killed.send(SIGKILL)
        #expect(try killed.wait().status == 128 + SIGKILL)
        let before = rows(csv).count
        #expect(before <= 6 * tenth)

        // A fifth comes while nobody looks.
        try camera.finish()
        try camera.burst(6 * tenth..<8 * tenth)
        let resumed = try watch()
        try until(resumed) { rows(csv).count > before }
        try camera.burst(8 * tenth..<10 * tenth)
        try camera.finish()
        try until(resumed) { rows(csv).count >= camera.pictures.count }
        resumed.send(SIGINT)
        let ended = try resumed.wait()
        #expect(ended.status == 130, "\(ended.errors)")
        let summary = try #require(ended.errorLines.last)
        #expect(summary.contains(" parts, "), "\(ended.errors)")
        #expect(summary.contains("0 not inspected"), "\(ended.errors)")
        #expect(summary.contains("dropped 0"), "\(ended.errors)")

        // Parts come in order, so with the row of a later one there is also each that was still to come of the others.
        let last = Camera.Picture(name: "later.png", bytes: PNGFile(width: 90, height: 70).bytes)
        try last.bytes.write(to: camera.folder.appendingPathComponent(last.name))
        let again = try watch("--existing")
        try until(again) { rows(csv).contains { $0["path"] == "camera/\(last.name)" } }
        again.send(SIGTERM)
        let terminated = try again.wait()
        #expect(terminated.status == 143, "\(terminated.errors)")
        #expect(terminated.errorLines.last?.contains("dropped 0") == true, "\(terminated.errors)")

        let all = rows(csv)
        var digests: [String: String] = [:]
        for row in all {
            let path = try #require(row["path"])
            #expect(digests[path] == nil, "\(path) has two rows")
            digests[path] = row["sha256"]
            #expect(row["error"] == "")
        }
        let written = (camera.pictures + [last]).map {
            ("camera/\($0.name)", SHA256Digest(hashing: Array($0.bytes)).description)
        }
        #expect(digests == Dictionary(uniqueKeysWithValues: written))
        #expect(all.count == written.count)
    }

    /// 500 real parts; where there are none, pictures of different sizes.
    private func pictures() throws -> [Camera.Picture] {
        guard MagneticTiles.arePresent else {
            return (0..<120).map { number in
                let file = PNGFile(width: 60 + UInt32(number % 12), height: 50 + UInt32(number / 12))
                return Camera.Picture(name: "part-\(1000 + number).png", bytes: file.bytes)
            }
        }
        let files = try MagneticTiles.labels.flatMap { try MagneticTiles.pictures("test/\($0)") }
        return try files.prefix(500).enumerated().map { number, file in
            Camera.Picture(name: "part-\(1000 + number).jpg", bytes: try Data(contentsOf: file))
        }
    }

    /// The whole rows that the file has by now.
    private func rows(_ csv: URL) -> [[String: String]] {
        guard let data = try? Data(contentsOf: csv), let end = data.lastIndex(of: UInt8(ascii: "\n")),
            let table = try? CSVTable(String(decoding: data[...end], as: UTF8.self))
        else { return [] }
        return table.rows
    }

    struct Gone: Error { let errors: String }

    /// Waits while the program runs. The limit only ends a test that has failed anyway.
    private func until(_ program: RunningCommand, seconds: Double = 300, _ condition: () -> Bool) throws {
        let end = Date().addingTimeInterval(seconds)
        while !condition() {
            guard Date() < end, !program.hasEnded else { throw Gone(errors: program.errors) }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func calibrated() throws -> Workshop {
        let workshop = try Workshop()
        let made = try workshop.touchstone(["calibrate", workshop.parts.path] + Self.recipe)
        guard made.status == 0 else { throw Workshop.NotCalibrated(errors: made.errors) }
        return workshop
    }

    // MARK: At the station

    @Test(
        "a replay at the station ends with its parts; Enter leads to Review; an acknowledged alarm is in the ledger",
        .enabled(if: Tmux.isInstalled, "needs tmux"))
    func station() throws {
        let workshop = try calibrated()
        let terminal = try Tmux(columns: 120, rows: 40, folder: workshop.root)
        try terminal.run(workshop.stationCommand(Self.recipe))
        try terminal.waitFor(seconds: 60) { StationScreen($0).isReady() }
        try terminal.press(":")
        // Eight parts make forty only where the line begins again.
        let line = "replay fast loop count 40 seed 3"
        try terminal.press(line.map { $0 == " " ? "Space" : String($0) })
        try terminal.waitFor { $0.contains(line) }
        try terminal.press("Enter")
        let ended = try terminal.waitFor(seconds: 120) { $0.contains("ended ·") && $0.contains("part 40, the last") }
        #expect(ended.firstMatch(of: /\s40 parts\s/) != nil, "\(ended)")
        #expect(ended.firstMatch(of: /\s0 dropped\s/) != nil, "\(ended)")
        #expect(ended.firstMatch(of: /\s0 not inspected\s/) != nil, "\(ended)")

        // Four dents in each round carry the average over its limits.
        #expect(ended.contains("! DRIFT part"), "\(ended)")
        try terminal.press("A")
        try terminal.waitFor { !$0.contains("A acknowledges") && $0.contains("Acknowledged by tester") }

        try terminal.press("Up")
        let walked = try terminal.waitFor { $0.contains("part 39, 1 before the newest") }
        let name = try #require(StationScreen(walked.components(separatedBy: "part 39,")[0]).lastPart, "\(walked)")
        try terminal.press("Enter")
        let review = try terminal.waitFor { StationScreen($0).place != nil }
        #expect(StationScreen(review).part == name)
        try terminal.press("q")
        try terminal.waitFor { StationScreen($0).place == nil }
        try terminal.press("q")
        try terminal.waitForPrompt()

        let listed = try workshop.touchstone("ledger", "--json", "--kind", "alarm", "--kind", "acknowledgement")
        #expect(listed.status == 0, "\(listed.errors)")
        let rows = try #require(try JSONSerialization.jsonObject(with: listed.outputBytes) as? [[String: Any]])
        let alarms = rows.filter { $0["kind"] as? String == "alarm" }
        let seen = rows.filter { $0["kind"] as? String == "acknowledgement" }
        #expect(alarms.contains { $0["reason"] as? String == "drift" })
        #expect(seen.allSatisfy { $0["author"] as? String == "tester" && $0["category"] as? String == "part" })
        #expect(Set(seen.map { $0["refers_to"] as? Int }) == Set(alarms.map { $0["row"] as? Int }))
    }
}
