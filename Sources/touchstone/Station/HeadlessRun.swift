import ArgumentParser
import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Network
import Synchronization

/// The station's work without a screen: learn, inspect, print a table.
struct HeadlessRun {
    private let setup: StationDesk.Setup

    init(_ setup: StationDesk.Setup) { self.setup = setup }

    /// - Returns: whether anything could not be done.
    func run() throws -> Bool {
        let (backbone, recipe) = try setup.recipeOptions.prepare(setup.home)
        let bench = try Workbench(home: setup.home, backbone: backbone, recipe: recipe)
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
                throw Failure("interrupted", code: 130)
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
        let findings = Mutex<[Finding]>([])
        let queue = InspectionQueue(
            parts: category.parts, workers: ComputeThreads.workers, order: .asGiven, known: bench.known(ready.digest),
            makeScorer: bench.scorer(ready.calibration)
        ) { event in
            // Grids are not needed for the table.
            if case .finding(let finding) = event { findings.withLock { $0.append(finding.withoutGrid) } }
        }
        queue.start()
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            queue.wait()
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if interrupt.isRaised { queue.cancel() }
        }
        return findings.withLock { $0 }
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
