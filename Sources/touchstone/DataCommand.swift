import ArgumentParser
import Disk
import Inspection
import SystemPackage

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "See what a folder of parts holds, and what is missing in it.",
        subcommands: [DataCheckCommand.self])
}

struct DataCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read every file of a folder of parts: layout, labels, outlines, sizes, damage, duplicates.",
        discussion: """
            Says how the folder was read and why, what Touchstone can do with it, and how to mend what is wrong. \
            Nothing is changed and nothing is kept.

            Layouts, by the names that --layout takes:

            \(layouts)

            Pictures are PNG, JPEG or uncompressed BMP. Labels and outlines are optional: good parts alone are enough \
            to calibrate. Outlines are white where a part is defective. Where a layout has no split, 80 % of the good \
            parts are learnt from; the names and --split-seed decide which. A folder of several categories or data \
            sets is read folder by folder. 'labels' is recognised by folders that are named like labels (good and \
            scratch, ok and anything); 'good' takes every picture for a good part and must be asked for.

            touchstone data check parts/
            touchstone data check photos/ --layout good
            touchstone data check parts/ --json

            Exit codes: 0 fine; 1 with problems; 2 nothing usable.
            """)

    private static var layouts: String {
        DataLayout.allCases.map { layout in
            "\(layout.rawValue): \(layout.title)\n  \(layout.shape)"
        }.joined(separator: "\n")
    }

    @Argument(help: "A category, a data set, or a folder of either.")
    var directory: String

    @OptionGroup var layoutOptions: LayoutOptions

    @Flag(help: "Print JSON for programs in place of the text.")
    var json = false

    func run() throws {
        let folder = FilePath(directory)
        let scan = try CategoryFolder.scan(
            folder, minimumGoodParts: 0, layout: layoutOptions.layout, split: layoutOptions.split)
        let interrupt = Interrupt()
        var checks: [CategoryCheck] = []
        for reading in scan.readings {
            let bar = ProgressBar("reading \(reading.category.name.printable)")
            defer { bar.finish() }
            do {
                checks.append(
                    try CategoryCheck(reading, progress: bar.update, isCancelled: { interrupt.isRaised }))
            } catch is CancellationError {
                throw ExitCode(interrupt.code)
            }
        }
        let report = DataReport(folder: folder, checks: checks, problems: scan.problems.map(\.description))
        try StandardOutput.write(json ? report.json() : report.text)
        if !report.isUsable { throw ExitCode(2) }
        if report.hasProblems { throw ExitCode(1) }
    }
}
