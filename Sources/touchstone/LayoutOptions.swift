import ArgumentParser
import Inspection

extension DataLayout: ExpressibleByArgument {}

/// How folders of parts are to be read, for every command that reads them.
struct LayoutOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How the folder is laid out, where that is not recognised; 'data check --help' explains the layouts.",
            valueName: "name"))
    var layout: DataLayout?

    @Option(
        help: ArgumentHelp(
            "Seed by which good parts are divided where the layout has no split of its own.", valueName: "n"))
    var splitSeed = PartSplit.standard.seed

    var split: PartSplit { PartSplit(seed: splitSeed) }
}
