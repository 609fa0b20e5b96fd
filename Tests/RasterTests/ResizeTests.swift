import Raster
import Testing

@Suite struct ResizeTests {
    static func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
        var random = SplitMix(seed)
        return Image(width: width, height: height, pixels: (0..<3 * width * height).map { _ in random.byte() })
    }

    /// The definition, in floating point, rounding after each pass: within one level of the fixed-point result.
    static func plain(_ image: Image, _ wide: Int, _ high: Int) -> [Double] {
        func axis(_ values: [[Double]], _ output: Int) -> [[Double]] {
            let input = values.count
            if input == output { return values }
            let scale = Double(input) / Double(output)
            let support = max(1, scale)
            return (0..<output).map { i in
                let centre = (Double(i) + 0.5) * scale
                let weights = (0..<input).map { max(0, 1 - abs(Double($0) + 0.5 - centre) / support) }
                let sum = weights.reduce(0, +)
                return values[0].indices.map { k in
                    var total = 0.0
                    for j in 0..<input where weights[j] > 0 { total += weights[j] / sum * values[j][k] }
                    return total.rounded()
                }
            }
        }
        // Columns first as rows of a transposed picture, then rows.
        let columns = (0..<image.width).map { x in
            (0..<image.height).flatMap { y in (0..<3).map { Double(image.pixels[3 * (y * image.width + x) + $0]) } }
        }
        let narrow = axis(columns, wide)
        let rows = (0..<image.height).map { y in (0..<wide).flatMap { x in narrow[x][3 * y..<3 * y + 3] } }
        return axis(rows, high).flatMap { $0 }
    }

    @Test(arguments: [(31, 17, 8, 5), (8, 5, 31, 17), (40, 9, 40, 3), (9, 40, 3, 40), (1, 1, 7, 4), (50, 50, 1, 1)])
    func equalsItsDefinition(_ size: (Int, Int, Int, Int)) {
        let image = Self.noise(size.0, size.1, seed: UInt64(size.0))
        let resized = image.resized(width: size.2, height: size.3)
        #expect(resized.width == size.2 && resized.height == size.3)
        let expected = Self.plain(image, size.2, size.3)
        let worst = zip(resized.pixels, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
        #expect(worst <= 1)
        let differing = zip(resized.pixels, expected).filter { Double($0) != $1 }.count
        #expect(differing * 100 <= resized.pixels.count)
    }

    @Test func sameSizeIsUntouched() {
        let image = Self.noise(13, 7, seed: 1)
        #expect(image.resized(width: 13, height: 7) == image)
    }

    @Test func flatStaysFlat() {
        let image = Image(width: 37, height: 23, pixels: Array(repeating: 201, count: 3 * 37 * 23))
        for (wide, high) in [(5, 3), (256, 256), (37, 1), (1, 100)] {
            #expect(image.resized(width: wide, height: high).pixels.allSatisfy { $0 == 201 })
        }
    }

    @Test func cropKeepsPixels() {
        let image = Self.noise(10, 8, seed: 4)
        let part = image.cropped(x: 3, y: 2, width: 4, height: 5)
        for y in 0..<5 {
            for x in 0..<4 {
                let from = 3 * ((y + 2) * 10 + x + 3)
                let to = 3 * (y * 4 + x)
                #expect(part.pixels[to..<to + 3].elementsEqual(image.pixels[from..<from + 3]))
            }
        }
    }

    @Test func nearestTakesThePixelUnderTheCentre() {
        let mask = Mask(width: 4, height: 2, values: [1, 0, 0, 1, 0, 1, 0, 0])
        #expect(mask.resizedNearest(width: 2, height: 2).values == [0, 1, 1, 0])
        #expect(mask.resizedNearest(width: 8, height: 2).values == [1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0])
        #expect(mask.resizedNearest(width: 4, height: 2) == mask)
        #expect(mask.cropped(x: 1, y: 0, width: 3, height: 2).values == [0, 0, 1, 1, 0, 0])
    }
}

/// A small deterministic generator (Steele et al. 2014, SplitMix64).
struct SplitMix {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next() >> 32) }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func unit() -> Float { Float(next() >> 40) / Float(1 << 24) }
}
