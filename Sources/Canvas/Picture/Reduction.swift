import Raster

/// The two ways of bringing a raster down to few pixels. Hot loops.
enum Reduction {
    /// Area mean in light. Also enlarges: a target pixel inside one source pixel takes its colour.
    static func mean(_ image: Image, width: Int, height: Int) -> [LinearLight.Value] {
        guard width > 0, height > 0 else { return [] }
        let columns = spans(from: image.width, to: width)
        let rows = spans(from: image.height, to: height)
        var result = [LinearLight.Value](repeating: .zero, count: width * height)
        var line = [LinearLight.Value](repeating: .zero, count: width)
        image.pixels.withUnsafeBufferPointer { pixels in
            LinearLight.decoded.withUnsafeBufferPointer { decoded in
                for (y, rowSpan) in rows.enumerated() {
                    for sourceRow in rowSpan.first...rowSpan.last {
                        let base = sourceRow * image.width * 3
                        for (x, span) in columns.enumerated() {
                            var sum = LinearLight.Value.zero
                            for column in span.first...span.last {
                                let at = base + column * 3
                                let value = LinearLight.Value(
                                    decoded[Int(pixels[at])], decoded[Int(pixels[at + 1])],
                                    decoded[Int(pixels[at + 2])])
                                sum += value * span.weight(column)
                            }
                            line[x] = sum
                        }
                        let weight = rowSpan.weight(sourceRow)
                        for x in 0..<width { result[y * width + x] += line[x] * weight }
                    }
                }
            }
        }
        return result
    }

    /// The largest value each target pixel touches. A value that is no number counts as the largest of all: what
    /// could not be measured must not look good.
    static func peak(_ plane: Plane, width: Int, height: Int) -> [Float] {
        guard width > 0, height > 0 else { return [] }
        let columns = spans(from: plane.width, to: width)
        let rows = spans(from: plane.height, to: height)
        var result = [Float](repeating: -.infinity, count: width * height)
        plane.values.withUnsafeBufferPointer { values in
            for (y, rowSpan) in rows.enumerated() {
                for sourceRow in rowSpan.first...rowSpan.last {
                    for (x, span) in columns.enumerated() {
                        var largest = result[y * width + x]
                        for column in span.first...span.last {
                            let value = values[sourceRow * plane.width + column]
                            largest = value.isNaN ? .infinity : max(largest, value)
                        }
                        result[y * width + x] = largest
                    }
                }
            }
        }
        return result
    }

    /// The source pixels under one target pixel, with the share of the first and the last; all shares sum to 1.
    struct Span {
        let first: Int
        let last: Int
        let firstWeight: Float
        let lastWeight: Float
        let innerWeight: Float

        func weight(_ index: Int) -> Float {
            index == first ? firstWeight : index == last ? lastWeight : innerWeight
        }
    }

    static func spans(from source: Int, to target: Int) -> [Span] {
        (0..<target).map { index in
            // Edges as exact fractions over `target`, so that no source pixel is lost or counted twice.
            let start = index * source
            let end = start + source
            let first = start / target
            let last = (end - 1) / target
            let unit = 1 / Float(source)
            if first == last {
                return Span(first: first, last: last, firstWeight: 1, lastWeight: 1, innerWeight: 1)
            }
            return Span(
                first: first, last: last, firstWeight: Float((first + 1) * target - start) * unit,
                lastWeight: Float(end - last * target) * unit, innerWeight: Float(target) * unit)
        }
    }
}
