import CImageIO
import Disk
import Raster
import SystemPackage
import TestSupport
import Testing

/// Our own JPEG decoder against libjpeg: the same pixels to the bit, or no answer at all.
@Suite struct BaselineTests {
    static let isThere = cimage_decodes_by_itself() != 0

    /// `nil` where the decoder gives none.
    private static func byItself(_ bytes: [UInt8]) -> [UInt8]? {
        pixels(bytes) { info, rgb, _ in cimage_decode_jpeg_by_itself(bytes, bytes.count, &info, rgb) != 0 }
    }

    private static func byLibrary(_ bytes: [UInt8]) -> [UInt8]? {
        pixels(bytes) { info, rgb, message in
            cimage_decode_jpeg_by_library(bytes, bytes.count, &info, rgb, message) == CInt(CIMAGE_OK.rawValue)
        }
    }

    private static func pixels(
        _ bytes: [UInt8],
        _ decode: (inout cimage_info, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<CChar>) -> Bool
    ) -> [UInt8]? {
        var info = cimage_info()
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        guard cimage_probe(bytes, bytes.count, 1 << 22, &info, &message) == CInt(CIMAGE_OK.rawValue) else { return nil }
        var rgb = [UInt8](repeating: 7, count: 3 * Int(info.width) * Int(info.height))
        return decode(&info, &rgb, &message) ? rgb : nil
    }

    /// Noise of only black and white: the transform's results leave the range of a byte everywhere.
    private static func harsh(_ width: Int, _ height: Int) -> Image {
        var random = SplitMix(31)
        let pixels = (0..<3 * width * height).map { _ in random.below(2) == 0 ? 0 : 255 as UInt8 }
        return Image(width: width, height: height, pixels: pixels)
    }

    @Test(.enabled(if: isThere, "needs AVX-512 VBMI"), arguments: JPEGKind.allCases)
    func equalsTheLibrary(kind: JPEGKind) throws {
        let isUsual = ![.progressive, .restarts, .upright].contains(kind)
        var random = SplitMix(UInt64(kind.rawValue.utf8.count))
        var sizes = (0..<60).map { _ in (8 + random.below(200), 1 + random.below(140)) }
        sizes += [(8, 1), (8, 8), (9, 9), (16, 16), (17, 33), (64, 64), (65, 15), (127, 16), (129, 17), (8, 200)]
        for (turn, size) in sizes.enumerated() {
            for picture in [JPEGKind.picture(size.0, size.1, seed: UInt64(turn)), Self.harsh(size.0, size.1)] {
                let bytes = try kind.encoded(picture, quality: [1, 20, 50, 75, 90, 97, 100][turn % 7])
                let expected = try #require(Self.byLibrary(bytes))
                let own = Self.byItself(bytes)
                #expect((own != nil) == isUsual, "\(size)")
                if let own { #expect(own == expected, "\(size), turn \(turn)") }
            }
        }
    }

    @Test func narrowPicturesAreTheLibrarys() throws {
        for wide in 1..<8 {
            let bytes = try JPEGKind.usual.encoded(JPEGKind.picture(wide, 20, seed: 1))
            #expect(Self.byItself(bytes) == nil)
            #expect(try Image.decode(bytes, name: FilePath("narrow")).pixels == Self.byLibrary(bytes))
        }
    }

    @Test(arguments: [JPEGKind.usual, .sideways, .grey, .full])
    func noCutFileIsRead(kind: JPEGKind) throws {
        let bytes = try kind.encoded(JPEGKind.picture(60, 44, seed: 5))
        for length in 0..<bytes.count {
            #expect(Self.byItself(Array(bytes[..<length])) == nil, "\(length) of \(bytes.count)")
            let closed = Array(bytes[..<length]) + [0xFF, 0xD9]
            if let own = Self.byItself(closed) { #expect(own == Self.byLibrary(closed), "\(length), closed") }
        }
    }

    /// Whatever it makes of a damaged file, libjpeg makes too.
    @Test(arguments: [JPEGKind.usual, .sideways, .grey, .full, .optimised])
    func damagedFilesAreReadAlikeOrLeftAlone(kind: JPEGKind) throws {
        let original = try kind.encoded(JPEGKind.picture(90, 50, seed: 7), quality: 60)
        var random = SplitMix(UInt64(kind.rawValue.utf8.count) + 400)
        var alike = 0
        for _ in 0..<4000 {
            var bytes = original
            for _ in 0...random.below(3) {
                let at = 2 + random.below(bytes.count - 2)
                switch random.below(4) {
                case 0: bytes[at] ^= 1 << UInt8(random.below(8))
                case 1: bytes[at] = random.byte()
                case 2: bytes[at] = 0xFF
                default: bytes.swapAt(at, 2 + random.below(bytes.count - 2))
                }
            }
            guard let own = Self.byItself(bytes) else { continue }
            alike += 1
            #expect(own == Self.byLibrary(bytes))
        }
        if Self.isThere { #expect(alike > 100) }
    }

    /// Damage that our decoder meets only at the end, and that libjpeg forgives: the rows that went out are taken back.
    @Test func theLibraryBeginsAgainFromTheTop() throws {
        let bytes = try JPEGKind.usual.encoded(JPEGKind.picture(120, 90, seed: 9))
        let padded = Array(bytes[..<(bytes.count - 2)]) + Array(repeating: 0, count: 9) + [0xFF, 0xD9]
        #expect(Self.byItself(padded) == nil)
        let name = FilePath("padded")
        let expected = try Image.decode(bytes, name: name).resized(width: 31, height: 40)
        #expect(try Image.decode(padded, name: name, resizedTo: (31, 40)) == expected)
    }

    /// Colours that only a guess could tell are left to the library's guess.
    @Test func coloursOfOtherKindsAreTheLibrarys() throws {
        let bytes = try JPEGKind.full.encoded(JPEGKind.picture(40, 40, seed: 3))
        // The JFIF marker made a comment, and the layers named R, G, B.
        var other = bytes
        let jfif = try #require(Self.index(of: [0xFF, 0xE0], in: other))
        other[jfif + 1] = 0xFE
        #expect(Self.byItself(other) == Self.byItself(bytes))
        let frame = try #require(Self.index(of: [0xFF, 0xC0], in: other))
        let scan = try #require(Self.index(of: [0xFF, 0xDA], in: other))
        for (layer, letter) in "RGB".utf8.enumerated() {
            other[frame + 10 + 3 * layer] = letter
            other[scan + 5 + 2 * layer] = letter
        }
        #expect(Self.byItself(other) == nil)
        #expect(try Image.decode(other, name: FilePath("rgb")).pixels == Self.byLibrary(other))
    }

    @Test(.enabled(if: Golden.isPresent && isThere, "needs ../shared"))
    func readsTheRealPartsByItself() throws {
        for part in ResizeParityTests.parts where part.path.string.hasSuffix(".jpg") {
            let bytes = try part.path.readAll(limit: 1 << 24)
            #expect(Self.byItself(bytes) == Self.byLibrary(bytes))
        }
    }

    private static func index(of marker: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.indices.first { bytes[$0...].starts(with: marker) }
    }
}
