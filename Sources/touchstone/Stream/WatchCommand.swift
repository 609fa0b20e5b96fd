import ArgumentParser
import Disk
import Inspection
import SystemPackage

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Inspect what a camera writes into a folder, as it comes; Ctrl-C ends it.",
        discussion: """
            A picture is taken when its writer has closed it or renamed it into place; one that stays unfinished for \
            --patience seconds gets a row that says so, and another when it changes. The same bytes are not inspected \
            twice. What comes faster than it can be inspected waits in the home, on disk. After a kill the same \
            command goes on where it was, with what came meanwhile; after Ctrl-C with what was still waiting.

            Columns of the CSV: \(StreamRow.columns.joined(separator: ", ")). 'arrival' counts seconds since the \
            start. Rows go behind those that the file has already.

            touchstone watch /camera/bottle --category bottle --csv bottle.csv
            """)

    @Argument(help: ArgumentHelp("The folder that pictures are written to.", valueName: "dir"))
    var directory: String

    @Option(help: ArgumentHelp("Calibrated category to score with.", valueName: "name"))
    var category: String

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("Where the calibration's backbone is, if it is not installed.", valueName: "name|file"))
    var backbone: String?

    @Flag(help: "What is in the folder at the start too.")
    var existing = false

    @Flag(help: "The folders below it too.")
    var recursive = false

    @Option(help: ArgumentHelp("Seconds that an unfinished picture is waited for.", valueName: "s"))
    var patience = 10.0

    @Option(help: ArgumentHelp("Rows as CSV into a file, or - for standard output.", valueName: "file|-"))
    var csv: String?

    func validate() throws {
        guard patience > 0, patience <= 86_400 else {
            throw ValidationError("--patience: seconds, above 0 and up to a day")
        }
    }

    func run() throws {
        let home = try homeOptions.open()
        let lines = try CalibratedLines(home, backbone: backbone, only: category, isAlone: false)
        let line = try lines.line(named: category)
        var settings = Watch.Settings()
        settings.isRecursive = recursive
        settings.takesExisting = existing
        settings.patience = patience
        let source = try Watch(FilePath(directory), category: category, home: home, settings: settings)
        let left = try source.left()
        if left > 0 { Diagnostics.note("\(left) parts of an earlier watch are still to be inspected") }
        let session = StreamSession(
            source: source, line: StreamLine(line),
            table: try csv.map { try StreamTable(FilePath($0), continues: true) })
        // Somebody may commit another threshold at the station meanwhile.
        let ledger = try home.openLedger(access: .readOnlyFallback)
        var looked = ContinuousClock.now
        try session.execute { run in
            guard .now - looked > .seconds(2) else { return }
            looked = .now
            if let live = try? ledger.threshold(category: category, calibration: line.digest) {
                run.setThreshold(live.value)
            }
        }
    }
}
