import Detectors
import Disk
import Evaluation
import Inspection
import Network
import Raster
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct ReplayTests {
    private func schedule(_ settings: Replay.Settings, parts: Int = 50, most: Int = 1000) -> [(String, Double)] {
        let names = (0..<parts).map { Part(path: FilePath("\($0)"), name: FilePath("\($0)")) }
        let replay = Replay(names, settings: settings)
        var result: [(String, Double)] = []
        while result.count < most, case .part(let arrival) = replay.next(at: .infinity) {
            result.append((arrival.part.name.string, arrival.time))
        }
        return result
    }

    @Test func aSeedIsASchedule() {
        let settings = Replay.Settings(rate: 20, jitter: 0.3, loops: true, shuffles: true, seed: 7)
        let (a, b) = (schedule(settings), schedule(settings))
        #expect(a.map(\.0) == b.map(\.0))
        #expect(a.map(\.1) == b.map(\.1))
        var other = settings
        other.seed = 8
        #expect(schedule(other).map(\.1) != a.map(\.1))
        #expect(schedule(other).map(\.0) != a.map(\.0))
        // The order does not change when parts come.
        other = settings
        other.shuffles = false
        #expect(schedule(other).map(\.1) == a.map(\.1))
        #expect(Array(schedule(other).map(\.0)[49...51]) == ["49", "0", "1"])
        // Each round holds every part once.
        #expect(Set(a.prefix(50).map(\.0)).count == 50)
        #expect(a.prefix(50).map(\.0) != a[50..<100].map(\.0))
    }

    /// The schedule of this seed, written down: it must not change with a version.
    @Test func timesAreWrittenDown() {
        let times = schedule(Replay.Settings(rate: 10, jitter: 0.5, seed: 7), most: 4).map {
            Int(($0.1 * 1e6).rounded())
        }
        #expect(times == [113_918, 216_367, 306_223, 402_570])
        let regular = schedule(Replay.Settings(rate: 8), most: 4).map(\.1)
        #expect(regular == [0.125, 0.25, 0.375, 0.5])
    }

    @Test(arguments: [0, 0.3, 1]) func theRateIsKeptOnAverage(jitter: Double) {
        let times = schedule(Replay.Settings(rate: 20, jitter: jitter, loops: true, seed: 3), most: 20_000).map(\.1)
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let deviation = (gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)).squareRoot()
        #expect(abs(mean - 0.05) < 0.0015)
        #expect(abs(deviation - 0.05 * jitter) < 0.002)
        #expect(gaps.allSatisfy { $0 >= 0.05 * (1 - jitter) - 2e-6 })
    }

    /// A gap of thirty years after each part.
    @Test func theClockOfTheSlowestReplayEnds() {
        let times = schedule(Replay.Settings(rate: 1e-12, loops: true), most: 20_000).map(\.1)
        #expect(times.count == 20_000)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(times.first == 1e9)
    }

    @Test func endsWithItsPartsOrItsCount() {
        #expect(schedule(Replay.Settings()).count == 50)
        #expect(schedule(Replay.Settings(count: 7)).count == 7)
        #expect(schedule(Replay.Settings(loops: true, count: 120)).count == 120)
        #expect(schedule(Replay.Settings(loops: true), parts: 0).isEmpty)
    }

    /// A real, small network; on machines of any speed, with any number of workers and sizes of batch.
    @Test func aThousandPartsGiveTheSameBytesTwice() throws {
        try withTemporaryFolder { folder in
            let network = TinyNetwork(seed: 3)
            let backbone = try Backbone(
                checkpoint: network.checkpoint, architecture: network.architecture, width: 32, height: 32,
                precision: .f32)
            let recipe = Recipe(
                backbone: backbone, inputProtocol: .whole,
                channels: ChannelChoice.random(20, of: backbone.channels, seed: 1), seed: 1)
            for i in 0..<12 {
                try folder.add(
                    "train/good/\(i).png", TinyNetwork(seed: i % 3).image(width: 40, height: 40).encodedPNG())
            }
            for i in 0..<37 {
                try folder.add("test/x/\(i).png", TinyNetwork(seed: i).image(width: 40, height: 40).encodedPNG())
            }
            try folder.add("test/x/broken.png", Array("no picture".utf8))
            let category = try #require(try CategoryFolder.scan(folder).categories.first)
            let calibration = try Calibrator(backbone: backbone, recipe: recipe).calibrate(category).calibration
            let line = StreamLine(
                category: "x", calibration: calibration, digest: SHA256Digest(hashing: [1]), backbone: backbone,
                threshold: calibration.leaveOneOutScores.max() ?? 1)
            func csv(workers: Int, bound: Int, speed: Double) throws -> String {
                let listener = StreamListener()
                var settings = StreamRun.Settings()
                (settings.workers, settings.bound, settings.speed) = (workers, bound, speed)
                settings.acknowledgesItself = true
                let source = Replay(
                    category.parts,
                    settings: .init(rate: 1000, jitter: 0.3, loops: true, shuffles: true, seed: 7, count: 1000))
                let run = StreamRun(source: source, line: line, settings: settings, report: listener.hear)
                try run.start()
                run.wait()
                let heard = listener.all
                #expect(heard.results.count == 1000)
                #expect(heard.results.map(\.index) == Array(0..<1000))
                #expect(heard.afterEnd == 0)
                #expect(heard.ended.first?.dropped == 0)
                #expect(heard.ended.first?.notInspected == heard.results.count { $0.verdict == .notInspected })
                return listener.csv
            }
            let first = try csv(workers: 2, bound: 64, speed: .infinity)
            #expect(first.utf8.count > 100_000)
            #expect(first.contains("NOT INSPECTED"))
            #expect(try csv(workers: 2, bound: 64, speed: .infinity) == first)
            #expect(try csv(workers: 1, bound: 3, speed: 4) == first)
        }
    }
}
