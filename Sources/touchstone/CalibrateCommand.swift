import ArgumentParser
import Detectors
import Disk
import Foundation
import Inspection
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Learn what a good part looks like, from train/good of one category or several.",
        discussion: """
            Writes one calibration a category to the home, with a first threshold that good parts alone suggest: the \
            score of each good part when it is left out, and the false-reject rate that so many parts can certify. \
            The same parts and settings give the same file, byte for byte, so nothing is done twice.
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Flag(help: "Calibrate again even where a calibration of these parts and settings exists.")
    var force = false

    func validate() throws { try recipeOptions.requireUse(by: [recipeOptions.detector]) }

    func run() throws {
        let home = try homeOptions.open()
        let scan = try Categories.scan(directory, only: categories, layout: layoutOptions)
        let loader = BackboneLoader(home)
        let bench = try Workbench(home: home) { try recipeOptions.method(for: $0, loader) }
        let interrupt = Interrupt()
        var failed = scan.problems.count
        var done = 0
        for category in scan.categories {
            let name = category.name.printable
            let bar = ProgressBar("calibrating \(name)")
            defer { bar.finish() }
            do {
                let ready = try bench.prepare(
                    category, reuse: force ? .never : .mending, progress: bar.update, note: Self.say,
                    isCancelled: { interrupt.isRaised })
                bar.finish()
                done += 1
                for line in ready.skipped { Diagnostics.error("\(line) (left out of the calibration)") }
                failed += ready.skipped.isEmpty ? 0 : 1
                let what = ready.isNew ? "calibrated from" : "is up to date, from"
                print(
                    "\(name): \(what) \(ready.calibration.parts.count) good parts; threshold "
                        + "\(ready.threshold.value.fixed), \(ready.threshold.reason)")
                if let mvg = ready.calibration.detector as? MVG, let limit = mvg.threshold() {
                    print(
                        "\(name): by chi-square at p = \(MVG.standardProbability), if features were normal and known "
                            + "exactly, the threshold were \(Float(limit).fixed)")
                }
            } catch is CancellationError {
                throw ExitCode(interrupt.code)
            } catch {
                bar.finish()
                failed += 1
                Diagnostics.error("\(error)")
            }
        }
        if failed > 0 { throw ExitCode(done == 0 ? 2 : 1) }
    }
}

extension CalibrateCommand {
    /// At once, also into a pipe: what learning will take is to be known before it is taken.
    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}

extension Float {
    /// Three decimals, as scores and thresholds are shown everywhere.
    var fixed: String { String(format: "%.3f", Double(self)) }
}
