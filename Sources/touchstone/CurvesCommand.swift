import ArgumentParser
import Detectors
import Disk
import Foundation
import Inspection
import Raster
import SystemPackage

struct CurvesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curves",
        abstract: "Measure how few good parts are enough, and how much a detector bears before its figures fall.",
        discussion: """
            Few-shot curves: learns from 1, 2, 3 … good parts, drawn by a seed, and scores all labelled parts each \
            time. Where a detector cannot be fitted on so few, the point is undefined and says why.

            Robustness curves: learns once from all good parts as they are, then scores the labelled parts perturbed: \
            shift (pixels right and down), rotate (degrees), brightness and contrast (factors of the coded values), \
            blur (sigma in pixels), noise (sigma in grey levels), jpeg (quality). Pictures are perturbed in their own \
            pixels, before they are resized for the network; outlines move with them. Nothing is learnt from perturbed \
            parts, and the untouched ones stand in every curve as none.

            False rejects and escapes are counted at the threshold that the good parts learnt from suggest: they show \
            what a line would suffer, where AUROC only shows whether the order holds. Each figure is a mean over the \
            seeds, ± its standard error; nothing is kept in the home.

            touchstone curves parts/bottle --few-shot standard --seeds 5
            touchstone curves parts --robustness standard --csv > curves.csv
            touchstone curves parts --robustness blur:0,1,2 --robustness jpeg:none,70,30 --compare padim,npad
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String

    @Option(
        name: .customLong("few-shot"),
        help: ArgumentHelp(
            "Numbers of good parts to learn from, or standard: "
                + FewShot.standardCounts.map(String.init).joined(separator: ",") + ".", valueName: "n,n,…|standard"))
    var fewShot: PartCounts?

    @Option(
        help: ArgumentHelp(
            "A kind of perturbation and its strengths, may be repeated; or standard, one sweep of each kind.",
            valueName: "kind:s,s,…|standard"))
    var robustness: [String] = []

    @Option(help: ArgumentHelp("Runs with seeds from --seed upwards.", valueName: "n"))
    var seeds = 3

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var layoutOptions: LayoutOptions
    @OptionGroup(title: "Comparison") var compareOptions: CompareOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write a page of charts (index.html) and the rows (curves.csv, curves.json) into this folder.",
            valueName: "dir"))
    var report: String?

    @Flag(help: "Print CSV in place of tables: a row for each point and seed, as soon as it is measured.")
    var csv = false

    @Flag(help: "Print JSON for programs in place of tables.")
    var json = false

    func validate() throws {
        guard fewShot != nil || !robustness.isEmpty else {
            throw ValidationError("Say which curves: --few-shot standard, --robustness standard, or both.")
        }
        guard (1...1000).contains(seeds) else { throw ValidationError("--seeds must be from 1 to 1000.") }
        guard !(csv && json) else { throw ValidationError("--csv and --json exclude each other.") }
        _ = try sweeps()
    }

    func run() throws {
        let loader = BackboneLoader(try homeOptions.open())
        let scan = try Categories.scan(
            directory, only: categories, layout: layoutOptions,
            minimumGoodParts: robustness.isEmpty ? 1 : Calibrator.minimumParts)
        let folder = report.map { FilePath($0) }
        // A folder that cannot be made shows now, not after an hour's work.
        try folder?.makeFolder()
        let interrupt = Interrupt()
        var problems = scan.problems.count
        var points: [CurvePoint] = []
        if csv { try StandardOutput.write(CurvePoint.csvHeader) }
        for category in scan.categories {
            do {
                let unread = try measure(category, loader, interrupt) { point in
                    points.append(point)
                    if csv { try StandardOutput.write(point.csv) }
                }
                for line in unread { Diagnostics.error("\(line) (left out)") }
                problems += unread.count
            } catch is CancellationError {
                throw ExitCode(interrupt.code)
            } catch let failure as Failure {
                throw failure
            } catch {
                problems += 1
                Diagnostics.error("\(error)")
            }
        }
        if let folder, !points.isEmpty { try CurvesReport(points).write(to: folder) }
        if json {
            try StandardOutput.write(try CurvesOutput.json(points))
        } else if !csv, !points.isEmpty {
            try StandardOutput.write(CurvesOutput.tables(points))
        }
        if problems > 0 { throw ExitCode(points.isEmpty ? 2 : 1) }
    }

    /// - Returns: what could not be read.
    private func measure(
        _ category: Inspection.Category, _ loader: BackboneLoader, _ interrupt: Interrupt,
        take: (CurvePoint) throws -> Void
    ) throws -> [String] {
        let name = category.name.printable
        let seeds = (0..<UInt64(seeds)).map { recipeOptions.seed &+ $0 }
        let sweeps = try sweeps()
        var unread: [String] = []
        for method in try compareOptions.methods(recipeOptions, loader) {
            if let fewShot {
                let bar = ProgressBar("\(name): \(method.name), few-shot")
                defer { bar.finish() }
                unread += try FewShot(counts: fewShot.counts, seeds: seeds).run(
                    category, method: method, progress: bar.update, isCancelled: { interrupt.isRaised }, take: take)
            }
            if !sweeps.isEmpty {
                let bar = ProgressBar("\(name): \(method.name), robustness")
                defer { bar.finish() }
                unread += try Robustness(sweeps: sweeps, seeds: seeds).run(
                    category, method: method, progress: bar.update, isCancelled: { interrupt.isRaised }, take: take)
            }
        }
        var once: Set<String> = []
        return unread.filter { once.insert($0).inserted }
    }

    private func sweeps() throws -> [PerturbationSweep] {
        var sweeps: [PerturbationSweep] = []
        for text in robustness {
            do {
                sweeps += text == "standard" ? PerturbationSweep.standard : [try PerturbationSweep(parsing: text)]
            } catch {
                throw ValidationError("--robustness \(error)")
            }
        }
        // Two sweeps of a kind are one curve.
        return Perturbation.Kind.allCases.compactMap { kind in
            let steps = sweeps.filter { $0.kind == kind }.flatMap(\.steps)
            return steps.isEmpty ? nil : PerturbationSweep(kind, steps)
        }
    }
}

/// `1,2,5` or `standard`: numbers of good parts to learn from.
struct PartCounts: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        if argument == "standard" {
            counts = FewShot.standardCounts
            return
        }
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        var counts: [Int] = []
        for number in numbers {
            guard let number, (1...1_000_000).contains(number) else { return nil }
            counts.append(number)
        }
        self.counts = counts
    }
}
