import Raster

/// What a pixel threshold calls anomalous. Hot: a slide of the threshold asks for it at each key.
extension Plane {
    /// 1 where a value is at or above the threshold, and how many those are. A value that is no number was not measured
    /// and is not flagged.
    public func flagged(at threshold: Float) -> (mask: Mask, count: Int) {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: values.count) { out, written in
            values.withUnsafeBufferPointer { values in
                // Rows are counted apart, so that the sum stays in vectors of 32 bits.
                for row in 0..<height {
                    var sum: UInt32 = 0
                    for i in (row * width)..<((row + 1) * width) {
                        let flag: UInt8 = values[i] >= threshold ? 1 : 0
                        out[i] = flag
                        sum &+= UInt32(flag)
                    }
                    count += Int(sum)
                }
            }
            written = values.count
        }
        return (Mask(width: width, height: height, values: bytes), count)
    }

    /// Share of the map at or above the threshold, 0…1.
    public func flaggedShare(at threshold: Float) -> Double {
        Double(flagged(at: threshold).count) / Double(values.count)
    }
}
