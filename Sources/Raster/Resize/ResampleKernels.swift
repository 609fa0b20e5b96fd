/// The two passes of a separable resize over 8-bit RGB, each rounded to 8 bits as Pillow does.
enum ResampleKernels {
    private static let half: Int32 = 1 << (ResampleCoefficients.precision - 1)

    private static func clipped(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(sum >> ResampleCoefficients.precision, 0), 255))
    }

    /// Rows `rows` of a picture `width` wide, resampled along x; the result has `rows.count` rows.
    static func horizontal(
        _ source: UnsafeBufferPointer<UInt8>, width: Int, rows: Range<Int>, _ axis: ResampleCoefficients,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let wide = axis.starts.count
        axis.weights.withUnsafeBufferPointer { weights in
            for y in rows {
                let row = UnsafeBufferPointer(rebasing: source[3 * width * y..<3 * width * (y + 1)])
                var out = 3 * wide * (y - rows.lowerBound)
                for x in 0..<wide {
                    var (r, g, b) = (half, half, half)
                    var from = 3 * axis.starts[x]
                    let first = x * axis.taps
                    for t in first..<first + axis.counts[x] {
                        let weight = weights[t]
                        r &+= Int32(row[from]) &* weight
                        g &+= Int32(row[from + 1]) &* weight
                        b &+= Int32(row[from + 2]) &* weight
                        from += 3
                    }
                    target[out] = clipped(r)
                    target[out + 1] = clipped(g)
                    target[out + 2] = clipped(b)
                    out += 3
                }
            }
        }
    }

    /// A picture whose first row is row `origin` of the whole, `stride` bytes a row, resampled along y.
    static func vertical(
        _ source: UnsafeBufferPointer<UInt8>, stride: Int, origin: Int, _ axis: ResampleCoefficients,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
            for y in 0..<axis.starts.count {
                sums.update(repeating: half)
                for t in 0..<axis.counts[y] {
                    let weight = axis.weights[y * axis.taps + t]
                    let from = (axis.starts[y] - origin + t) * stride
                    let row = UnsafeBufferPointer(rebasing: source[from..<from + stride])
                    for i in 0..<stride { sums[i] &+= Int32(row[i]) &* weight }
                }
                let out = UnsafeMutableBufferPointer(rebasing: target[y * stride..<(y + 1) * stride])
                for i in 0..<stride { out[i] = clipped(sums[i]) }
            }
        }
    }
}
