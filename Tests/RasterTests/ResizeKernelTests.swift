import CKernels
import Raster
import Testing

/// Every path of the resize against the plain one, to the bit.
@Suite struct ResizeKernelTests {
    static let paths = [RESAMPLE_WIDEST, RESAMPLE_PLAIN, RESAMPLE_AVX2, RESAMPLE_VNNI].filter { resample_has($0) != 0 }

    private static func expectEqual(
        _ image: Image, _ wide: Int, _ high: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = PlainResize.resized(image, width: wide, height: high)
        for path in paths {
            #expect(
                image.resized(width: wide, height: high, path: path) == expected,
                "\(image.width) x \(image.height) to \(wide) x \(high), path \(path.rawValue)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func randomSizesUpAndDown() {
        var random = SplitMix(11)
        for turn in 0..<300 {
            let image = ResizeTests.noise(1 + random.below(90), 1 + random.below(70), seed: UInt64(turn))
            Self.expectEqual(image, 1 + random.below(120), 1 + random.below(120))
        }
    }

    @Test(arguments: [
        (1, 1, 5, 3), (1, 64, 17, 9), (64, 1, 9, 17), (3000, 1, 1, 4), (1, 3000, 4, 1), (2100, 3, 7, 3),
        (3, 2100, 3, 7),
        (1130, 460, 256, 256), (256, 256, 512, 512), (640, 480, 224, 224), (97, 31, 97, 30), (97, 31, 96, 31),
        (257, 255, 256, 256), (22, 21, 64, 64), (500, 1260, 256, 640), (2, 2, 300, 300), (1999, 7, 2000, 8),
    ])
    func shapesAtTheEdge(_ size: (Int, Int, Int, Int)) {
        Self.expectEqual(ResizeTests.noise(size.0, size.1, seed: 5), size.2, size.3)
    }

    /// White and black are the values at which a sum that is rounded wrongly leaves the byte.
    @Test func extremesStay() {
        for value in [0, 255] as [UInt8] {
            let flat = Image(width: 301, height: 203, pixels: Array(repeating: value, count: 3 * 301 * 203))
            for (wide, high) in [(64, 64), (1, 1), (1000, 203), (301, 11)] { Self.expectEqual(flat, wide, high) }
        }
        var random = SplitMix(3)
        let coarse = (0..<3 * 211 * 97).map { _ in random.below(2) == 0 ? 0 : 255 as UInt8 }
        let image = Image(width: 211, height: 97, pixels: coarse)
        for (wide, high) in [(64, 64), (33, 200), (500, 13)] { Self.expectEqual(image, wide, high) }
    }
}
