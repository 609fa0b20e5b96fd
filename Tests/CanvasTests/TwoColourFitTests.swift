import Canvas
import Raster
import Testing

@Suite struct TwoColourFitTests {
    private typealias Light = LinearLight.Value
    private static let weights = Light(0.2126, 0.7152, 0.0722)

    private func squared(_ a: Light, _ b: Light) -> Float { ((a - b) * (a - b) * Self.weights).sum() }

    /// Every way to part the pixels, tried one by one in double loops.
    private func leastError(_ pixels: [Light]) -> Float {
        var least = Float.infinity
        for pattern in 0..<1 << pixels.count {
            var sum: Float = 0
            for side in [0, 1] {
                let members = pixels.indices.filter { pattern >> $0 & 1 == side }.map { pixels[$0] }
                guard !members.isEmpty else { continue }
                let mean = members.reduce(.zero, +) / Float(members.count)
                sum += members.reduce(0) { $0 + squared($1, mean) }
            }
            least = min(least, sum)
        }
        return least
    }

    private func random(_ count: Int, _ random: inout SplitMix) -> [Light] {
        // Few levels give ties, one level gives flat cells.
        let levels = [1, 2, 3, 256].randomElement(using: &random) ?? 256
        let scale: Double = Bool.random(using: &random) ? 1 : 0.01
        func value() -> Float { Float(scale * Double(Int.random(in: 0..<levels, using: &random)) / 256) }
        return (0..<count).map { _ in Light(value(), value(), value()) }
    }

    @Test(arguments: [4, 6]) func theErrorIsTheLeastThereIs(count: Int) {
        var source = SplitMix(seed: 7)
        for _ in 0..<2000 {
            let pixels = random(count, &source)
            let found = TwoColourFit.fit(pixels)
            let error = TwoColourFit.error(of: found, on: pixels)
            let least = leastError(pixels)
            let spread = pixels.reduce(0) { max($0, squared($1, pixels[0])) }
            #expect(error <= least * 1.0001 + spread * 1e-5)
            #expect(found.pattern & 1 == 1)
            #expect(found == TwoColourFit.fit(pixels), "the same every time")
        }
    }

    @Test func neverWorseThanAHalfBlock() {
        var source = SplitMix(seed: 11)
        for _ in 0..<2000 {
            let pixels = random(4, &source)
            let half = TwoColourFit.Result(
                pattern: 0b0011, foreground: (pixels[0] + pixels[1]) / 2, background: (pixels[2] + pixels[3]) / 2)
            let error = TwoColourFit.error(of: TwoColourFit.fit(pixels), on: pixels)
            #expect(error <= TwoColourFit.error(of: half, on: pixels) * 1.0001 + 1e-12)
        }
    }

    @Test func twoColoursAreShownAsTheyAre() {
        let (light, dark) = (Light(0.9, 0.8, 0.1), Light(0.01, 0.02, 0.03))
        for count in [4, 6] {
            for pattern in 1..<1 << count - 1 {
                let pixels = (0..<count).map { pattern >> $0 & 1 == 1 ? light : dark }
                let found = TwoColourFit.fit(pixels)
                let wanted = pattern & 1 == 1 ? pattern : (1 << count) - 1 - pattern
                #expect(found.pattern == wanted)
                #expect(TwoColourFit.error(of: found, on: pixels) < 1e-9)
            }
        }
    }

    @Test func aFlatCellIsOneColour() {
        let grey = Light(0.3, 0.3, 0.3)
        #expect(TwoColourFit.fit([Light](repeating: grey, count: 4)).pattern == 0b1111)
        #expect(TwoColourFit.fit([Light](repeating: grey, count: 6)).foreground == grey)
    }
}

/// The same numbers every time (S. Vigna's SplitMix64).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
