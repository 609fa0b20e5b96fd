import ArgumentParser
import Disk
import Inspection
import SystemPackage

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Inspect a folder as if its parts came along a line, one after another.",
        discussion: """
            Which part comes when follows from --rate, --jitter and --seed alone: the same command gives the same rows, \
            byte for byte, however fast the machine is. Where the machine cannot keep up, the simulated line waits, and the \
            summary says so.

            Columns of the CSV: \(StreamRow.columns.joined(separator: ", ")). 'arrival' is in seconds of the simulated \
            line, 'ewma' the moving average of the scores, 'alarm' what the part raised.

            touchstone replay parts/bottle --rate 5 --jitter 0.3 --seed 7
            touchstone replay parts/bottle --loop --count 1000 --fast --csv run.csv
            """)

    @Argument(help: ArgumentHelp("A category, whose parts to inspect are taken, or any folder.", valueName: "dir"))
    var directory: String

    @Option(help: ArgumentHelp("Calibrated category to score with.", valueName: "name"))
    var category: String?

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("Where the calibration's backbone is, if it is not installed.", valueName: "name|file"))
    var backbone: String?

    @Option(help: ArgumentHelp("Parts a second, on average.", valueName: "n"))
    var rate = 20.0

    @Option(help: ArgumentHelp("How irregular: 0 like a belt, 1 like chance.", valueName: "0…1"))
    var jitter = 0.0

    @Option(help: ArgumentHelp("Seed of the gaps, and of the order with --shuffle.", valueName: "n"))
    var seed: UInt64 = 0

    @Flag(help: "Begin again after the last part.")
    var loop = false

    @Flag(help: "Parts in a random order, another one in each round.")
    var shuffle = false

    @Option(help: ArgumentHelp("End after so many parts.", valueName: "n"))
    var count: Int?

    @Flag(help: "As fast as the machine can; the rows are the same.")
    var fast = false

    @Option(help: ArgumentHelp("Rows as CSV into a file, or - for standard output.", valueName: "file|-"))
    var csv: String?

    func validate() throws {
        guard rate >= 1e-6, rate <= 100_000 else {
            throw ValidationError("--rate: parts a second, from 0.000001 to 100000")
        }
        guard jitter >= 0, jitter <= 1 else { throw ValidationError("--jitter: a number from 0 to 1") }
        guard count ?? 1 > 0 else { throw ValidationError("--count: a number of parts, at least 1") }
    }

    func run() throws {
        let home = try homeOptions.open()
        let parts = try parts()
        let lines = try CalibratedLines(home, backbone: backbone, only: category, isAlone: false)
        let line = try lines.line(ofAll: parts.map(\.path))
        let source = Replay(
            parts,
            settings: .init(rate: rate, jitter: jitter, loops: loop, shuffles: shuffle, seed: seed, count: count))
        let session = StreamSession(
            source: source, line: StreamLine(line),
            table: try csv.map { try StreamTable(FilePath($0), continues: false) },
            speed: fast ? .infinity : 1)
        try session.execute()
    }

    /// The parts to inspect of a category; of another folder all pictures, in byte order.
    private func parts() throws -> [Part] {
        let folder = FilePath(directory)
        if let scan = try? CategoryFolder.scan(folder, minimumGoodParts: 0), scan.categories.count == 1,
            let category = scan.categories.first, category.folder == folder, !category.parts.isEmpty
        {
            for problem in scan.problems { Diagnostics.error("\(problem)") }
            return category.parts
        }
        guard folder.kind == .folder else {
            throw Failure("\(folder.printable): no such folder; check the path")
        }
        let files = try PathList.expand([folder])
        guard !files.isEmpty else { throw Failure("\(folder.printable): holds no pictures (.png, .jpg, .jpeg)") }
        return files.map { file in
            var name = file
            _ = name.removePrefix(folder)
            return Part(path: file, name: name)
        }
    }
}

extension StreamLine {
    init(_ line: CalibratedLines.Line) {
        self.init(
            category: line.category, calibration: line.calibration, digest: line.digest, backbone: line.backbone,
            threshold: line.threshold)
    }
}
