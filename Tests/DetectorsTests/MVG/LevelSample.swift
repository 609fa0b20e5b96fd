import Detectors
import Foundation
import TestSupport

/// Made-up parts at one level, and what is defined about them, computed the plain way.
struct LevelSample {
    let features: LevelFeatures
    let rows: [[Float]]

    init(rows: [[Float]]) {
        var features = LevelFeatures(level: "level", channels: rows[0].count)
        for row in rows { row.withUnsafeBufferPointer { features.add($0) } }
        (self.features, self.rows) = (features, rows)
    }

    /// Correlated channels of different spread.
    init(parts: Int, channels: Int, seed: Int, dead: Int = 0) {
        var random = Random(seed: seed)
        self.init(
            rows: (0..<parts).map { _ in
                let common = random.next()
                return (0..<channels).map { c in
                    c < dead ? 0.5 : Float(c % 7) + common * Float(c % 3) + random.next() * (0.1 + Float(c % 5))
                }
            })
    }

    /// A part that belongs to the same family, and is in no sample.
    static func probe(channels: Int, seed: Int = 99) -> [Float] {
        LevelSample(parts: 1, channels: channels, seed: seed).rows[0].map { $0 + 0.3 }
    }

    func distance(_ options: MVGOptions, of part: [Float]) throws -> Double? {
        guard let gaussian = try LevelGaussian.fit(features, options) else { return nil }
        return part.withUnsafeBufferPointer(gaussian.distance)
    }

    /// The sample covariance, with this divisor.
    func covariance(divisor: Int) -> (mean: [Double], matrix: [[Double]]) {
        let count = Double(rows.count)
        let channels = rows[0].count
        let mean = (0..<channels).map { c in rows.reduce(0) { $0 + Double($1[c]) } / count }
        let matrix = (0..<channels).map { i in
            (0..<channels).map { j in
                rows.reduce(0) { $0 + (Double($1[i]) - mean[i]) * (Double($1[j]) - mean[j]) } / Double(divisor)
            }
        }
        return (mean, matrix)
    }
}
