import Detectors
import Raster

/// One connected area of a part's anomaly map at or above the pixel threshold.
public struct RegionFinding: Equatable, Sendable {
    /// 1 for the region with the highest peak.
    public let rank: Int
    /// The largest value of the map in it, on the scale of scores.
    public let peak: Float
    /// Mean of the map over it.
    public let mean: Float
    /// Where the peak is: the pixel of the map.
    public let peakPixel: Point
    /// The same in the part's own pixels, upright.
    public let peakInPart: Point
    /// The patch of the detector's grid under the peak.
    public let peakPatch: Point
    /// Share of the field of view that it covers, 0…1.
    public let share: Double
    /// The area in the part's own pixels; no whole number, as the map has other pixels than the part.
    public let area: Double
    /// The smallest rectangle around it.
    public let box: ShareBox
    /// The same in the part's own pixels, upright, from the part's top left.
    public let boxInPart: Region.Box

    public struct Point: Equatable, Sendable {
        public let x: Int
        public let y: Int

        public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
    }
}

/// The regions of a part at a pixel threshold.
public struct RegionFindings: Equatable, Sendable {
    /// The largest peaks first; equal peaks in the order of rows. At most `limit`, those with the highest peaks.
    public let regions: [RegionFinding]
    /// How many there are at all.
    public let count: Int
    /// Share of the field of view at or above the threshold, 0…1.
    public let share: Double
    /// The threshold that they were found at.
    public let threshold: Float

    public static let limit = 50

    /// - Parameters:
    ///   - map: `padim.map(of:)`: the anomaly map over the field of view.
    ///   - threshold: on the scale of scores. A score is the map's maximum, so with the threshold for scores a part has
    ///     regions exactly where it is flagged.
    ///   - part: width and height in its own pixels, upright.
    ///   - inputProtocol: which tells the share of the part that the map covers.
    ///   - grid: patches of the detector along each axis.
    public init(
        map: Plane, threshold: Float, part: (width: Int, height: Int), inputProtocol: Recipe.InputProtocol,
        grid: (width: Int, height: Int), limit: Int = limit
    ) {
        let (mask, flagged) = map.flagged(at: threshold)
        let seen = inputProtocol.shownShare(width: part.width, height: part.height)
        let found = mask.regions()
        let measured = found.map { Measured($0, map) }
        let order = measured.indices.sorted {
            (measured[$0].peak, -measured[$0].at) > (measured[$1].peak, -measured[$1].at)
        }
        regions = order.prefix(limit).enumerated().map { rank, k in
            let (region, values) = (found[k], measured[k])
            let share = Double(region.area) / Double(map.values.count)
            let box = ShareBox(region.box, of: map.width, map.height)
            let inner = box.pixels(width: seen.width, height: seen.height)
            let (x, y) = (values.at % map.width, values.at / map.width)
            return RegionFinding(
                rank: rank + 1, peak: values.peak, mean: values.mean, peakPixel: .init(x: x, y: y),
                peakInPart: .init(
                    x: seen.x + (2 * x + 1) * seen.width / (2 * map.width),
                    y: seen.y + (2 * y + 1) * seen.height / (2 * map.height)),
                peakPatch: .init(x: x * grid.width / map.width, y: y * grid.height / map.height),
                share: share, area: share * Double(seen.width * seen.height), box: box,
                boxInPart: .init(
                    x: seen.x + inner.x, y: seen.y + inner.y, width: inner.width, height: inner.height))
        }
        count = found.count
        share = Double(flagged) / Double(map.values.count)
        self.threshold = threshold
    }

    private struct Measured {
        var peak = -Float.infinity
        var mean: Float = 0
        /// Index of the first pixel with the largest value.
        var at = 0

        init(_ region: Region, _ map: Plane) {
            var sum = 0.0
            map.values.withUnsafeBufferPointer { values in
                for pixel in region.pixels {
                    sum += Double(values[pixel])
                    if values[pixel] > peak { (peak, at) = (values[pixel], pixel) }
                }
            }
            mean = Float(sum / Double(max(1, region.area)))
            if at == 0, let first = region.pixels.first, peak == -.infinity { at = first }
        }
    }
}
