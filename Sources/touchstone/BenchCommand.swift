import ArgumentParser
import Bench
import Detectors
import Disk
import Inspection
import Network
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Measures this machine: what needs no other program beside it.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast this machine inspects, beside what it could do at best.",
        discussion: """
            Works on a copy of the settings in a temporary folder; nothing of the home is changed.

            \(Subject.allCases.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: "\n"))

            touchstone bench --images parts/bottle
            touchstone bench --only throughput latency --precision f32 --json figures.json
            """)

    @Option(help: ArgumentHelp("A category in MVTec AD layout, or a folder of them: the first.", valueName: "dir"))
    var images = "sample-data"

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Measure only these.", valueName: "name"))
    var only: [Subject] = []

    @Option(help: ArgumentHelp("Parts to learn from and files to score, at most.", valueName: "n"))
    var limit = 200

    @Option(help: ArgumentHelp("Write the figures here.", valueName: "file"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Prepare in this folder and leave it there: the next run with the same settings begins at once.",
            valueName: "dir"))
    var keep: String?

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions

    func validate() throws {
        guard limit >= Calibrator.minimumParts else {
            throw ValidationError("--limit must be at least \(Calibrator.minimumParts).")
        }
    }

    func run() throws {
        let temporary = try keep == nil ? TemporaryFolder("bench") : nil
        let children = Children()
        // Started programs may still be writing when a measurement is broken off: try again, but not for ever.
        let clear: @Sendable () -> Void = {
            guard let temporary else { return }
            for _ in 0..<5 where !temporary.remove() { usleep(50_000) }
        }
        defer { clear() }
        let ending = CleanEnding {
            children.killAll()
            clear()
        }
        defer { ending.disarm() }
        let workshop = temporary?.path ?? FilePath(keep ?? ".")
        if keep != nil { try claim(workshop) }
        let setting = try setting(in: workshop, children)
        let subjects = only.isEmpty ? Subject.allCases : Subject.allCases.filter(only.contains)
        let report: Report
        do {
            report = try Report(subjects, setting) { Diagnostics.note($0.printable) }
        } catch is CancellationError {
            throw ExitCode(130)
        }
        var table = TextTable(Table.header)
        for row in report.rows { table.add(Table.cells(row)) }
        let notes = report.rows.filter { !$0.note.isEmpty }.map { "\($0.what): \($0.note)".printable }
        try StandardOutput.write(table.text + "\n\n" + notes.joined(separator: "\n") + "\n")
        if let json { try FilePath(json).writeAtomically(try report.json()) }
        if report.rows.contains(where: { $0.ours == nil }) { throw ExitCode(1) }
    }

    /// Only a new folder is taken, or one that was kept before: a station's home or somebody's pictures are not.
    private func claim(_ folder: FilePath) throws {
        let mark = folder.appending(".touchstone-bench")
        let contents = folder.kind == .folder ? try folder.list() : []
        guard mark.kind == .file || contents.isEmpty else {
            throw Failure("\(folder.printable): holds other things than an earlier measurement; name a new folder")
        }
        try folder.makeFolder()
        try mark.writeAtomically([])
    }

    /// The name that the backbone has in the temporary home.
    private static let backboneName = "measured"

    /// A home of its own with the backbone, and the category calibrated in it.
    private func setting(in workshop: FilePath, _ children: Children) throws -> Setting {
        let home = Home(workshop.appending("home"))
        let folder = workshop.appending("part")
        let scan = try CategoryFolder.scan(FilePath(images), minimumGoodParts: 0)
        guard let source = scan.categories.first(where: { $0.calibrationParts.count >= Calibrator.minimumParts }) else {
            throw Failure("\(FilePath(images).printable): no category in it has good parts to learn from")
        }
        Diagnostics.note("preparing \(source.name.printable)")
        try home.make()
        let files = try PictureList.files(below: source.folder, limit: limit)
        let made = try folder.kind == .missing ? SmallCategory.make(folder, from: source, parts: limit) : nil
        guard let category = try made ?? CategoryFolder.scan(folder).categories.first else {
            throw Failure("\(folder.printable): was left half made by an earlier run; remove it")
        }
        let (checkpoint, _) = try BackboneLoader(try homeOptions.open()).checkpoint(recipeOptions.backbone)
        try home.backbones.store(checkpoint, as: Self.backboneName)
        var options = recipeOptions
        options.backbone = Self.backboneName
        let (chosen, loader) = (options, BackboneLoader(home))
        let ready = try Workbench(home: home) { try chosen.method(for: $0, loader) }.prepare(category, reuse: .mending)
        let recipe = ready.calibration.recipe
        let wide = try loader.load(for: recipe, hint: Self.backboneName, threads: ComputeThreads.workers)
        return Setting(
            name: source.name.printable, category: category, files: files, home: home, backbone: ready.backbone,
            recipeArguments: arguments(recipe), calibration: ready.calibration, wideBackbone: wide, scratch: workshop,
            children: children)
    }

    /// The recipe once more in words, for the program on its terminal.
    private func arguments(_ recipe: Recipe) -> [String] {
        var words = [
            "--backbone", Self.backboneName, "--dims", "\(recipeOptions.dims)", "--precision",
            recipeOptions.precision.rawValue, "--protocol", recipe.inputProtocol.rawValue, "--input",
            "\(recipe.width)x\(recipe.height)", "--seed", "\(recipeOptions.seed)",
        ]
        if recipeOptions.exact { words.append("--exact") }
        if let channels = recipeOptions.channels { words += ["--channels", channels] }
        if let chosen = recipeOptions.chosenRegularisation { words += ["--regularisation", chosen.text] }
        return words
    }
}

extension Subject: ExpressibleByArgument {}
