import CGivingWay
import Raster

/// The two ways of bringing a raster down to few pixels. Hot loops.
enum Reduction {
    /// Area mean in light. Also enlarges: a target pixel inside one source pixel takes its colour.
    /// - Parameter place: what of the image is wanted, in shares of its sides; beyond its edges they go on as they end.
    static func mean(_ image: Image, of place: Shares = .whole, width: Int, height: Int) -> [LinearLight.Value] {
        guard width > 0, height > 0 else { return [] }
        let columns = spans(from: image.width, to: width, start: place.left, end: place.right)
        let rows = spans(from: image.height, to: height, start: place.top, end: place.bottom)
        var result = [LinearLight.Value](repeating: .zero, count: width * height)
        var line = [LinearLight.Value](repeating: .zero, count: width)
        var lineOf = -1
        image.pixels.withUnsafeBufferPointer { pixels in
            LinearLight.decoded.withUnsafeBufferPointer { decoded in
                for (y, rowSpan) in rows.enumerated() {
                    give_way()
                    for sourceRow in rowSpan.first...rowSpan.last {
                        // Enlarged pictures ask for the same row again and again.
                        if sourceRow != lineOf {
                            reduce(pixels, row: sourceRow * image.width * 3, columns, decoded, into: &line)
                            lineOf = sourceRow
                        }
                        let weight = rowSpan.weight(sourceRow)
                        for x in 0..<width { result[y * width + x] += line[x] * weight }
                    }
                }
            }
        }
        return result
    }

    private static func reduce(
        _ pixels: UnsafeBufferPointer<UInt8>, row: Int, _ columns: [Span], _ decoded: UnsafeBufferPointer<Float>,
        into line: inout [LinearLight.Value]
    ) {
        func light(_ column: Int) -> LinearLight.Value {
            let at = row + column * 3
            return LinearLight.Value(
                decoded[Int(pixels[at])], decoded[Int(pixels[at + 1])], decoded[Int(pixels[at + 2])])
        }
        for (x, span) in columns.enumerated() {
            var sum = light(span.first) * span.firstWeight
            if span.last > span.first {
                var inner = LinearLight.Value.zero
                for column in span.first + 1..<span.last { inner += light(column) }
                sum += inner * span.innerWeight + light(span.last) * span.lastWeight
            }
            line[x] = sum
        }
    }

    /// The largest value each target pixel touches. A value that is no number counts as the largest of all: what
    /// could not be measured must not look good.
    static func peak(_ plane: Plane, of place: Shares = .whole, width: Int, height: Int) -> [Float] {
        guard width > 0, height > 0 else { return [] }
        let columns = spans(from: plane.width, to: width, start: place.left, end: place.right)
        let rows = spans(from: plane.height, to: height, start: place.top, end: place.bottom)
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

    /// The same for a stretch of the source, given in shares of it.
    static func spans(from source: Int, to target: Int, start: Double, end: Double) -> [Span] {
        guard start != 0 || end != 1 else { return spans(from: source, to: target) }
        let length = Double(source)
        func edge(_ index: Int) -> Double {
            let exact = (start + (end - start) * Double(index) / Double(target)) * length
            // An edge that is a pixel's edge but for rounding must not let the neighbour's peak in.
            let snapped = abs(exact - exact.rounded()) < 1e-6 ? exact.rounded() : exact
            return min(max(snapped, 0), length)
        }
        return (0..<target).map { index in
            let (from, to) = (edge(index), edge(index + 1))
            let first = min(Int(from), source - 1)
            let last = min(max(Int(to.rounded(.up)) - 1, first), source - 1)
            guard last > first, to > from else {
                return Span(first: first, last: first, firstWeight: 1, lastWeight: 1, innerWeight: 1)
            }
            let unit = 1 / (to - from)
            return Span(
                first: first, last: last, firstWeight: Float((Double(first + 1) - from) * unit),
                lastWeight: Float((to - Double(last)) * unit), innerWeight: Float(unit))
        }
    }
}
