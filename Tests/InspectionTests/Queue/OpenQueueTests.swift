import Detectors
import Disk
import Inspection
import Raster
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A queue that parts are fed to one after another.
@Suite struct OpenQueueTests {
    private final class Listener: Sendable {
        let findings = Mutex<[Finding]>([])
        let finished = Atomic(0)

        func hear(_ event: InspectionQueue.Event) {
            switch event {
            case .finding(let finding): findings.withLock { $0.append(finding) }
            case .progress: break
            case .finished: finished.add(1, ordering: .sequentiallyConsistent)
            }
        }

        func wait(for count: Int) {
            let end = ContinuousClock.now + .seconds(60)
            while findings.withLock({ $0.count }) < count, ContinuousClock.now < end { usleep(1000) }
        }
    }

    @Test(arguments: [(1, 1), (2, 8), (3, 4)])
    func findsEachPartInItsOrder(crew: (workers: Int, batch: Int)) throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(60)
            let listener = Listener()
            let line = StreamLine.redness(batch: crew.batch)
            let queue = InspectionQueue(
                feedingWorkers: crew.workers, batch: crew.batch, makeScorer: line.makeScorer, report: listener.hear)
            for part in parts[..<10] { #expect(queue.feed(part)) }
            queue.start()
            // A batch that is not full does not wait for more.
            listener.wait(for: 10)
            #expect(listener.findings.withLock { $0.map(\.part) } == Array(parts[..<10]))
            for part in parts[10...] { #expect(queue.feed(part)) }
            queue.close()
            queue.wait()
            #expect(!queue.feed(parts[0]))
            #expect(listener.findings.withLock { $0.map(\.part) } == parts)
            #expect(listener.finished.load(ordering: .sequentiallyConsistent) == 1)
        }
    }

    @Test func cancellingWakesWorkersThatWaitForParts() throws {
        let listener = Listener()
        let line = StreamLine.redness()
        let queue = InspectionQueue(feedingWorkers: 3, makeScorer: line.makeScorer, report: listener.hear)
        queue.start()
        usleep(10_000)
        queue.cancel()
        queue.wait()
        #expect(listener.finished.load(ordering: .sequentiallyConsistent) == 1)
        #expect(!queue.feed(Part(path: "x", name: "x")))
    }

    @Test func closedBeforeItStartsItFinishes() throws {
        let listener = Listener()
        let line = StreamLine.redness()
        let queue = InspectionQueue(feedingWorkers: 2, makeScorer: line.makeScorer, report: listener.hear)
        queue.close()
        queue.start()
        queue.wait()
        #expect(listener.finished.load(ordering: .sequentiallyConsistent) == 1)
    }

    private struct Refusal: Error {}

    @Test func aWorkerWithoutAScorerLeavesItsPartToTheOthers() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(30)
            let listener = Listener()
            let line = StreamLine.redness()
            let asked = Atomic(0)
            let queue = InspectionQueue(
                feedingWorkers: 3,
                makeScorer: {
                    guard asked.add(1, ordering: .relaxed).newValue == 3 else { throw Refusal() }
                    return try line.makeScorer()
                }, report: listener.hear)
            for part in parts { queue.feed(part) }
            queue.start()
            queue.close()
            queue.wait()
            #expect(listener.findings.withLock { $0.map(\.part) } == parts)
            let failed = listener.findings.withLock { $0.count { $0.score == nil } }
            // Two workers left before all three were asked, or the third scored everything.
            #expect(failed == 0 || asked.load(ordering: .relaxed) < 3)
        }
    }
}
