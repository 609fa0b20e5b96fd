import ArgumentParser
import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Network

/// The station's work without a screen: learn, inspect, print a table.
struct HeadlessRun {
    private let setup: StationDesk.Setup

    init(_ setup: StationDesk.Setup) { self.setup = setup }

    /// - Returns: whether anything could not be done.
    func run() throws -> Bool {
        let (options, loader) = (setup.recipeOptions, BackboneLoader(setup.home))
        let bench = try Workbench(home: setup.home) { try options.method(for: $0, loader) }
        let interrupt = Interrupt()
        var table = TextTable(
            ["category", "good parts", "parts", "flagged", "not inspected", "threshold", "image AUROC", "seconds"])
        var failed = false
        for category in setup.categories {
            let name = category.name.printable
            let start = ContinuousClock.now
            let bar = ProgressBar("calibrating \(name)")
            defer { bar.finish() }
            do {
                let ready = try bench.prepare(
                    category, reuse: .mending, progress: bar.update, isCancelled: { interrupt.isRaised })
                bar.finish()
                let findings = inspect(category, ready, bench, interrupt)
                if interrupt.isRaised { throw CancellationError() }
                for line in ready.skipped { Diagnostics.error("\(line) (left out of the calibration)") }
                let failures = findings.compactMap { if case .failed(let line) = $0.outcome { line } else { nil } }
                for line in failures { Diagnostics.error("\(line) (NOT INSPECTED)") }
                failed = failed || !failures.isEmpty || !ready.skipped.isEmpty
                let flagged = findings.count { $0.verdict(threshold: ready.threshold.value) == .reject }
                let passed = (ContinuousClock.now - start).components
                table.add([
                    name, "\(ready.calibration.parts.count)", "\(findings.count)", "\(flagged)", "\(failures.count)",
                    ready.threshold.value.fixed, try auroc(findings).map { String(format: "%.4f", $0) } ?? "–",
                    String(format: "%.1f", Double(passed.seconds) + Double(passed.attoseconds) * 1e-18),
                ])
            } catch is CancellationError {
                throw Failure("interrupted", code: interrupt.code)
            } catch {
                bar.finish()
                failed = true
                Diagnostics.error("\(error)")
            }
        }
        guard table.hasRows else { throw ExitCode(2) }
        try StandardOutput.write(table.text + "\n")
        return failed
    }

    private func inspect(
        _ category: Inspection.Category, _ ready: Workbench.Ready, _ bench: Workbench, _ interrupt: Interrupt
    ) -> [Finding] {
        var findings: [Finding] = []
        InspectionQueue.findings(
            of: category.parts, known: bench.known(ready.digest),
            makeScorer: InspectionQueue.scorers(
                ready.calibration.detector, backbone: ready.backbone, batch: InspectionQueue.standardBatch),
            isCancelled: { interrupt.isRaised }
        ) { findings.append($0.withoutGrid) }  // the table needs no grids
        return findings
    }

    private func auroc(_ findings: [Finding]) throws -> Double? {
        var scores: [Float] = []
        var isDefective: [Bool] = []
        for finding in findings {
            guard let score = finding.score, let defective = finding.part.isDefective else { continue }
            scores.append(score)
            isDefective.append(defective)
        }
        return try Ranking(scores: scores, isPositive: isDefective).auroc()
    }
}

extension Finding {
    fileprivate var withoutGrid: Finding {
        guard let score else { return self }
        return Finding(part: part, digest: digest, outcome: .scored(Anomaly(score: score, grid: nil)))
    }
}
