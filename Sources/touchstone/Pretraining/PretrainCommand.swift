import ArgumentParser
import Disk
import Foundation
import Network
import Pretraining
import SystemPackage

extension PretrainingRecipe.Task: ExpressibleByArgument {}

struct PretrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pretrain",
        abstract: "Teach a backbone from pictures of one's own, by a recipe.",
        discussion: """
            A recipe says what the network is taught and from which pictures:

            direct          to tell where pseudo-defects were drawn on good parts, and how
            indirect        to draw the pseudo-defects that it sees once more
            centring        to tell classes apart and to see good parts as alike as it can
            classification  to tell classes apart

            touchstone pretrain --example indirect > mine.toml
            touchstone pretrain mine.toml --install mine
            touchstone calibrate parts/ --backbone mine

            All of a training is in one folder, mine.run: the recipe as it was understood, what was learnt from with \
            digests, the losses of every step, the state to go on from, and in the end mine.safetensors, which holds \
            its recipe. Ctrl-C stops after a step, --resume goes on, also after a crash: the result has the same \
            bytes as without a stop. The same recipe and pictures give the same bytes again.
            """)

    @Argument(help: ArgumentHelp("The recipe, a TOML file.", valueName: "recipe"))
    var recipe: String?

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("Folder of the training (default: the recipe's name and .run, here).", valueName: "dir"))
    var output: String?

    @Option(help: ArgumentHelp("Install the result as a backbone of this name.", valueName: "name"))
    var install: String?

    @Flag(help: "Go on with the training that is in the folder.")
    var resume = false

    @Option(help: ArgumentHelp("Steps, instead of the recipe's.", valueName: "n"))
    var steps: Int?

    @Option(
        name: .customLong("snapshot-every"),
        help: ArgumentHelp("Keep the backbone of every so many steps, in snapshots/.", valueName: "n"))
    var snapshotEvery: Int?

    @Option(help: ArgumentHelp("Print a commented recipe to start from.", valueName: "objective"))
    var example: PretrainingRecipe.Task?

    func validate() throws {
        if example == nil, recipe == nil {
            throw ValidationError("say which recipe; one to start from is printed by --example direct")
        }
        if example != nil, recipe != nil { throw ValidationError("--example prints a recipe and takes none") }
        for (name, value) in [("--steps", steps), ("--snapshot-every", snapshotEvery)] {
            if let value, !(1...10_000_000).contains(value) {
                throw ValidationError("\(name) is \(value); write a number from 1 to 10000000")
            }
        }
        // Before hours of work, not after them.
        if let install, let fault = BackboneShelf.fault(ofNew: install) {
            throw ValidationError("--install \(install.printable) \(fault)")
        }
    }

    func run() throws {
        if let example { return try StandardOutput.write(PretrainingRecipe.example(example)) }
        guard let file = recipe else { return }
        let recipe = try PretrainingRecipe(reading: FilePath(file), steps: steps)
        let folder = output.map { FilePath($0) } ?? FilePath("\(recipe.name).run")
        let home = try homeOptions.open()
        try RunFolder.precheck(folder, for: recipe, resuming: resume)
        if let install {
            try checkFree(install, on: home.backbones, but: folder.appending("\(recipe.name).safetensors"))
        }

        let live = LiveLines()
        let notice = TrainingProgress.Notice()
        let isLive = live != nil
        let interrupt = Interrupt(after: "this step") { line in
            if isLive { notice.set(line) } else { Diagnostics.note(line) }
        }
        let material = try material(for: recipe, home: BackboneLoader(home), interrupt)
        for problem in material.skipped { Diagnostics.error("\(problem) (left out)") }
        let run = try PretrainingRun(recipe, material: material, in: folder, resuming: resume)
        run.snapshotEvery = snapshotEvery
        let from = run.stepsDone > 0 ? "going on after step \(run.stepsDone), " : ""
        Diagnostics.note("\(from)learning from \(material.summary) in \(folder.printable)")

        let progress = TrainingProgress(run, live: live, notice: notice)
        let ending: PretrainingRun.Ending
        do {
            ending = try run.run(isStopped: { interrupt.isRaised }, report: progress.add)
        } catch {
            progress.finish()
            throw error
        }
        progress.finish()
        switch ending {
        case .stopped(let step):
            Diagnostics.note("stopped after step \(step) of \(recipe.steps); go on with: \(again(file))")
            throw ExitCode(interrupt.code)
        case .finished: try deliver(run, home.backbones)
        }
    }

    private func material(
        for recipe: PretrainingRecipe, home: BackboneLoader, _ interrupt: Interrupt
    ) throws -> RunMaterial {
        var bar: (title: String, bar: ProgressBar)?
        defer { bar?.bar.finish() }
        do {
            return try RunMaterial(
                for: recipe,
                start: { name in
                    try home.checkpoint(BackboneShelf.isName(name) ? name : recipe.path(name).string).0
                },
                progress: { title, share in
                    if bar?.title != title {
                        bar?.bar.finish()
                        bar = (title, ProgressBar(title))
                    }
                    bar?.bar.update(share)
                }, isCancelled: { interrupt.isRaised })
        } catch is CancellationError {
            throw ExitCode(interrupt.code)
        }
    }

    /// Tries what was learnt on a picture, and installs it or says how.
    private func deliver(_ run: PretrainingRun, _ shelf: BackboneShelf) throws {
        let result = run.folder.result
        let checkpoint = try Checkpoint.readSafetensors(result)
        let steps = run.recipe.steps
        if let architecture = Architecture.named(run.recipe.architecture) {
            do {
                try checkpoint.selfTest(as: architecture, source: result.printable)
            } catch {
                try? FileManager.default.removeItem(atPath: result.string)
                throw PretrainingError(
                    .diverged, run.folder.path,
                    "\(steps) steps at a rate of up to \(run.recipe.optimiser.rate) gave a network that says nothing "
                        + "of a test picture; try a lower rate, or clip = 5, with another --output")
            }
        }
        print("\(result.printable): \(run.recipe.architecture), \(steps) steps, \(checkpoint.digest?.short ?? "")")
        if let install {
            let file = try shelf.store(checkpoint, as: install)
            print(
                "installed as \(file.name.printable), \(file.digest.short); use it by --backbone \(file.name.printable)"
            )
        } else {
            print("install it with: touchstone backbone import \(Self.quoted(result.string)) --name NAME")
        }
    }

    /// Calibrations may need the backbone that has a name now; the very same may be installed again.
    private func checkFree(_ name: String, on shelf: BackboneShelf, but result: FilePath) throws {
        guard try shelf.names().contains(name) else { return }
        let (there, own) = (try? shelf.find(name).digest(), try? BackboneSource.file(result).digest())
        guard let there, there == own else {
            throw Failure(
                "--install \(name.printable): a backbone of that name is installed, and calibrations may need it; "
                    + "choose another name")
        }
    }

    /// The command that goes on with this training.
    private func again(_ file: String) -> String {
        var words = ["touchstone", "pretrain", Self.quoted(file), "--resume"]
        for (name, value) in [("--output", output), ("--home", homeOptions.home), ("--install", install)] {
            if let value { words += [name, Self.quoted(value)] }
        }
        if let steps { words += ["--steps", "\(steps)"] }
        if let snapshotEvery { words += ["--snapshot-every", "\(snapshotEvery)"] }
        return words.joined(separator: " ")
    }

    /// As a shell takes it, and no terminal is surprised by it.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
        }
        return plain && !word.isEmpty ? word : "'\(word.printable.replacing("'", with: "'\\''"))'"
    }
}
