/// A connected area of a map at or over a threshold.
public struct PeakRegion: Equatable, Sendable {
    public let region: Region
    /// The largest value in it; infinite when one is no number.
    public let peak: Float
    /// Index y · width + x of the first pixel that has it.
    public let peakPixel: Int
    /// Sum of its values: how much of a map's excess is here.
    public let sum: Double
}

extension Plane {
    /// The 8-connected regions of values >= `threshold`, the highest peak first, then the larger area, then in the
    /// order of their first pixels. What is no number belongs to a region: it could not be measured and must not look
    /// good.
    public func regions(from threshold: Float) -> [PeakRegion] {
        let mask = Mask(width: width, height: height, values: values.map { $0 < threshold ? 0 : 1 })
        let found = mask.regions().map { region -> PeakRegion in
            var peak = -Float.infinity
            var place = region.pixels.first ?? 0
            var sum = 0.0
            for pixel in region.pixels {
                let value = values[pixel].isNaN ? .infinity : values[pixel]
                sum += Double(value)
                if value > peak { (peak, place) = (value, pixel) }
            }
            return PeakRegion(region: region, peak: peak, peakPixel: place, sum: sum)
        }
        return found.enumerated().sorted { a, b in
            if a.element.peak != b.element.peak { return a.element.peak > b.element.peak }
            if a.element.region.area != b.element.region.area {
                return a.element.region.area > b.element.region.area
            }
            return a.offset < b.offset
        }.map(\.element)
    }
}
