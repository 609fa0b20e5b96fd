import Disk
import Evaluation
import Inspection
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct StreamRunTests {
    private func run(
        _ parts: [Part], _ replay: Replay.Settings, line: StreamLine = .redness(), speed: Double = .infinity,
        isPaused: Bool = false, bound: Int = 8, kept: Int = 2000, _ listener: StreamListener
    ) -> StreamRun {
        var settings = StreamRun.Settings()
        (settings.speed, settings.isPaused, settings.bound, settings.kept, settings.workers) =
            (speed, isPaused, bound, kept, 2)
        return StreamRun(
            source: Replay(parts, settings: replay), line: line, settings: settings, report: listener.hear)
    }

    @Test func resultsComeInTheOrderOfArrival() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(100)
            let listener = StreamListener()
            let run = run(parts, .init(rate: 50), line: .redness(threshold: 20), listener)
            try run.start()
            try run.start()
            run.wait()
            #expect(listener.results.map(\.part) == parts)
            #expect(listener.results.map(\.arrival) == (1...100).map { Double($0) / 50 })
            for result in listener.results {
                #expect(result.verdict == ((result.score ?? 0) >= 20 ? .reject : .good))
                #expect(result.latency > 0)
                #expect(result.digest == SHA256Digest(hashing: try result.part.path.readAll()))
            }
            #expect(listener.all.alarms == [.rejects])
            let end = try #require(listener.all.ended.first)
            #expect(end.parts == 100 && end.dropped == 0 && end.queueDepth == 0 && end.isEnded)
            #expect(end.flagged == listener.results.count { $0.verdict == .reject })
            #expect(end.latency50 != nil && end.clock == 2)
        }
    }

    /// Review finds the scores; the next stream computes them all the same.
    @Test func scoresAreKeptAndNotLookedUp() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(20)
            let cache = try ScoreCache.open(folder.appending("scores.sqlite"))
            let scored = Atomic(0)
            for round in 1...2 {
                let kept = KnownScores(cache, calibration: SHA256Digest(hashing: [1]))
                let listener = StreamListener()
                let line = StreamLine.redness(kept: kept) { scored.add(1, ordering: .relaxed) }
                let run = run(parts, .init(rate: 50), line: line, listener)
                try run.start()
                run.wait()
                #expect(scored.load(ordering: .relaxed) == 20 * round)
                #expect(kept.trouble == nil)
                for result in listener.results {
                    let digest = try #require(result.digest)
                    let found = try cache.anomaly(part: digest, calibration: SHA256Digest(hashing: [1]))
                    #expect(found?.score == result.score)
                    #expect(found?.grid != nil)
                }
            }
        }
    }

    @Test func atMostTheBoundIsInFlight() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(40)
            let listener = StreamListener()
            let run = run(
                parts, .init(rate: 10_000), line: .redness(delay: 1000), speed: 1, bound: 5, listener)
            try run.start()
            var most = 0
            while listener.all.ended.isEmpty { most = max(most, run.statistics.inFlight) }
            #expect(most <= 5)
            #expect(listener.results.allSatisfy { $0.queueDepth < 5 })
            let end = try #require(listener.all.ended.first)
            #expect(end.parts == 40)
            #expect(end.holds > 0, "the line has to wait for the machine")
            #expect(end.heldSeconds > 0)
        }
    }

    @Test func pausesStepsAndGoesOn() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(20)
            let listener = StreamListener()
            let run = run(parts, .init(rate: 1), isPaused: true, listener)
            try run.start()
            usleep(50_000)
            #expect(listener.results.isEmpty)
            #expect(run.statistics.isPaused)
            run.step(3)
            listener.wait("three steps") { $0.results.count == 3 }
            usleep(50_000)
            #expect(listener.results.map(\.arrival) == [1, 2, 3])
            run.resume()
            listener.wait("the end") { !$0.ended.isEmpty }
            run.wait()
            #expect(listener.results.map(\.part) == parts)
        }
    }

    @Test func speedChangesWhileItRuns() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(20)
            let listener = StreamListener()
            // One part an hour, until somebody is in more of a hurry.
            let run = run(parts, .init(rate: 1.0 / 3600), speed: 1, listener)
            try run.start()
            usleep(20_000)
            #expect(listener.results.isEmpty)
            run.setSpeed(1e7)
            listener.wait("the end") { !$0.ended.isEmpty }
            #expect(listener.results.map(\.arrival) == (1...20).map { Double($0) * 3600 })
        }
    }

    @Test func stoppingKeepsWhatIsInFlight() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(5)
            let listener = StreamListener()
            let run = run(parts, .init(rate: 1000, loops: true), listener)
            try run.start()
            listener.wait("some results") { $0.results.count > 30 }
            run.stop()
            run.wait()
            let heard = listener.all
            #expect(heard.ended.first?.dropped == 0)
            #expect(heard.ended.first?.parts == heard.results.count)
            #expect(heard.ended.first?.inFlight == 0)
        }
    }

    @Test func keepsTheLastResultsAlone() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(30)
            let listener = StreamListener()
            let run = run(parts, .init(loops: true, count: 1000), kept: 100, listener)
            try run.start()
            run.wait()
            #expect(run.results.map(\.index) == Array(900..<1000))
            #expect(run.results(last: 3).map(\.index) == [997, 998, 999])
            #expect(run.results(last: 5000).count == 100)
            let grids = run.results.count {
                if case .scored(let anomaly) = $0.finding.outcome { anomaly.grid != nil } else { false }
            }
            #expect(grids == 64)
        }
    }

    @Test func aThresholdHoldsForWhatFollows() throws {
        try withTemporaryFolder { folder in
            let parts = [Part](repeating: try folder.addPictures(40)[30], count: 10)
            let listener = StreamListener()
            let run = run(parts, .init(), line: .redness(threshold: 100), isPaused: true, listener)
            try run.start()
            run.step(5)
            listener.wait("five") { $0.results.count == 5 }
            run.setThreshold(15)
            run.resume()
            run.wait()
            #expect(
                listener.results.map(\.verdict) == Array(repeating: .good, count: 5)
                    + Array(repeating: .reject, count: 5))
            #expect(
                listener.results.map(\.threshold) == Array(repeating: 100, count: 5) + Array(repeating: 15, count: 5))
        }
    }

    @Test func alarmsWaitForSomebody() throws {
        try withTemporaryFolder { folder in
            let all = try folder.addPictures(220)
            let (good, bad) = (all[10], all[210])
            let rounds = Array(repeating: bad, count: 6) + Array(repeating: good, count: 10)
            let listener = StreamListener()
            let run = run(rounds + rounds, .init(), line: .redness(threshold: 50), isPaused: true, listener)
            try run.start()
            run.step(16)
            listener.wait("a round") { $0.results.count == 16 }
            #expect(run.chart.raised == [.rejects])
            #expect(run.acknowledge() == [.rejects])
            #expect(run.acknowledge().isEmpty)
            run.resume()
            run.wait()
            #expect(listener.all.alarms == [.rejects, .rejects])
            #expect(run.statistics.alarms == 2)
        }
    }

    private struct Full: Error {}

    @Test func aHandlerThatFailsEndsTheRun() throws {
        try withTemporaryFolder { folder in
            let parts = try folder.addPictures(30)
            let listener = StreamListener()
            let run = StreamRun(source: Replay(parts, settings: .init()), line: .redness()) { event in
                if case .result(let result) = event, result.index == 5 { throw Full() }
                listener.hear(event)
            }
            try run.start()
            run.setSpeed(.infinity)
            run.wait()
            #expect(run.failure is Full)
            #expect(listener.results.count == 5)
            #expect(listener.all.ended.count == 1)
        }
    }
}
