import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Raster
import Synchronization
import SystemPackage
import Testing

/// Everything that a run reports.
final class StreamListener: Sendable {
    struct Heard: Sendable {
        var results: [StreamResult] = []
        var alarms: [ControlChart.Kind] = []
        var news: [StreamNews] = []
        var ended: [StreamStatistics] = []
        var afterEnd = 0
        var inside = 0
        var overlaps = 0
    }
    private let heard = Mutex(Heard())

    func hear(_ event: StreamRun.Event) {
        heard.withLock { heard in
            if !heard.ended.isEmpty { heard.afterEnd += 1 }
            switch event {
            case .result(let result): heard.results.append(result)
            case .alarm(let kind, _): heard.alarms.append(kind)
            case .news(let news): heard.news.append(news)
            case .ended(let statistics): heard.ended.append(statistics)
            }
        }
    }

    var all: Heard { heard.withLock { $0 } }
    var results: [StreamResult] { all.results }
    var csv: String { StreamRow.csvHeader + results.map { StreamRow($0).csv }.joined() }

    /// Waits for what must come, with all the time that a busy machine may want.
    func wait(
        _ what: Comment, seconds: Double = 60, _ condition: (Heard) -> Bool, location: SourceLocation = #_sourceLocation
    ) {
        let end = ContinuousClock.now + .seconds(seconds)
        while !condition(all), ContinuousClock.now < end { usleep(2000) }
        let heard = all
        #expect(
            condition(heard), "\(what): \(heard.results.count) results, \(heard.news)", sourceLocation: location)
    }
}

extension StreamLine {
    /// The score of a picture is the mean of its first pixel's red and green.
    static func redness(
        threshold: Float = 200, batch: Int = 4, delay: UInt32 = 0, limits: ControlLimits? = nil,
        kept: KnownScores? = nil, scored: (@Sendable () -> Void)? = nil
    ) -> StreamLine {
        StreamLine(
            category: "parts", calibration: SHA256Digest(hashing: [1]), threshold: threshold, limits: limits,
            kept: kept, batch: batch
        ) {
            let slots = Slots()
            return .init(
                decode: { try Image.decode($0, name: $1) },
                embed: { image, slot in
                    if delay > 0 { usleep(delay) }
                    let score = (Float(image.pixels[0]) + Float(image.pixels[1])) / 2
                    scored?()
                    slots.anomalies =
                        Array(slots.anomalies.prefix(slot))
                        + [Anomaly(score: score, grid: Plane(width: 1, height: 1, values: [score]))]
                }, score: { Array(slots.anomalies.prefix($0)) })
        }
    }

    private final class Slots { var anomalies: [Anomaly] = [] }
}

extension FilePath {
    /// Pictures `0.png` … with bytes that all differ.
    func addPictures(_ count: Int) throws -> [Part] {
        try (0..<count).map { i in
            Part(path: try add("\(i).png", png(UInt8(i % 256), UInt8(i / 256))), name: FilePath("\(i).png"))
        }
    }
}
