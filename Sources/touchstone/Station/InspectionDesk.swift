import Detectors
import Disk
import Foundation
import Inspection
import Network
import Screens
import Synchronization
import SystemPackage

/// The inspections that run, and what they have found.
final class InspectionDesk: Sendable {
    private let inbox: Inbox
    private let lines = Mutex<[String: Line]>([:])

    private struct Line {
        var ready: Workbench.Ready
        var bench: Workbench
        var queue: InspectionQueue?
        var run = 0
        var findings: [FilePath: Finding] = [:]
        /// Not posted yet: the screen takes findings in handfuls.
        var waiting: [Finding] = []
        var lastPost = ContinuousClock.now
    }

    init(inbox: Inbox) { self.inbox = inbox }

    /// What the category is inspected with from now on.
    func set(_ ready: Workbench.Ready, bench: Workbench, category: String) {
        lines.withLock { lines in
            lines[category]?.queue?.cancel()
            lines[category] = Line(ready: ready, bench: bench)
        }
    }

    /// What the category is inspected with.
    func ready(_ category: String) -> (Workbench.Ready, Workbench)? {
        lines.withLock { lines in lines[category].map { ($0.ready, $0.bench) } }
    }

    func digest(_ category: String) -> SHA256Digest? { lines.withLock { $0[category]?.ready.digest } }

    func detector(_ category: String) -> (any Detector)? { lines.withLock { $0[category]?.ready.calibration.detector } }

    func finding(_ category: String, _ path: FilePath) -> Finding? { lines.withLock { $0[category]?.findings[path] } }

    /// A finding for each part, in their order; parts that have not come up yet say so.
    func findings(_ category: Inspection.Category) -> [Finding] {
        let known = lines.withLock { $0[category.name]?.findings } ?? [:]
        return category.parts.map {
            known[$0.path] ?? Finding(part: $0, digest: nil, outcome: .failed("not inspected yet"))
        }
    }

    func start(_ category: Inspection.Category, run: Int) {
        let name = category.name
        let queue = lines.withLock { lines -> InspectionQueue? in
            guard var line = lines[name] else { return nil }
            line.queue?.cancel()
            line.run = run
            line.findings = [:]
            line.waiting = []
            let queue = InspectionQueue(
                parts: category.parts, workers: ComputeThreads.workers, givesWay: true,
                known: line.bench.known(line.ready.digest), batch: InspectionQueue.standardBatch,
                makeScorer: InspectionQueue.scorers(
                    line.ready.calibration.detector, backbone: line.ready.backbone, batch: InspectionQueue.standardBatch)
            ) { [weak self] in self?.take($0, name, run) }
            line.queue = queue
            lines[name] = line
            return queue
        }
        queue?.start()
    }

    /// The one that somebody looks at comes first.
    func promote(_ part: Part, category: String) { lines.withLock { $0[category]?.queue }?.promote(part) }

    func cancel(_ category: String) { lines.withLock { $0[category]?.queue }?.cancel() }

    func cancelAll() { lines.withLock { $0.values.forEach { $0.queue?.cancel() } } }

    private func take(_ event: InspectionQueue.Event, _ name: String, _ run: Int) {
        let due = lines.withLock { lines -> [Finding] in
            guard lines[name]?.run == run else { return [] }
            if case .finding(let finding) = event {
                lines[name]?.findings[finding.part.path] = finding
                lines[name]?.waiting.append(finding)
            }
            let now = ContinuousClock.now
            let isFinished = if case .finished = event { true } else { false }
            guard let line = lines[name], isFinished || now - line.lastPost > .milliseconds(50) else { return [] }
            lines[name]?.waiting = []
            lines[name]?.lastPost = now
            return line.waiting
        }
        if !due.isEmpty { inbox.post(.found(category: name, run: run, due)) }
        if case .finished = event { inbox.post(.inspected(category: name, run: run)) }
    }
}
