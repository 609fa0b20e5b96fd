import Foundation
import Testing

/// A training that is killed at any moment, or stopped, and gone on with ends with the same bytes as one that was left
/// alone.
struct KilledTrainingTests {
    static let seed: UInt64 = 20_260_103
    static let recipe = """
        objective = "classification"
        name = "tiny"
        size = 32
        batch = 8
        steps = 24
        checkpoint-every = 3
        licence = "CC0-1.0"
        [classes]
        folder = "part/test"
        """

    @Test("killed again and again at random moments")
    func killed() throws {
        let workshop = try Workshop()
        let (start, whole) = (Date(), try train(workshop, "whole"))
        #expect(whole.status == 0, "\(whole.errors)")
        let usual = Date().timeIntervalSince(start)
        var generator = SeededGenerator(seed: Self.seed)
        // The first is sure to hit the work.
        let running = try RunningCommand(
            Command.touchstone, ["pretrain", recipe(workshop), "--output", place(workshop, "killed").path])
        waitForStep(2, of: running, in: place(workshop, "killed"))
        running.send(SIGKILL)
        var ended = try running.wait()
        for run in 1...40 {
            let delay = Double.random(in: 0...usual, using: &generator)
            let note: Comment = "seed \(Self.seed), run \(run), killed after \(delay) of \(usual) s"
            ended = try train(workshop, "killed", "--resume", lifetime: delay)
            #expect(ended.status == 128 + SIGKILL || ended.status == 0, note)
            if ended.status == 0 { break }
        }
        if ended.status != 0 { ended = try train(workshop, "killed", "--resume") }
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try contents(workshop, "killed", "tiny.safetensors") == contents(workshop, "whole", "tiny.safetensors"))
        #expect(try losses(workshop, "killed") == losses(workshop, "whole"))
        #expect(try losses(workshop, "whole").count == 25)
    }

    @Test("stopped by Ctrl-C, it says how to go on")
    func interrupted() throws {
        let workshop = try Workshop()
        let running = try RunningCommand(
            Command.touchstone, ["pretrain", recipe(workshop), "--output", place(workshop, "run").path])
        waitForStep(2, of: running, in: place(workshop, "run"))
        running.send(SIGINT)
        let stopped = try running.wait()
        #expect(stopped.status == 130, "\(stopped.errors)")
        #expect(stopped.errorLines.last?.contains("go on with: touchstone pretrain") == true, "\(stopped.errors)")
        let done = try losses(workshop, "run").count - 1
        #expect((2..<24).contains(done))
        // As many rows as steps are saved: the next start says so.
        let went = try train(workshop, "run", "--resume")
        #expect(went.status == 0, "\(went.errors)")
        #expect(went.errors.contains("going on after step \(done)"), "\(went.errors)")
    }

    @Test("cut off before there was anything but the recipe, it begins again")
    func cutOffAtOnce() throws {
        let workshop = try Workshop()
        let whole = try train(workshop, "whole")
        #expect(whole.status == 0, "\(whole.errors)")
        let files = FileManager.default
        try files.createDirectory(at: place(workshop, "cut"), withIntermediateDirectories: true)
        try files.copyItem(at: place(workshop, "whole/recipe.toml"), to: place(workshop, "cut/recipe.toml"))
        let went = try train(workshop, "cut", "--resume")
        #expect(went.status == 0, "\(went.errors)")
        for file in ["tiny.safetensors", "data.txt"] {
            #expect(try contents(workshop, "cut", file) == contents(workshop, "whole", file))
        }
    }

    @Test("a name that cannot be installed is refused before anything is learnt", arguments: ["auto", "touchstone"])
    func reservedName(_ name: String) throws {
        let workshop = try Workshop()
        let refused = try workshop.touchstone(
            "pretrain", recipe(workshop), "--output", place(workshop, "run").path, "--install", name)
        #expect(refused.status == 64 && refused.errors.contains("is taken by the program itself"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: place(workshop, "run").path))
    }

    @Test("what comes of it is a backbone like any other")
    func isABackbone() throws {
        let workshop = try Workshop()
        let made = try workshop.touchstone(
            "pretrain", recipe(workshop), "--output", place(workshop, "run").path, "--install", "own")
        #expect(made.status == 0, "\(made.errors)")
        let listed = try workshop.touchstone("backbone", "list")
        let line = try #require(listed.output.split(separator: "\n").first { $0.hasPrefix("own") })
        #expect(line.contains("resnet18") && line.contains("CC0-1.0") && line.contains("taught by Touchstone"))
        let shown = try workshop.touchstone("backbone", "show", "own")
        #expect(shown.output.contains("objective = \"classification\""))
        #expect(shown.output.contains("data_sha256"))
        #expect(
            try Data(contentsOf: workshop.home.appendingPathComponent("backbones/own.safetensors"))
                == contents(workshop, "run", "tiny.safetensors"))
        // Imported from the file, it keeps its story and its bytes.
        let imported = try workshop.touchstone(
            "backbone", "import", place(workshop, "run/tiny.safetensors").path, "--name", "again")
        #expect(imported.status == 0, "\(imported.errors)")
        #expect(
            try Data(contentsOf: workshop.home.appendingPathComponent("backbones/again.safetensors"))
                == contents(workshop, "run", "tiny.safetensors"))
        for detector in ["padim", "npad", "mvg"] {
            let options = detector == "mvg" ? [] : ["--dims", "20"]
            let calibrated = try workshop.touchstone(
                ["calibrate", workshop.parts.path, "--backbone", "own", "--detector", detector, "--input", "128x128"]
                    + options)
            #expect(calibrated.status == 0, "\(detector): \(calibrated.errors)")
        }
    }

    @Test("another recipe, no --resume and full disks are refused in one line")
    func refusals() throws {
        let workshop = try Workshop()
        #expect(try train(workshop, "run").status == 0)
        let again = try train(workshop, "run")
        expectRefusal(again, naming: "--resume")
        let other = try train(workshop, "run", "--resume", "--steps", "25")
        #expect(other.status == 2)
        #expect(other.errorLines.contains("  steps = 24 before, 25 now"), "\(other.errors)")
        // A limit on what a process may write is as a disk that is full.
        let full = try Command.shell(
            "trap '' XFSZ; ulimit -f 8192; exec \"$1\" pretrain \"$2\" --output \"$3\" --home \"$4\"",
            Command.touchstone,
            recipe(workshop), place(workshop, "full").path, workshop.home.path)
        #expect(full.status == 2, "\(full.errors)")
        #expect(full.errorLines.last?.contains("state.safetensors") == true, "\(full.errors)")
        #expect(full.errorLines.last?.contains("--resume") == true, "\(full.errors)")
        #expect(try train(workshop, "full", "--resume").status == 0)
        #expect(try contents(workshop, "full", "tiny.safetensors") == contents(workshop, "run", "tiny.safetensors"))
    }

    private func recipe(_ workshop: Workshop) throws -> String {
        let file = workshop.parts.appendingPathComponent("recipe.toml")
        try Self.recipe.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func train(
        _ workshop: Workshop, _ run: String, _ options: String..., lifetime: Double? = nil
    ) throws -> Command {
        try workshop.touchstone(
            ["pretrain", try recipe(workshop), "--output", place(workshop, run).path] + options, lifetime: lifetime)
    }

    /// Returns when the losses of a step are in the log, or the training has ended without it.
    private func waitForStep(_ step: Int, of training: RunningCommand, in run: URL) {
        let log = run.appendingPathComponent("losses.csv")
        for _ in 0..<1200 {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if text.contains("\n\(step),") || training.hasEnded { return }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func place(_ workshop: Workshop, _ name: String) -> URL { workshop.root.appendingPathComponent(name) }

    private func contents(_ workshop: Workshop, _ run: String, _ name: String) throws -> Data {
        try Data(contentsOf: place(workshop, "\(run)/\(name)"))
    }

    /// Rows without the last column, which says how long each step took.
    private func losses(_ workshop: Workshop, _ run: String) throws -> [Substring] {
        let text = String(decoding: try contents(workshop, run, "losses.csv"), as: UTF8.self)
        return text.split(separator: "\n").map { $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)] }
    }
}
