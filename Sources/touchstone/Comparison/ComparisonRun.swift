import ArgumentParser
import Disk
import Foundation
import Inspection
import Report
import SystemPackage

/// Runs methods on the categories of a folder and says what came of it, on the terminal and in a report.
struct ComparisonRun {
    let directory: String
    /// Names of categories; all where empty.
    let only: [String]
    let options: ComparisonOptions
    let json: Bool
    /// The first.
    let seed: UInt64
    let layout: LayoutOptions

    /// - Throws: `ExitCode`; 2 where nothing could be run.
    func run(_ methods: [Comparison.Method]) throws {
        let scan = try Categories.scan(directory, only: only, layout: layout)
        let interrupt = Interrupt()
        var measured = CategoryEvaluation.Options()
        measured.auproLimit = options.proLimit
        measured.timedParts = 20
        if options.report != nil { (measured.keepsGrids, measured.suggestsThreshold) = (true, true) }
        let seeds = (0..<UInt64(options.seeds)).map { seed &+ $0 }
        let comparison = Comparison(methods: methods, seeds: seeds, options: measured)
        // A folder that cannot be written is found out before hours of work.
        let folder = try options.report.map { try ReportFolder(FilePath($0)) }
        var outcomes: [(name: String, outcomes: [Comparison.Outcome])] = []
        var shown: [ComparisonReport.Category] = []
        var notRun: [String] = []
        var unread = false
        for category in scan.categories {
            let bar = ProgressBar("comparing on \(category.name.printable)")
            defer { bar.finish() }
            do {
                let found = try comparison.run(
                    category, progress: { share, _ in bar.update(share) },
                    failed: { method, error in
                        bar.finish()
                        notRun.append("\(category.name.printable), \(method): \(error)")
                        Diagnostics.error("\(category.name.printable), \(method): \(error)")
                    }, isCancelled: { interrupt.isRaised })
                bar.finish()
                for line in Set(found.flatMap { $0.runs.flatMap(\.notInspected) }).sorted() {
                    Diagnostics.error("\(line) (NOT INSPECTED)")
                    unread = true
                }
                guard !found.isEmpty else { continue }
                // Maps, factors and curves of one category at a time.
                shown.append(ComparisonReport.category(category, found, comparison))
                outcomes.append((category.name.printable, found.map { $0.withoutPictures() }))
            } catch is CancellationError {
                throw ExitCode(interrupt.code)
            }
        }
        guard !outcomes.isEmpty else { throw ExitCode(2) }
        let title = options.title ?? "Comparison on \(FilePath(directory).lastComponent?.string ?? directory)"
        let report = ComparisonReport(
            title: title.printable, shown, outcomes.map(\.outcomes), comparison, notRun: notRun)
        if let folder { try folder.write(report) }
        let text = try text(outcomes, report, comparison)
        try StandardOutput.write(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n")
        if unread || !notRun.isEmpty || !scan.problems.isEmpty { throw ExitCode(1) }
    }

    private func text(
        _ rows: [(name: String, outcomes: [Comparison.Outcome])], _ report: ComparisonReport, _ comparison: Comparison
    ) throws -> String {
        if json { return report.json() }
        if options.csv { return report.csv() }
        if options.markdown { return report.markdown() }
        let table = ComparisonTable.text(rows, comparison.methods.map(\.name))
        return ([table] + ComparisonTable.reasons(rows)).joined(separator: "\n")
    }
}
