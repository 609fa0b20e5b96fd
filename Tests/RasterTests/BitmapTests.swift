import Disk
import Raster
import SystemPackage
import Testing

@Suite struct BitmapTests {
    /// A bitmap as a camera would write it: BITMAPINFOHEADER, rows from the bottom unless `height` is negative.
    private func bitmap(
        width: Int, height: Int, bits: Int, palette: [[UInt8]] = [], used: Int? = nil, compression: Int = 0,
        rows: [[UInt8]]
    ) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
        }
        let padded = rows.map { $0 + [UInt8](repeating: 0xEE, count: (4 - $0.count % 4) % 4) }
        let pixels = Array((height < 0 ? padded : padded.reversed()).joined())
        let colours = Array(palette.map { [$0[2], $0[1], $0[0], 0] as [UInt8] }.joined())
        let offset = 54 + colours.count
        let fields: [(value: Int, bytes: Int)] = [
            (offset + pixels.count, 4), (0, 4), (offset, 4), (40, 4), (width, 4), (height, 4), (1, 2), (bits, 2),
            (compression, 4), (0, 12), (used ?? palette.count, 4), (0, 4),
        ]
        var bytes = Array("BM".utf8)
        for field in fields { bytes += little(field.value, field.bytes) }
        return bytes + colours + pixels
    }

    private let grey = (0..<256).map { [UInt8](repeating: UInt8($0), count: 3) }

    @Test(arguments: [2, -2]) func readsColoursFromBothEnds(height: Int) throws {
        let rows: [[UInt8]] = [[3, 2, 1, 6, 5, 4, 9, 8, 7], [30, 20, 10, 60, 50, 40, 90, 80, 70]]
        let image = try Image.decode(bitmap(width: 3, height: height, bits: 24, rows: rows), name: "a.bmp")
        #expect((image.width, image.height) == (3, 2))
        #expect(image.pixels == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    }

    @Test func readsThirtyTwoBitsWithoutAlpha() throws {
        let bytes = bitmap(width: 2, height: 1, bits: 32, rows: [[3, 2, 1, 0, 6, 5, 4, 255]])
        #expect(try Image.decode(bytes, name: "a.bmp").pixels == [1, 2, 3, 4, 5, 6])
    }

    @Test func readsPalettesOfAllDepths() throws {
        let eight = bitmap(width: 3, height: 1, bits: 8, palette: grey, rows: [[0, 255, 7]])
        #expect(try Image.decode(eight, name: "a.bmp").pixels == [0, 0, 0, 255, 255, 255, 7, 7, 7])
        let colours: [[UInt8]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
        let four = bitmap(width: 3, height: 1, bits: 4, palette: colours, rows: [[0x21, 0x00]])
        #expect(try Image.decode(four, name: "a.bmp").pixels == [7, 8, 9, 4, 5, 6, 1, 2, 3])
        let one = bitmap(width: 9, height: 1, bits: 1, palette: Array(colours.prefix(2)), rows: [[0b0100_0000, 0x80]])
        #expect(
            try Image.decode(one, name: "a.bmp").pixels
                == [1, 2, 3, 4, 5, 6] + Array(repeating: [1, 2, 3], count: 6).flatMap { $0 } + [4, 5, 6])
    }

    @Test func isAMaskWhoseValuesAreReadAsAsked() throws {
        let bytes = bitmap(width: 4, height: 1, bits: 8, palette: grey, rows: [[0, 1, 127, 128]])
        #expect(try Mask.decode(bytes, name: "m.bmp").values == [0, 0, 0, 1])
        #expect(try Mask.decode(bytes, name: "m.bmp", reading: .anyValue).values == [0, 1, 1, 1])
    }

    @Test func anyColourMarksADefect() throws {
        let image = Image(width: 4, height: 1, pixels: [0, 0, 0, 1, 0, 0, 0, 0, 1, 255, 255, 255])
        #expect(try Mask.decode(image.encodedPNG(), name: "m.png", reading: .anyValue).values == [0, 1, 1, 1])
        #expect(try Mask.decode(image.encodedPNG(), name: "m.png").values == [0, 0, 0, 1])
    }

    @Test func refusesWhatItDoesNotReadAndSaysWhy() throws {
        func code(_ bytes: [UInt8], limits: DecodeLimits = .standard) -> RasterError.Code? {
            #expect(throws: RasterError.self) { try Image.decode(bytes, name: "a.bmp", limits: limits) }?.code
        }
        let rows: [[UInt8]] = [[0, 1, 2]]
        let sound = bitmap(width: 3, height: 1, bits: 8, palette: grey, rows: rows)
        #expect(code(bitmap(width: 3, height: 1, bits: 8, palette: grey, compression: 1, rows: rows)) == .unsupported)
        #expect(code(bitmap(width: 3, height: 1, bits: 16, rows: [[0, 0, 0, 0, 0, 0]])) == .unsupported)
        #expect(code(bitmap(width: 0, height: 1, bits: 24, rows: [])) == .empty)
        #expect(code(bitmap(width: -3, height: 1, bits: 24, rows: rows)) == .empty)
        #expect(code(bitmap(width: 3, height: 1, bits: 8, palette: grey, used: 257, rows: rows)) == .damaged)
        #expect(code(bitmap(width: 3, height: 1, bits: 8, palette: Array(grey.prefix(2)), rows: rows)) == .damaged)
        #expect(code(bitmap(width: Int(Int32.max), height: Int(Int32.min), bits: 32, rows: rows)) == .tooLarge)
        #expect(code(sound, limits: DecodeLimits(pixels: 2, fileBytes: 10000)) == .tooLarge)
        for count in [18, 30, 53, 54, 300, sound.count - 1] {
            let code = code(Array(sound.prefix(count)))
            #expect(code == .truncated || code == .damaged, "\(count) bytes")
        }
    }

    /// Whatever stands in the file, it is read or refused.
    @Test func everyAlteredByteIsReadOrRefused() throws {
        let sound = bitmap(
            width: 5, height: 3, bits: 8, palette: grey, rows: Array(repeating: [1, 2, 3, 4, 5], count: 3))
        for place in 2..<58 {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = sound
                bytes[place] = value
                if let image = try? Image.decode(bytes, name: "a.bmp") {
                    #expect(image.pixels.count == 3 * image.width * image.height)
                }
            }
        }
    }

    @Test func tellsItsSizeFromTheHead() throws {
        let folder = try TemporaryFolder("bitmap")
        defer { folder.remove() }
        let path = folder.path.appending("a.bmp")
        let rows = Array(repeating: [UInt8](repeating: 9, count: 1500), count: 200)
        try path.writeAtomically(bitmap(width: 500, height: 200, bits: 24, rows: rows))
        let size = try Image.size(of: path)
        #expect((size.width, size.height) == (500, 200))
    }
}
