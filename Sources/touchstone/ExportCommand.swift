import ArgumentParser
import Disk
import Inspection
import SystemPackage

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write verdicts as CSV: one row a part, the machine's word and a person's.",
        discussion: """
            With DIR, every part of its categories has a row, judged or not, with the score that it had when the station last \
            inspected it. Without DIR, the rows are the verdicts that stand in the ledger.

            Columns: \(VerdictCSV.columns.joined(separator: ", ")). New ones are added at the end only. \
            reason and note are the person's words, seconds how long they looked; the recheck columns hold the latest \
            blind re-check, which never replaces the verdict. error says why a part is NOT INSPECTED. Whatever a \
            terminal or a spreadsheet would obey is escaped: a newline in a note is written \\n.
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String?

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
    var output: String?

    func run() throws {
        let home = try homeOptions.open()
        let scan = try directory.map {
            try Categories.scan($0, only: categories, layout: layoutOptions, minimumGoodParts: 0)
        }
        guard home.ledger.kind == .file else {
            throw Failure("\(home.path.printable): holds no ledger, so there is nothing to export; check --home")
        }
        let ledger = try home.openLedger(access: .readOnlyFallback)
        let table = VerdictTable(
            ledger: ledger, store: .open(home.calibrations, ledger: ledger), scores: try? home.openScores())
        let rows: [VerdictRow]
        if let scan {
            rows = try scan.categories.flatMap { try table.rows($0) }
        } else {
            rows = try table.standing(categories: categories)
        }
        if let output {
            let path = FilePath(output)
            try VerdictCSV.write(rows, to: path)
            if !ledger.isReadOnly {
                try ledger.noteExport(to: path, rows: rows.count, category: categories.count == 1 ? categories[0] : nil)
            }
            Diagnostics.note("\(rows.count) rows written to \(path.printable)")
        } else {
            try StandardOutput.write(VerdictCSV.text(rows))
        }
    }
}
