import Raster
import SystemPackage
import Testing

/// Every kind of PNG as RGB, against values worked out from the format's definition.
@Suite struct PNGKindsTests {
    private func rgb(
        _ width: Int, depth: UInt8, colour: UInt8, row: [UInt8], extra: [(String, [UInt8])] = []
    ) throws -> [UInt8] {
        let bytes = PNGChunks.file(width, 1, depth: depth, colour: colour, rows: [row], extra: extra)
        return try Image.decode(bytes, name: FilePath("kind.png")).pixels
    }

    private func grey(_ values: [UInt8]) -> [UInt8] { values.flatMap { [$0, $0, $0] } }

    @Test func greyDepths() throws {
        #expect(try rgb(4, depth: 1, colour: 0, row: [0b0101_0000]) == grey([0, 255, 0, 255]))
        #expect(try rgb(4, depth: 2, colour: 0, row: [0b0001_1011]) == grey([0, 85, 170, 255]))
        #expect(try rgb(3, depth: 4, colour: 0, row: [0x0A, 0xF0]) == grey([0, 170, 255]))
        #expect(try rgb(2, depth: 8, colour: 0, row: [7, 200]) == grey([7, 200]))
        #expect(try rgb(2, depth: 16, colour: 0, row: [0x12, 0xFF, 0x00, 0xFF]) == grey([0x12, 0]))
    }

    @Test func colourDepths() throws {
        #expect(try rgb(1, depth: 8, colour: 2, row: [1, 2, 3]) == [1, 2, 3])
        #expect(try rgb(1, depth: 16, colour: 2, row: [1, 255, 2, 255, 3, 255]) == [1, 2, 3])
    }

    @Test func alphaIsDroppedAndColourKept() throws {
        #expect(try rgb(2, depth: 8, colour: 6, row: [1, 2, 3, 0, 4, 5, 6, 255]) == [1, 2, 3, 4, 5, 6])
        #expect(try rgb(2, depth: 8, colour: 4, row: [9, 0, 8, 128]) == grey([9, 8]))
        #expect(try rgb(1, depth: 16, colour: 6, row: [1, 0, 2, 0, 3, 0, 0, 0]) == [1, 2, 3])
        #expect(try rgb(1, depth: 8, colour: 2, row: [1, 2, 3], extra: [("tRNS", [0, 1, 0, 2, 0, 3])]) == [1, 2, 3])
        #expect(try rgb(1, depth: 8, colour: 0, row: [7], extra: [("tRNS", [0, 7])]) == grey([7]))
    }

    @Test func palettes() throws {
        let palette: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80, 90]
        let extra = [("PLTE", palette), ("tRNS", [0, 128] as [UInt8])]
        #expect(try rgb(3, depth: 8, colour: 3, row: [2, 0, 1], extra: extra) == [70, 80, 90, 10, 20, 30, 40, 50, 60])
        #expect(try rgb(2, depth: 2, colour: 3, row: [0b1001_0000], extra: extra) == [70, 80, 90, 40, 50, 60])
    }

    /// A colour that the palette does not have would come out black.
    @Test func indexOutsideThePaletteIsRefused() {
        let extra = [("PLTE", [10, 20, 30, 40, 50, 60] as [UInt8])]
        #expect(throws: RasterError.self) { try rgb(2, depth: 8, colour: 3, row: [1, 5], extra: extra) }
        #expect(throws: RasterError.self) { try rgb(2, depth: 4, colour: 3, row: [0x15], extra: extra) }
    }

    @Test func oddChunksBesideThePictureAreHarmless() throws {
        let extra: [(String, [UInt8])] = [
            ("gAMA", [1]), ("iCCP", Array("x\0\0nonsense".utf8)), ("tEXt", Array(repeating: 65, count: 3000)),
            ("zTXt", Array("key\0\0not deflate".utf8)), ("ruBB", [1, 2, 3]), ("pHYs", []),
        ]
        #expect(try rgb(1, depth: 8, colour: 2, row: [1, 2, 3], extra: extra) == [1, 2, 3])
        // A checksum that is wrong, in a chunk that no pixel depends on.
        var bytes = PNGChunks.file(1, 1, depth: 8, colour: 0, rows: [[5]], extra: [("tEXt", [65, 0, 66])])
        bytes[8 + 25 + 8] ^= 1
        #expect(try Image.decode(bytes, name: FilePath("kind.png")).pixels == [5, 5, 5])
    }

    @Test func masksOfEveryDepth() throws {
        func mask(_ width: Int, _ depth: UInt8, _ row: [UInt8]) throws -> [UInt8] {
            let bytes = PNGChunks.file(width, 1, depth: depth, colour: 0, rows: [row])
            return try Mask.decode(bytes, name: FilePath("mask.png")).values
        }
        #expect(try mask(3, 1, [0b0110_0000]) == [0, 1, 1])
        #expect(try mask(4, 8, [0, 127, 128, 255]) == [0, 0, 1, 1])
        // 16 bits: clipped, so labels of 255 count as well as 65535.
        #expect(try mask(4, 16, [0, 0, 0, 255, 255, 255, 0, 1]) == [0, 1, 1, 0])
    }

    /// Adam7: seven passes, each a sparse picture of its own.
    @Test(arguments: [(1, 1), (5, 3), (8, 8), (13, 9)])
    func interlaced(width: Int, height: Int) throws {
        let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        func value(_ x: Int, _ y: Int) -> UInt8 { UInt8(16 * y + x) }
        var rows: [[UInt8]] = []
        for (left, top, right, down) in passes where left < width {
            for y in stride(from: top, to: height, by: down) {
                rows.append(stride(from: left, to: width, by: right).map { value($0, y) })
            }
        }
        let bytes = PNGChunks.file(width, height, depth: 8, colour: 0, rows: rows, interlaced: true)
        let expected = grey((0..<height).flatMap { y in (0..<width).map { value($0, y) } })
        #expect(try Image.decode(bytes, name: FilePath("kind.png")).pixels == expected)
        // The same indices into a palette, looked up after the last pass.
        let palette = ("PLTE", (0..<256).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
        let indexed = PNGChunks.file(
            width, height, depth: 8, colour: 3, rows: rows, extra: [palette], interlaced: true)
        #expect(try Image.decode(indexed, name: FilePath("kind.png")).pixels == expected)
    }
}
