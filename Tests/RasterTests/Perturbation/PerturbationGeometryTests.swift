import Raster
import Testing

@Suite struct PerturbationGeometryTests {
    /// A block away from the edges and a pixel on one.
    static func mask(_ width: Int, _ height: Int) -> Mask {
        var mask = Mask(width: width, height: height, values: Array(repeating: 0, count: width * height))
        for y in height / 3..<height / 2 {
            for x in width / 4..<width / 2 { mask.values[y * width + x] = 1 }
        }
        mask.values[width - 1] = 1
        return mask
    }

    /// White where defective.
    static func picture(of mask: Mask) -> Image {
        Image(
            width: mask.width, height: mask.height,
            pixels: mask.values.flatMap { [UInt8](repeating: $0 == 0 ? 0 : 255, count: 3) })
    }

    static let moves = [(3, 0), (0, 2), (-5, 1), (4, -4), (-1, -1), (100, 0), (0, -100), (100, -100)]

    @Test(arguments: moves)
    func aShiftTakesThePixelItCameFrom(_ move: (Int, Int)) {
        let image = ResizeTests.noise(11, 7, seed: 2)
        let shifted = image.shifted(right: move.0, down: move.1)
        for y in 0..<7 {
            for x in 0..<11 {
                let from = 3 * (min(max(y - move.1, 0), 6) * 11 + min(max(x - move.0, 0), 10))
                let to = 3 * (y * 11 + x)
                #expect(shifted.pixels[to..<to + 3].elementsEqual(image.pixels[from..<from + 3]))
            }
        }
    }

    @Test func aShiftAndBackRestoresTheInside() {
        let image = ResizeTests.noise(20, 16, seed: 6)
        let back = image.shifted(right: 3, down: -2).shifted(right: -3, down: 2)
        #expect(back.cropped(x: 0, y: 2, width: 17, height: 14) == image.cropped(x: 0, y: 2, width: 17, height: 14))
    }

    /// Picture, ground truth and map move alike.
    @Test(arguments: ["shift:4", "shift:-3/2", "rotate:90", "rotate:-90", "rotate:180"])
    func theMaskMovesWithThePicture(_ text: String) throws {
        let move = try Perturbation(parsing: text)
        let mask = Self.mask(30, 30)
        let moved = move.applied(to: mask)
        #expect(moved != mask)
        #expect(try move.applied(to: Self.picture(of: mask)) == Self.picture(of: moved))
        let plane = Plane(width: 30, height: 30, values: mask.values.map { Float($0) })
        let difference = zip(move.applied(to: plane).values, moved.values).map { abs($0 - Float($1)) }.max() ?? 1
        #expect(difference < 1e-5)
    }

    /// At odd angles the two agree wherever bilinear interpolation is not half-way.
    @Test(arguments: [0.5, 2, 5, -7.5, 33, 145])
    func theMaskTurnsWithThePicture(_ degrees: Double) {
        let mask = Self.mask(60, 44)
        let turned = mask.rotated(degrees: degrees)
        let picture = Self.picture(of: mask).rotated(degrees: degrees)
        var agreeing = 0
        for i in 0..<60 * 44 {
            // Nearest has a weight of at least a quarter.
            #expect(turned.values[i] == 1 ? picture.pixels[3 * i] >= 60 : picture.pixels[3 * i] <= 195)
            if (picture.pixels[3 * i] > 127) == (turned.values[i] == 1) { agreeing += 1 }
        }
        #expect(agreeing >= 60 * 44 * 97 / 100)
    }

    @Test func aQuarterTurnIsCounterclockwiseAndExact() {
        let image = ResizeTests.noise(9, 9, seed: 12)
        let turned = image.rotated(degrees: 90)
        for y in 0..<9 {
            for x in 0..<9 {
                // What was at the right edge is now at the top.
                let from = 3 * (x * 9 + (8 - y))
                #expect(
                    turned.pixels[3 * (y * 9 + x)..<3 * (y * 9 + x) + 3].elementsEqual(image.pixels[from..<from + 3]))
            }
        }
        #expect(turned.rotated(degrees: 90) == image.rotated(degrees: 180))
        #expect(image.rotated(degrees: 360) == image)
    }

    /// A ramp is turned exactly by bilinear interpolation, inside.
    @Test(arguments: [3.0, -20, 71])
    func aRampTurnsIntoItsDefinition(_ degrees: Double) {
        let (width, height) = (41, 33)
        func ramp(_ x: Double, _ y: Double) -> Double { 100 + 2 * (x - 20) - 1.5 * (y - 16) }
        let plane = Plane(
            width: width, height: height,
            values: (0..<width * height).map { Float(ramp(Double($0 % width), Double($0 / width))) })
        let turned = plane.rotated(degrees: degrees)
        let (s, c) = (Self.sine(degrees), Self.sine(degrees + 90))
        for y in 10..<23 {
            for x in 14..<27 {
                let (dx, dy) = (Double(x) - 20, Double(y) - 16)
                let expected = ramp(20 + c * dx - s * dy, 16 + s * dx + c * dy)
                #expect(abs(Double(turned[x, y]) - expected) < 1e-3)
            }
        }
    }

    /// By its series, so that the test does not lean on the same library.
    private static func sine(_ degrees: Double) -> Double {
        let x = degrees * .pi / 180
        var (term, sum) = (x, x)
        for n in 1..<20 {
            term *= -x * x / Double(2 * n * (2 * n + 1))
            sum += term
        }
        return sum
    }

    @Test func turningASmoothPictureAndBackChangesLittleInside() {
        let image = ResizeTests.noise(6, 6, seed: 4).resized(width: 96, height: 96)
        let back = image.rotated(degrees: 7).rotated(degrees: -7).cropped(x: 20, y: 20, width: 56, height: 56)
        let before = image.cropped(x: 20, y: 20, width: 56, height: 56)
        let worst = zip(back.pixels, before.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
        #expect(worst <= 8)
    }
}
