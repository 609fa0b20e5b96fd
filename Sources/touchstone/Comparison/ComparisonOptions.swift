import ArgumentParser
import Disk

/// How often methods run, and what is made of it.
struct ComparisonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many seeds, counted up from --seed: figures become mean ± standard error.", valueName: "n"))
    var seeds = 1

    @Option(
        help: ArgumentHelp("False-positive rate up to which AUPRO is integrated.", valueName: "rate"))
    var proLimit = 0.3

    @Option(
        help: ArgumentHelp(
            "Write a report into this folder: report.html (one page that needs no network), report.md, .csv, .json.",
            valueName: "dir"))
    var report: String?

    @Option(help: ArgumentHelp("Title of the report.", valueName: "text"))
    var title: String?

    @Flag(help: "Print the comparison's tables in Markdown.")
    var markdown = false

    @Flag(help: "Print the comparison as CSV, one row for each category and method.")
    var csv = false

    func validate() throws {
        guard (1...1000).contains(seeds) else { throw ValidationError("--seeds must be between 1 and 1000.") }
        guard proLimit > 0, proLimit <= 1 else { throw ValidationError("--pro-limit must be above 0 and at most 1.") }
        guard !(markdown && csv) else { throw ValidationError("--markdown and --csv exclude each other.") }
    }

    /// Whether anything was asked for that a single run does not give.
    var isAsked: Bool { seeds > 1 || report != nil || title != nil || markdown || csv || proLimit != 0.3 }
}
