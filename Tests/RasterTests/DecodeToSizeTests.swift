import Raster
import SystemPackage
import TestSupport
import Testing

@Suite struct DecodeToSizeTests {
    static let name = FilePath("part.jpg")

    @Test(arguments: JPEGKind.allCases)
    func withoutReductionIsExact(kind: JPEGKind) throws {
        var random = SplitMix(8)
        for (wide, high) in [(160, 96), (77, 131), (17, 16), (3, 5), (1, 40), (161, 97)] {
            let jpeg = try kind.encoded(JPEGKind.picture(wide, high, seed: 2))
            for _ in 0..<6 {
                let size = (width: 1 + random.below(120), height: 1 + random.below(120))
                let expected = try Image.decode(jpeg, name: Self.name).resized(width: size.width, height: size.height)
                #expect(try Image.decode(jpeg, name: Self.name, resizedTo: size) == expected)
            }
            let same = try Image.decode(jpeg, name: Self.name)
            #expect(try Image.decode(jpeg, name: Self.name, resizedTo: (wide, high)) == same)
        }
    }

    @Test func pngsAreExactWhateverIsAskedFor() throws {
        let image = JPEGKind.picture(90, 70, seed: 1)
        let decoded = try Image.decode(
            image.encodedPNG(), name: Self.name, resizedTo: (20, 15), reduction: JPEGReduction(cover: 1))
        #expect(decoded == image.resized(width: 20, height: 15))
    }

    @Test(arguments: Orientation.allCases)
    func turnedPicturesAreTurned(orientation: Orientation) throws {
        let jpeg = JPEGKind.turned(try JPEGKind.usual.encoded(JPEGKind.picture(120, 72, seed: 4)), by: orientation)
        let upright = try Image.decode(jpeg, name: Self.name)
        let size = (width: 25, height: 31)
        let exact = upright.resized(width: size.width, height: size.height)
        #expect(try Image.decode(jpeg, name: Self.name, resizedTo: size) == exact)
        let stored = try Image.decode(jpeg, name: Self.name, orientation: .ignore)
        let ignored = try Image.decode(jpeg, name: Self.name, resizedTo: size, orientation: .ignore)
        #expect(ignored == stored.resized(width: size.width, height: size.height))
        let reduced = try Image.decode(jpeg, name: Self.name, resizedTo: (12, 15), reduction: .standard)
        let (mean, _) = Self.difference(reduced, upright.resized(width: 12, height: 15))
        #expect(mean < 1.5, "\(mean)")
    }

    /// Sides that no scale divides: a shift of the reduced picture would show at the far edges.
    @Test(arguments: [(640, 480), (641, 475), (403, 633)], [2.0, 1])
    func reducedPicturesAreNear(_ from: (Int, Int), cover: Double) throws {
        let soft = ResizeTests.noise(8, 6, seed: 6).resized(width: from.0, height: from.1)
        let jpeg = try JPEGKind.full.encoded(soft, quality: 95)
        let decoded = try Image.decode(jpeg, name: Self.name)
        for divisor in [2, 4, 8] {
            let scale = Double(divisor) * cover
            let size = (width: Int(Double(from.0) / scale), height: Int(Double(from.1) / scale))
            let reduced = try Image.decode(
                jpeg, name: Self.name, resizedTo: size, reduction: JPEGReduction(cover: cover))
            let (mean, worst) = Self.difference(reduced, decoded.resized(width: size.width, height: size.height))
            #expect(mean < 1 && worst <= 5, "\(size): \(mean), \(worst)")
            #expect(mean > 0, "\(size) was not reduced")
        }
    }

    @Test func whatDoesNotCoverIsNotReduced() throws {
        let jpeg = try JPEGKind.usual.encoded(JPEGKind.picture(300, 200, seed: 3))
        let exact = try Image.decode(jpeg, name: Self.name)
        for size in [(width: 151, height: 20), (width: 20, height: 101), (width: 300, height: 200)] {
            let decoded = try Image.decode(
                jpeg, name: Self.name, resizedTo: size, reduction: JPEGReduction(cover: 1))
            #expect(decoded == exact.resized(width: size.width, height: size.height))
        }
    }

    @Test func cutFilesAreRefused() throws {
        let jpeg = try JPEGKind.usual.encoded(JPEGKind.picture(64, 48, seed: 3))
        for length in stride(from: 0, to: jpeg.count, by: 7) {
            for reduction in [JPEGReduction.none, .standard] {
                #expect(throws: RasterError.self) {
                    try Image.decode(Array(jpeg[..<length]), name: Self.name, resizedTo: (9, 9), reduction: reduction)
                }
            }
        }
    }

    @Test(.enabled(if: Golden.isPresent, "needs ../shared"))
    func equalsTheReferenceToTheGreyLevel() throws {
        let golden = try Golden("preprocess")
        for part in ResizeParityTests.parts {
            let whole = try Image.read(part.path, resizedTo: (256, 256))
            #expect(whole.pixels == (try golden.bytes("whole_\(part.index)")))
        }
    }

    private static func difference(_ a: Image, _ b: Image) -> (mean: Double, worst: Int) {
        let differences = zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }
        return (Double(differences.reduce(0, +)) / Double(differences.count), differences.max() ?? 0)
    }
}
