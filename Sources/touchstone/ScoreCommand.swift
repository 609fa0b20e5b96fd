import ArgumentParser
import Detectors
import Disk
import Foundation
import Inspection
import Raster
import SystemPackage

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score parts with a calibration: one row a part, in the order given.",
        discussion: """
            Columns: \(ScoreRow.columns.joined(separator: ", ")).
            A part that cannot be read has a row too: NOT INSPECTED, and why; the exit code is then 1.

            Without --category each part is taken for the calibrated category whose name is nearest above it in its \
            path, or for the only category that is calibrated.

            Maps and heat maps have the part's own size, upright, whatever the size of the network's input; between the \
            input's pixels they are interpolated, so their highest value may lie a little below the score. Under the \
            protocol 'paper' the network sees the part's centre only: outside of it a map is NaN and a heat map grey. \
            They are named after their parts; where names repeat, after the folders above as well, or by a number.

            touchstone score parts/bottle/test -o scores.csv
            find /camera -name '*.png' -print0 | touchstone score - --category bottle
            """)

    @Argument(help: ArgumentHelp("Pictures, folders, or - for paths on standard input.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("Calibrated category to score with.", valueName: "name"))
    var category: String?

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("Where the calibration's backbone is, if it is not installed.", valueName: "name|file"))
    var backbone: String?

    @Option(help: ArgumentHelp("Rows as CSV, or as one JSON object a line.", valueName: "csv|ndjson"))
    var format = Format.csv

    @Option(name: .shortAndLong, help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Write each part's anomaly map here, in its pixels, as float32 .npy.", valueName: "dir"))
    var maps: String?

    @Option(help: ArgumentHelp("Write each part's heat map here, in its pixels, as PNG.", valueName: "dir"))
    var heatmaps: String?

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, ndjson }

    func run() throws {
        let home = try homeOptions.open()
        let files = try PathList.expand(paths.map { FilePath($0) })
        guard !files.isEmpty else {
            throw Failure(
                "no pictures (.png, .jpg, .jpeg) in \(paths.map { FilePath($0).printable }.joined(separator: ", "))")
        }
        let lines = try CalibratedLines(
            home, backbone: backbone, only: category, isAlone: files.count == 1)
        let pictures = try MapFiles(
            parts: files, maps: maps.map { FilePath($0) }, heatmaps: heatmaps.map { FilePath($0) })
        let out = try RowOutput(output.map { FilePath($0) })
        if format == .csv { try out.write(ScoreRow.csvHeader) }
        let interrupt = Interrupt()
        let bar = ProgressBar("scoring")
        var failures = 0
        var unwritten = 0
        var done = 0
        for run in lines.runs(files) {
            if interrupt.isRaised { break }
            try lines.score(run, isCancelled: { interrupt.isRaised }) { finding, line in
                let row = ScoreRow(finding, category: line?.category, threshold: line?.threshold)
                if let line, case .scored(let anomaly) = finding.outcome {
                    do {
                        try pictures.write(done, anomaly, line)
                    } catch {
                        // The part is inspected all the same; only its picture is missing.
                        unwritten += 1
                        Diagnostics.error("\(error)")
                    }
                }
                failures += row.error == nil ? 0 : 1
                done += 1
                try out.write(format == .csv ? row.csv : row.ndjson)
                bar.update(Double(done) / Double(files.count))
            }
        }
        bar.finish()
        if interrupt.isRaised {
            out.abandon()
            throw ExitCode(interrupt.code)
        }
        try out.close()
        if failures > 0 {
            Diagnostics.note("NOT INSPECTED: \(failures) of \(files.count); their rows say why")
        }
        if failures + unwritten > 0 { throw ExitCode(failures == files.count ? 2 : 1) }
    }
}
