/// PNG files put together by hand, for kinds that the encoder does not write. Data are stored, not compressed.
enum PNGChunks {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// `colour`: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. Rows come without their filter byte.
    static func file(
        _ width: Int, _ height: Int, depth: UInt8, colour: UInt8, rows: [[UInt8]], extra: [(String, [UInt8])] = [],
        interlaced: Bool = false
    ) -> [UInt8] {
        var data: [UInt8] = []
        for row in rows { data += [0] + row }
        return header(width, height, depth: depth, colour: colour, interlaced: interlaced)
            + extra.flatMap { chunk($0.0, $0.1) } + chunk("IDAT", zlib(data)) + chunk("IEND", [])
    }

    static func header(
        _ width: Int, _ height: Int, depth: UInt8, colour: UInt8, interlaced: Bool = false
    ) -> [UInt8] {
        signature + chunk("IHDR", big(UInt32(width)) + big(UInt32(height)) + [depth, colour, 0, 0, interlaced ? 1 : 0])
    }

    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }

    static func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        precondition(data.count < 65536)
        let length = UInt16(data.count)
        let lengths = [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data { (a, b) = ((a + UInt32(byte)) % 65521, (b + (a + UInt32(byte)) % 65521) % 65521) }
        return [0x78, 0x01, 1] + lengths + data + big(b << 16 | a)
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { c, _ in c & 1 == 1 ? 0xEDB8_8320 ^ (c >> 1) : c >> 1 }
        }
    }
}
