import Raster
import SystemPackage
import Testing

@Suite struct OrientationTests {
    /// Pixels a...f as one grey value each.
    private static func image(_ rows: [String]) -> Image {
        let bytes = Array(rows.joined().utf8)
        return Image(width: rows[0].utf8.count, height: rows.count, pixels: bytes.flatMap { [$0, $0, $0] })
    }

    @Test(arguments: [
        (1, ["abc", "def"]), (2, ["cba", "fed"]), (3, ["fed", "cba"]), (4, ["def", "abc"]),
        (5, ["ad", "be", "cf"]), (6, ["da", "eb", "fc"]), (7, ["fc", "eb", "da"]), (8, ["cf", "be", "ad"]),
    ])
    func turns(_ value: Int, _ rows: [String]) throws {
        let orientation = try #require(Orientation(rawValue: value))
        #expect(Self.image(["abc", "def"]).turned(by: orientation) == Self.image(rows))
    }

    /// A TIFF block with one entry, in both byte orders.
    private static func exif(_ value: UInt8, big: Bool) -> [UInt8] {
        big
            ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
    }

    @Test(arguments: 1...8, [true, false])
    func exifIsAppliedUnlessIgnored(value: Int, big: Bool) throws {
        let stored = ResizeTests.noise(6, 4, seed: 3).resized(width: 40, height: 24)
        let orientation = try #require(Orientation(rawValue: value))
        let block = Self.exif(UInt8(value), big: big)
        let name = FilePath("turned")

        let plain = try stored.encodedJPEG(quality: 90)
        let length = UInt8(2 + 6 + block.count)
        let marker = [0xFF, 0xE1, 0, length] + Array("Exif\0\0".utf8) + block
        let jpeg = Array(plain[..<2]) + marker + plain[2...]
        let upright = try Image.decode(plain, name: name)
        #expect(try Image.decode(jpeg, name: name) == upright.turned(by: orientation))
        #expect(try Image.decode(jpeg, name: name, orientation: .ignore) == upright)

        let png = try stored.encodedPNG()
        let chunked = Array(png[..<33]) + PNGChunks.chunk("eXIf", block) + png[33...]
        #expect(try Image.decode(chunked, name: name) == stored.turned(by: orientation))
        #expect(try Image.decode(chunked, name: name, orientation: .ignore) == stored)
    }

    /// Offsets that point outside, values that mean nothing, blocks cut anywhere: upright, and no crash.
    @Test func nonsenseIsUpright() throws {
        let stored = ResizeTests.noise(4, 3, seed: 3)
        let png = try stored.encodedPNG()
        let block = Self.exif(6, big: true)
        var blocks = (0..<20).map { Array(block[..<$0]) } + [Self.exif(0, big: true), Self.exif(9, big: false)]
        for at in 4..<10 { blocks.append(block.enumerated().map { $0.offset == at ? 0xFF : $0.element }) }
        for block in blocks {
            let chunked = Array(png[..<33]) + PNGChunks.chunk("eXIf", block) + png[33...]
            let decoded = try Image.decode(chunked, name: FilePath("turned"))
            #expect(decoded.pixels.count == stored.pixels.count)
        }
    }
}
