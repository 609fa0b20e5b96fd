import ArgumentParser
import Disk
import Foundation
import Inspection

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judge detectors on labelled parts, category by category, and compare them.",
        discussion: """
            Learns from train/good, scores test/<label>, compares with the labels and with ground_truth. Nothing is \
            kept. AUPRO is integrated to a false-positive rate of 0.3. A figure is undefined (–, null in JSON) where a \
            class is missing. Defective parts without an outlined defect count for the image figure only; how many is \
            said.

            With --compare, --backbones or --seeds each method runs on each category once a seed, and figures come as mean \
            ± standard error:
              touchstone evaluate parts/ --compare padim,npad,mvg --seeds 5 --report report/
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Flag(help: "Print JSON for programs in place of the table.")
    var json = false

    @OptionGroup(title: "Comparison") var compareOptions: CompareOptions
    @OptionGroup(title: "Comparison") var comparisonOptions: ComparisonOptions

    func validate() throws {
        guard !(json && (comparisonOptions.csv || comparisonOptions.markdown)) else {
            throw ValidationError("--json excludes --csv and --markdown.")
        }
        try recipeOptions.requireUse(by: compareOptions.detectors() ?? [recipeOptions.detector])
    }

    func run() throws {
        if compareOptions.isAsked || comparisonOptions.isAsked {
            let loader = BackboneLoader(try homeOptions.open())
            return try ComparisonRun(
                directory: directory, only: categories, options: comparisonOptions, json: json,
                seed: recipeOptions.seed, layout: layoutOptions
            ).run(try compareOptions.methods(recipeOptions, loader))
        }
        let home = try homeOptions.open()
        let loader = BackboneLoader(home)
        let scan = try Categories.scan(directory, only: categories, layout: layoutOptions)
        let interrupt = Interrupt()
        var rows: [CategoryEvaluation] = []
        var problems = scan.problems.count
        for category in scan.categories {
            let bar = ProgressBar("evaluating \(category.name.printable)")
            defer { bar.finish() }
            do {
                let method = try recipeOptions.method(for: category, loader)
                if let note = method.note { Diagnostics.note(note) }
                let row = try CategoryEvaluation(
                    category, backbone: method.backbone, recipe: method.recipe, progress: bar.update,
                    isCancelled: { interrupt.isRaised })
                bar.finish()
                for line in row.notInspected { Diagnostics.error("\(line) (NOT INSPECTED)") }
                problems += row.notInspected.count
                rows.append(row)
            } catch is CancellationError {
                throw ExitCode(interrupt.code)
            } catch {
                bar.finish()
                problems += 1
                Diagnostics.error("\(error)")
            }
        }
        if json {
            try StandardOutput.write(try EvaluationReport.json(rows) + "\n")
        } else if !rows.isEmpty {
            try StandardOutput.write(EvaluationReport.table(rows) + "\n")
        }
        if problems > 0 { throw ExitCode(rows.isEmpty ? 2 : 1) }
    }
}
