import Raster

/// A parallelogram of a picture, sampled to a rectangle.
struct Window {
    let width: Int
    let height: Int
    /// In the picture's pixels; its top-left corner is at 0, 0.
    let centre: (x: Float, y: Float)
    /// The step in the picture for one output pixel to the right.
    let right: (x: Float, y: Float)
    let down: (x: Float, y: Float)

    /// Bilinear between the centres of pixels; beyond the edges the picture is mirrored. Where steps are over 1, pixels
    /// between are skipped: pictures are to be kept at about the size they are needed in.
    /// - Parameter planes: 3 × height × width: R, then G, then B; grey levels 0...255.
    func sample(_ image: Image, into planes: UnsafeMutablePointer<Float>) {
        image.pixels.withUnsafeBufferPointer { pixels in
            guard let source = pixels.baseAddress else { return }
            if right.y == 0 && down.x == 0 {
                sampleUpright(source, image.width, image.height, planes)
            } else {
                sampleTurned(source, image.width, image.height, planes)
            }
        }
    }

    /// Rows are blended first, over the columns that are needed; then columns of the blended row.
    private func sampleUpright(
        _ source: UnsafePointer<UInt8>, _ wide: Int, _ high: Int, _ planes: UnsafeMutablePointer<Float>
    ) {
        let count = width * height
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * wide + width) { scratch in
            guard let row = scratch.baseAddress else { return }
            let shares = row + 3 * wide
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * width) { places in
                guard let left = places.baseAddress else { return }
                let next = left + width
                var (first, last) = (wide, 0)
                for i in 0..<width {
                    let place = Place(centre.x + (Float(i) + 0.5 - Float(width) / 2) * right.x - 0.5, wide)
                    (left[i], next[i], shares[i]) = (Int32(3 * place.low), Int32(3 * place.high), place.share)
                    first = min(first, place.low, place.high)
                    last = max(last, place.low, place.high)
                }
                for j in 0..<height {
                    let place = Place(centre.y + (Float(j) + 0.5 - Float(height) / 2) * down.y - 0.5, high)
                    let (upper, lower) = (source + 3 * wide * place.low, source + 3 * wide * place.high)
                    for k in (3 * first)..<(3 * last + 3) {
                        let a = Float(upper[k])
                        row[k] = a + (Float(lower[k]) - a) * place.share
                    }
                    let out = planes + j * width
                    for i in 0..<width {
                        let (a, b, share) = (row + Int(left[i]), row + Int(next[i]), shares[i])
                        out[i] = a[0] + (b[0] - a[0]) * share
                        out[count + i] = a[1] + (b[1] - a[1]) * share
                        out[2 * count + i] = a[2] + (b[2] - a[2]) * share
                    }
                }
            }
        }
    }

    private func sampleTurned(
        _ source: UnsafePointer<UInt8>, _ wide: Int, _ high: Int, _ planes: UnsafeMutablePointer<Float>
    ) {
        let count = width * height
        for j in 0..<height {
            let v = Float(j) + 0.5 - Float(height) / 2
            let (startX, startY) = (centre.x + v * down.x - 0.5, centre.y + v * down.y - 0.5)
            let out = planes + j * width
            for i in 0..<width {
                let u = Float(i) + 0.5 - Float(width) / 2
                let x = Place(startX + u * right.x, wide)
                let y = Place(startY + u * right.y, high)
                let (upper, lower) = (source + 3 * wide * y.low, source + 3 * wide * y.high)
                let (a, b) = (Self.pixel(upper + 3 * x.low), Self.pixel(upper + 3 * x.high))
                let (c, d) = (Self.pixel(lower + 3 * x.low), Self.pixel(lower + 3 * x.high))
                let top = a + (b - a) * x.share
                let value = top + (c + (d - c) * x.share - top) * y.share
                (out[i], out[count + i], out[2 * count + i]) = (value.x, value.y, value.z)
            }
        }
    }

    @inline(__always)
    private static func pixel(_ at: UnsafePointer<UInt8>) -> SIMD3<Float> {
        SIMD3(Float(at[0]), Float(at[1]), Float(at[2]))
    }

    /// The two pixels of an axis that a coordinate lies between.
    private struct Place {
        let low: Int
        let high: Int
        /// Of `high`, 0...1.
        let share: Float

        @inline(__always)
        init(_ coordinate: Float, _ count: Int) {
            let last = Float(count - 1)
            var at = abs(coordinate)
            if at > last { at = max(0, 2 * last - at) }
            // A window that is much longer than its picture may leave even the mirrored one.
            at = min(at, last)
            low = Int(at)
            high = min(low + 1, count - 1)
            share = at - Float(low)
        }
    }
}
