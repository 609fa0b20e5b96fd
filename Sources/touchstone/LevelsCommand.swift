import ArgumentParser
import Detectors
import Disk
import Inspection
import Network

/// Which levels of a network tell good parts from defective ones, and by which distance.
struct LevelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "levels",
        abstract: "Compare the levels of a network, and the distances that MVG can take there: image AUROC of each.",
        discussion: """
            MVG (Rippel, Mertens & Merhof 2020) averages the features of a part over all positions at each level of \
            the network – stem, stages, head – and takes the distance from the good parts' mean. This command shows \
            what each level is worth by itself and all of them summed, in the paper's two tables:

              L2, SED, Mahalanobis  Euclidean; in units of each channel's spread; with
                                    correlations, the covariance shrunk.
              full, PCA, NPCA       Mahalanobis in all directions; in the leading
                                    components with 95 or 99 % of the good parts'
                                    variance; in the others, with 1, 0.1 or 0.01 %
                                    of it, where good parts hardly differ.

            It learns from train/good and scores test/<label>; the network runs once over each part. With several \
            categories the tables hold means ± standard errors over them, and --csv and --json each category too. A \
            figure is undefined (–, null) where a class is missing, or where a measure says nothing of a level.

                touchstone levels parts/ --backbone efficientnet_lite0
                touchstone levels parts/ --category bottle --csv > bottle.csv

            What turns out best here is chosen from labelled parts: judge it on others. To inspect with it, say \
            --detector mvg where a line is calibrated.
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        help: ArgumentHelp(
            "Backbone: an installed name, a safetensors file, or auto: \(BackboneShelf.preferred) where it is installed, "
                + "otherwise \(ShippedTrunk.name), the one that the program brings.", valueName: "name|file|auto"))
    var backbone = BackboneShelf.automatic

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Option(
        help: ArgumentHelp(
            "Of the subspaces' table: ledoit-wolf shrinks it as the paper does; sample takes it as the parts have it, at "
                + "levels with fewer channels than good parts.", valueName: "ledoit-wolf|sample"))
    var covariance = CovarianceChoice.ledoitWolf

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp("whole: the whole part; paper: 256, centre 224.", valueName: "whole|paper"))
    var inputProtocol = Recipe.InputProtocol.whole

    @Option(help: ArgumentHelp("Network input in pixels, multiples of 32 from 64 to 2048.", valueName: "WxH"))
    var input = InputChoice.standard

    @Flag(help: "Decode every JPEG in full, where large ones are reduced while they are decoded otherwise.")
    var exact = false

    @Flag(help: "Print CSV: a row for each category, measure and level.")
    var csv = false

    @Flag(help: "Print JSON for programs in place of the tables.")
    var json = false

    enum CovarianceChoice: String, ExpressibleByArgument, CaseIterable {
        case ledoitWolf = "ledoit-wolf"
        case sample
    }

    func validate() throws {
        guard !(csv && json) else { throw ValidationError("--csv and --json exclude each other.") }
        if case .auto = input { throw ValidationError("--input takes a size here, such as 256x256.") }
    }

    func run() throws {
        let loader = BackboneLoader(try homeOptions.open())
        let scan = try Categories.scan(directory, only: categories, layout: layoutOptions)
        let tables = LevelTables(covariance == .sample ? .sample : .ledoitWolf)
        let network = try network(loader)
        let recipe = Recipe(
            mvg: .standard, backbone: network, inputProtocol: inputProtocol, decoding: exact ? .exact : .reduced)
        let missing = network.architecture.missingLevels
        if !missing.isEmpty {
            Diagnostics.note(
                "the weights of \(backbone.printable) end before \(missing.joined(separator: ", ")); import the whole "
                    + "network's for more")
        }
        let interrupt = Interrupt()
        var rows: [LevelComparison] = []
        var problems = scan.problems.count
        for category in scan.categories {
            let bar = ProgressBar("comparing levels on \(category.name.printable)")
            defer { bar.finish() }
            do {
                let row = try LevelComparison(
                    category, backbone: network, recipe: recipe, measures: tables.measures.map(\.options),
                    progress: bar.update, isCancelled: { interrupt.isRaised })
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
            try StandardOutput.write(try tables.json(rows, recipe) + "\n")
        } else if csv {
            try StandardOutput.write(tables.csv(rows))
        } else if !rows.isEmpty {
            try StandardOutput.write(tables.text(rows, recipe) + "\n")
        }
        if problems > 0 { throw ExitCode(rows.isEmpty ? 2 : 1) }
    }

    private func network(_ loader: BackboneLoader) throws -> Backbone {
        var (width, height) = (inputProtocol.standardSide, inputProtocol.standardSide)
        if case .size(let wide, let high) = input { (width, height) = (wide, high) }
        return try loader.load(backbone, width: width, height: height, precision: nil, atLevels: true)
    }
}
