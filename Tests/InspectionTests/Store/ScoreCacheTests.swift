import Detectors
import Disk
import Foundation
import Inspection
import Raster
import SystemPackage
import Testing

@Suite struct ScoreCacheTests {
    @Test func givesBackEveryBit() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("scores.sqlite")
            let calibration = digest("calibration")
            let grid = Plane(width: 3, height: 2, values: [0, -0.0, .infinity, .leastNonzeroMagnitude, 0.1, 3.4e38])
            let anomalies = [
                (part: digest("a"), anomaly: Anomaly(score: 0.1, grid: grid)),
                (part: digest("b"), anomaly: Anomaly(score: .infinity, grid: nil)),
                (part: digest("c"), anomaly: Anomaly(score: .nan, grid: nil)),
            ]
            try ScoreCache.open(path).store(anomalies, calibration: calibration)
            let cache = try ScoreCache.open(path)
            let back = try #require(try cache.anomaly(part: digest("a"), calibration: calibration))
            #expect(back.score.bitPattern == Float(0.1).bitPattern)
            #expect(back.grid?.values.map(\.bitPattern) == grid.values.map(\.bitPattern))
            #expect(back.grid?.width == 3)
            #expect(try cache.anomaly(part: digest("b"), calibration: calibration)?.score == .infinity)
            #expect(try cache.anomaly(part: digest("c"), calibration: calibration) == nil)
            #expect(try cache.anomaly(part: digest("a"), calibration: digest("other")) == nil)
            #expect(try cache.scores(calibration: calibration) == [digest("a"): 0.1, digest("b"): .infinity])
            try cache.forget(calibration: calibration)
            #expect(try cache.scores(calibration: calibration).isEmpty)
        }
    }

    @Test func aDamagedCacheIsBegunAnew() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("scores.sqlite")
            try path.writeAtomically(Array(String(repeating: "rubbish ", count: 1000).utf8))
            let cache = try ScoreCache.open(path)
            try cache.store([(digest("a"), Anomaly(score: 2, grid: nil))], calibration: digest("k"))
            #expect(try cache.scores(calibration: digest("k")) == [digest("a"): 2])
        }
    }
}
