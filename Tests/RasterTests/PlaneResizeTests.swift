import Raster
import Testing

@Suite struct PlaneResizeTests {
    private static func plane(_ width: Int, _ height: Int, seed: UInt64) -> Plane {
        var random = SplitMix(seed)
        return Plane(width: width, height: height, values: (0..<width * height).map { _ in 30 * random.unit() - 5 })
    }

    /// The definition in double precision: interpolation between the two nearest centres when growing, the triangle
    /// stretched by the scale when shrinking.
    private static func plain(_ plane: Plane, _ wide: Int, _ high: Int) -> [Double] {
        func weights(_ input: Int, _ output: Int) -> [[Double]] {
            let scale = Double(input) / Double(output)
            return (0..<output).map { i in
                let centre = (Double(i) + 0.5) * scale
                if scale <= 1 {
                    let at = min(max(centre - 0.5, 0), Double(input - 1))
                    var row = [Double](repeating: 0, count: input)
                    row[Int(at)] += 1 - (at - Double(Int(at)))
                    row[min(Int(at) + 1, input - 1)] += at - Double(Int(at))
                    return row
                }
                let row = (0..<input).map { max(0, 1 - abs(Double($0) + 0.5 - centre) / scale) }
                let sum = row.reduce(0, +)
                return row.map { $0 / sum }
            }
        }
        let columns = weights(plane.width, wide)
        let rows = weights(plane.height, high)
        return rows.flatMap { row in
            columns.map { column in
                var sum = 0.0
                for (y, down) in row.enumerated() where down != 0 {
                    for (x, along) in column.enumerated() where along != 0 { sum += down * along * Double(plane[x, y]) }
                }
                return sum
            }
        }
    }

    @Test(arguments: [
        (8, 8, 37, 29), (64, 48, 100, 96), (30, 20, 10, 7), (30, 5, 7, 41), (1, 1, 9, 5), (50, 40, 1, 1), (9, 7, 9, 14),
        (9, 7, 18, 7), (2, 90, 131, 89), (31, 31, 30, 32),
    ])
    func equalsItsDefinition(_ size: (Int, Int, Int, Int)) {
        let plane = Self.plane(size.0, size.1, seed: UInt64(size.2))
        let resized = plane.resized(width: size.2, height: size.3)
        #expect(resized.width == size.2 && resized.height == size.3)
        for (value, expected) in zip(resized.values, Self.plain(plane, size.2, size.3)) {
            #expect(abs(Double(value) - expected) <= 1e-5)
        }
    }

    @Test func sameSizeIsUntouched() {
        let plane = Self.plane(13, 7, seed: 1)
        #expect(plane.resized(width: 13, height: 7) == plane)
    }

    /// An anomaly stays where it is: twice the size puts the peak at twice the place.
    @Test func peaksStayInPlace() {
        var plane = Plane(width: 16, height: 12, values: Array(repeating: 1, count: 16 * 12))
        plane.values[5 * 16 + 9] = 9
        let resized = plane.resized(width: 160, height: 60)
        let peak = resized.values.indices.max { resized.values[$0] < resized.values[$1] } ?? 0
        #expect((peak % 160) / 10 == 9 && (peak / 160) / 5 == 5)
        #expect(resized.values.allSatisfy { $0 >= 0.999_99 && $0 <= 9.000_01 })
    }
}
