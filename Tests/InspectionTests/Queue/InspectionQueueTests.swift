import Detectors
import Disk
import Dispatch
import Foundation
import Inspection
import Raster
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Everything that a queue reports.
private final class Listener: Sendable {
    struct Heard {
        var findings: [Finding] = []
        var progress: [Int] = []
        var finished = 0
        var afterFinished = 0
        var inside = 0
        var overlaps = 0
    }
    let heard = Mutex(Heard())

    func hear(_ event: InspectionQueue.Event) {
        heard.withLock { heard in
            heard.inside += 1
            if heard.inside > 1 { heard.overlaps += 1 }
            if heard.finished > 0 { heard.afterFinished += 1 }
            switch event {
            case .finding(let finding): heard.findings.append(finding)
            case .progress(let done, _): heard.progress.append(done)
            case .finished: heard.finished += 1
            }
        }
        heard.withLock { $0.inside -= 1 }
    }

    var findings: [Finding] { heard.withLock { $0.findings } }
}

extension InspectionQueue.Scorer {
    /// Scores each picture when it is embedded.
    fileprivate init(_ score: @escaping (Image) throws -> Anomaly) {
        let slots = Slots()
        self.init(
            decode: { try Image.decode($0, name: $1) },
            embed: { image, slot in
                slots.anomalies = Array(slots.anomalies.prefix(slot)) + [try score(image)]
            }, score: { count in Array(slots.anomalies.prefix(count)) })
    }

    private final class Slots { var anomalies: [Anomaly] = [] }
}

private struct Refusal: Error, CustomStringConvertible {
    var description: String { "no memory\nfor this" }
}

@Suite struct InspectionQueueTests {
    /// The score of a picture is the red of its first pixel.
    private static func red(_ image: Image) -> Anomaly {
        Anomaly(score: Float(image.pixels[0]), grid: Plane(width: 1, height: 1, values: [Float(image.pixels[0])]))
    }
    private static let redness: @Sendable () throws -> InspectionQueue.Scorer = { .init(red) }

    private func parts(_ count: Int, in folder: FilePath) throws -> [Part] {
        try (0..<count).map { i in
            let name = FilePath("\(i).png")
            return Part(path: try folder.add("\(i).png", png(UInt8(i % 256), UInt8(i / 256))), name: name)
        }
    }

    @Test(arguments: [InspectionQueue.Order.asGiven, .asFinished], [(1, 1), (3, 1), (1, 8), (3, 4), (3, 50)])
    func everyPartGetsOneFinding(order: InspectionQueue.Order, crew: (workers: Int, batch: Int)) throws {
        try withTemporaryFolder { folder in
            let parts = try parts(60, in: folder)
            let listener = Listener()
            let queue = InspectionQueue(
                parts: parts, workers: crew.workers, order: order, batch: crew.batch,
                makeScorer: {
                    .init { image in
                        // Later parts are quicker, so that the order has to be made.
                        usleep(UInt32(60 - Int(image.pixels[0])) * 50)
                        return Self.red(image)
                    }
                }, report: listener.hear)
            queue.start()
            queue.start()
            queue.wait()
            let heard = listener.heard.withLock { $0 }
            #expect(heard.findings.count == 60)
            #expect(heard.progress == Array(1...60))
            #expect(heard.finished == 1)
            #expect(heard.afterFinished == 0)
            #expect(heard.overlaps == 0)
            #expect(Set(heard.findings.map(\.part)) == Set(parts))
            if order == .asGiven || crew.workers == 1 { #expect(heard.findings.map(\.part) == parts) }
            for finding in heard.findings {
                let bytes = try finding.part.path.readAll()
                #expect(finding.digest == SHA256Digest(hashing: bytes))
                #expect(finding.score == Float(finding.part.name.stem ?? ""))
            }
        }
    }

    @Test(arguments: [1, 3, 8]) func badPartsAreReportedAndTheRestGoesOn(batch: Int) throws {
        try withTemporaryFolder { folder in
            let good = try parts(4, in: folder)
            func bad(_ name: String, _ contents: [UInt8]?) throws -> Part {
                if let contents { try folder.add(name, contents) }
                return Part(path: folder.appending(FilePath(name).components), name: FilePath(name))
            }
            let whole = try png(9)
            let all = [
                good[0], try bad("gone.png", nil), good[1],
                try bad("text\u{1B}[31m\n.png", Array("hello".utf8)), good[2],
                try bad("cut.png", Array(whole.dropLast(20))), try bad("empty.png", []), good[3],
            ]
            let listener = Listener()
            let queue = InspectionQueue(
                parts: all, workers: 2, order: .asGiven, batch: batch, makeScorer: Self.redness,
                report: listener.hear)
            queue.start()
            queue.wait()
            #expect(listener.findings.map(\.part) == all)
            for (i, finding) in listener.findings.enumerated() {
                guard case .failed(let reason) = finding.outcome else {
                    #expect(good.contains(all[i]))
                    continue
                }
                #expect([1, 3, 5, 6].contains(i))
                #expect(finding.verdict(threshold: 100) == .notInspected)
                #expect(reason.hasPrefix(all[i].path.printable))
                #expect(!reason.unicodeScalars.contains { $0.value < 32 })
                #expect((finding.digest == nil) == (i == 1))
            }
        }
    }

    @Test func atMostTwiceTheWorkersAreInFlight() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(40, in: folder)
            let listener = Listener()
            let scored = Atomic(0)
            let reported = Atomic(0)
            let most = Mutex(0)
            let queue = InspectionQueue(
                parts: parts, workers: 3, order: .asGiven,
                makeScorer: {
                    .init { image in
                        let ahead =
                            scored.add(1, ordering: .sequentiallyConsistent).newValue
                            - reported.load(ordering: .sequentiallyConsistent)
                        most.withLock { $0 = max($0, ahead) }
                        // The first part holds back all others, until as many as there is room for have piled up.
                        let deadline = ContinuousClock.now + .seconds(30)
                        while image.pixels[0] == 0, scored.load(ordering: .sequentiallyConsistent) < 6,
                            ContinuousClock.now < deadline
                        { usleep(1000) }
                        return Self.red(image)
                    }
                },
                report: { event in
                    if case .finding = event { reported.add(1, ordering: .sequentiallyConsistent) }
                    listener.hear(event)
                })
            queue.start()
            queue.wait()
            #expect(listener.findings.map(\.part) == parts)
            #expect(most.withLock { $0 } == 6)
        }
    }

    @Test func cancellingStopsSoonAndSaysSo() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(200, in: folder)
            let listener = Listener()
            let scored = Atomic(0)
            let queue = Mutex<InspectionQueue?>(nil)
            let made = InspectionQueue(
                parts: parts, workers: 2,
                makeScorer: {
                    .init { image in
                        scored.add(1, ordering: .relaxed)
                        return Self.red(image)
                    }
                },
                report: { event in
                    listener.hear(event)
                    if case .progress(10, _) = event { queue.withLock { $0 }?.cancel() }
                })
            queue.withLock { $0 = made }
            made.start()
            made.wait()
            #expect(made.isCancelled)
            #expect(listener.findings.count == 10)
            #expect(listener.heard.withLock { $0.finished } == 1)
            // What was in flight may have been scored.
            #expect(scored.load(ordering: .relaxed) <= 10 + 4)
            queue.withLock { $0 = nil }
        }
    }

    @Test func cancellingWakesWorkersThatWaitForRoom() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(40, in: folder)
            let listener = Listener()
            let gate = DispatchSemaphore(value: 0)
            let entered = DispatchSemaphore(value: 0)
            let queue = InspectionQueue(
                parts: parts, workers: 3, makeScorer: Self.redness,
                report: { event in
                    if case .finding = event {
                        entered.signal()
                        gate.wait()
                    }
                    listener.hear(event)
                })
            queue.start()
            entered.wait()
            usleep(50_000)
            queue.cancel()
            gate.signal()
            queue.wait()
            #expect(listener.findings.count == 1)
        }
    }

    @Test func aPromotedPartIsNext() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(30, in: folder)
            let listener = Listener()
            let queue = Mutex<InspectionQueue?>(nil)
            let made = InspectionQueue(
                parts: parts, workers: 1, makeScorer: Self.redness,
                report: { event in
                    listener.hear(event)
                    guard case .progress(5, _) = event, let queue = queue.withLock({ $0 }) else { return }
                    queue.promote(parts[20])
                    queue.promote(parts[25])
                    queue.promote(parts[2])
                })
            queue.withLock { $0 = made }
            made.start()
            made.wait()
            queue.withLock { $0 = nil }
            let order = listener.findings.compactMap { parts.firstIndex(of: $0.part) }
            // Part 2 was reported before; the part promoted last comes first.
            #expect(order == [0, 1, 2, 3, 4, 25, 20] + Array(5..<20) + Array(21..<25) + Array(26..<30))
        }
    }

    @Test(arguments: [InspectionQueue.Order.asGiven, .asFinished])
    func aWorkerWithoutAScorerLeavesItsPartToTheOthers(order: InspectionQueue.Order) throws {
        try withTemporaryFolder { folder in
            let parts = try parts(30, in: folder)
            let listener = Listener()
            let asked = Atomic(0)
            let queue = InspectionQueue(
                parts: parts, workers: 3, order: order,
                makeScorer: {
                    guard asked.add(1, ordering: .relaxed).newValue == 3 else { throw Refusal() }
                    return try Self.redness()
                }, report: listener.hear)
            queue.start()
            queue.wait()
            #expect(listener.findings.count == 30)
            #expect(listener.findings.allSatisfy { $0.score != nil })
        }
    }

    @Test func withoutAnyScorerEveryPartSaysWhy() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(10, in: folder)
            let listener = Listener()
            let queue = InspectionQueue(
                parts: parts, workers: 3, order: .asGiven, makeScorer: { throw Refusal() }, report: listener.hear)
            queue.start()
            queue.wait()
            #expect(listener.findings.map(\.part) == parts)
            #expect(listener.findings.allSatisfy { $0.outcome == .failed("no memory\\nfor this") })
        }
    }

    @Test func aScoreThatIsNoNumberIsNoScore() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(2, in: folder)
            let listener = Listener()
            let queue = InspectionQueue(
                parts: parts, workers: 1, makeScorer: { .init { _ in Anomaly(score: .nan, grid: nil) } },
                report: listener.hear)
            queue.start()
            queue.wait()
            #expect(listener.findings.map { $0.verdict(threshold: 0) } == [.notInspected, .notInspected])
        }
    }

    @Test func nothingToDoIsFinishedAtOnce() {
        let listener = Listener()
        let queue = InspectionQueue(parts: [], workers: 2, makeScorer: Self.redness, report: listener.hear)
        queue.start()
        queue.wait()
        #expect(listener.findings.isEmpty)
        #expect(listener.heard.withLock { $0.finished } == 1)
    }

    @Test func workersLeaveTheTerminalsSignalsToOthers() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(1, in: folder)
            let blocked = Mutex<[Bool]>([])
            let listener = Listener()
            let queue = InspectionQueue(
                parts: parts, workers: 1,
                makeScorer: {
                    .init { image in
                        var mask = sigset_t()
                        pthread_sigmask(SIG_BLOCK, nil, &mask)
                        blocked.withLock { $0 = [SIGTSTP, SIGWINCH, SIGINT].map { sigismember(&mask, $0) == 1 } }
                        return Self.red(image)
                    }
                }, report: listener.hear)
            queue.start()
            queue.wait()
            #expect(blocked.withLock { $0 } == [true, true, true])
        }
    }

    @Test func knownScoresAreNotComputedAgain() throws {
        try withTemporaryFolder { folder in
            let parts = try parts(150, in: folder)
            let cache = try ScoreCache.open(folder.appending("scores.sqlite"))
            let scored = Atomic(0)
            func run(_ calibration: SHA256Digest) -> [Finding] {
                let listener = Listener()
                let known = KnownScores(cache, calibration: calibration)
                let queue = InspectionQueue(
                    parts: parts, workers: 2, order: .asGiven, known: known,
                    makeScorer: {
                        .init { image in
                            scored.add(1, ordering: .relaxed)
                            return Self.red(image)
                        }
                    }, report: listener.hear)
                queue.start()
                queue.wait()
                #expect(known.trouble == nil)
                return listener.findings
            }
            let first = run(digest("one"))
            #expect(scored.load(ordering: .relaxed) == 150)
            #expect(run(digest("one")) == first)
            #expect(scored.load(ordering: .relaxed) == 150)
            _ = run(digest("two"))
            #expect(scored.load(ordering: .relaxed) == 300)
        }
    }
}
