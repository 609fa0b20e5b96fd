import Disk
import SystemPackage

/// An uncompressed Windows bitmap in memory: palettes of 1, 4 and 8 bits, and 24 or 32 bits of blue, green, red.
///
/// Some cameras and published data sets write nothing else. The format is a header and rows of pixels, so this reads it
/// itself; compressed and odd kinds are refused. (Microsoft, "Bitmap Storage": BITMAPFILEHEADER, BITMAPCOREHEADER,
/// BITMAPINFOHEADER and its successors.)
struct Bitmap {
    let width: Int
    let height: Int
    private let isTopDown: Bool
    private let bitsPerPixel: Int
    /// Of the first row of pixels in the file.
    private let pixelsAt: Int
    /// Of the first colour, and the bytes that each takes.
    private let palette: (at: Int, count: Int, stride: Int)

    /// Why a bitmap cannot be read: for `RasterError`.
    struct Refusal: Error {
        let code: RasterError.Code
        let what: String
    }

    /// By the first bytes. `BM` alone is too little: text may begin so.
    static func isBitmap(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 18 && bytes[0] == UInt8(ascii: "B") && bytes[1] == UInt8(ascii: "M")
            && bytes[6...9].allSatisfy { $0 == 0 }
    }

    /// Reads the headers.
    init(_ bytes: [UInt8]) throws(Refusal) {
        let fields = LittleEndian(bytes)
        let headerSize = try fields.unsigned(14, 4)
        let isCore = headerSize == 12
        guard isCore || (40...1024).contains(headerSize) else {
            throw Refusal(code: .unsupported, what: "a header of \(headerSize) bytes")
        }
        let down = isCore ? try fields.unsigned(20, 2) : try fields.signed(22)
        width = isCore ? try fields.unsigned(18, 2) : try fields.signed(18)
        height = abs(down)
        isTopDown = down < 0
        bitsPerPixel = try fields.unsigned(isCore ? 24 : 28, 2)
        let compression = isCore ? 0 : try fields.unsigned(30, 4)
        guard width > 0, height > 0 else { throw Refusal(code: .empty, what: "\(width) x \(height)") }
        guard [1, 4, 8, 24, 32].contains(bitsPerPixel) else {
            throw Refusal(code: .unsupported, what: "\(bitsPerPixel) bits a pixel")
        }
        // 3: the places of the colours are given; the usual places are those that 0 has.
        var after = 14 + headerSize
        if compression == 3, bitsPerPixel == 32 {
            let masks = [try fields.unsigned(54, 4), try fields.unsigned(58, 4), try fields.unsigned(62, 4)]
            guard masks == [0xFF_0000, 0xFF00, 0xFF] else {
                throw Refusal(code: .unsupported, what: "odd colour masks")
            }
            if headerSize == 40 { after += 12 }
        } else if compression != 0 {
            throw Refusal(code: .unsupported, what: "a compressed bitmap, kind \(compression)")
        }
        let used = isCore || bitsPerPixel > 8 ? 0 : try fields.unsigned(46, 4)
        let most = bitsPerPixel > 8 ? 0 : 1 << bitsPerPixel
        guard used <= most else { throw Refusal(code: .damaged, what: "\(used) colours where \(most) can be") }
        palette = (after, used == 0 ? most : used, isCore ? 3 : 4)
        pixelsAt = try fields.unsigned(10, 4)
        guard pixelsAt >= after + palette.count * palette.stride else {
            throw Refusal(code: .damaged, what: "pixels that begin inside the header")
        }
    }

    /// Rows are padded to four bytes.
    private var rowBytes: Int { (bitsPerPixel * width + 31) / 32 * 4 }

    /// RGB, row-major from the top. Whoever calls has checked the size against the limits.
    func pixels(of bytes: [UInt8]) throws(Refusal) -> [UInt8] {
        guard rowBytes <= (bytes.count - pixelsAt) / height else {
            throw Refusal(code: .truncated, what: "\(bytes.count) bytes are too few for \(width) x \(height)")
        }
        var isOutside = false
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { out, count in
            bytes.withUnsafeBufferPointer { bytes in
                for y in 0..<height {
                    let row = UnsafeBufferPointer(
                        rebasing: bytes[(pixelsAt + rowBytes * (isTopDown ? y : height - 1 - y))...].prefix(rowBytes))
                    let target = UnsafeMutableBufferPointer(rebasing: out[(3 * width * y)..<(3 * width * (y + 1))])
                    if bitsPerPixel > 8 {
                        copy(row, to: target)
                    } else if !lookUp(row, bytes, to: target) {
                        isOutside = true
                    }
                }
            }
            count = 3 * width * height
        }
        if isOutside { throw Refusal(code: .damaged, what: "a colour that its palette lacks") }
        return pixels
    }

    private func copy(_ row: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>) {
        let step = bitsPerPixel / 8
        for x in 0..<width {
            target[3 * x] = row[step * x + 2]
            target[3 * x + 1] = row[step * x + 1]
            target[3 * x + 2] = row[step * x]
        }
    }

    /// - Returns: whether the palette had every colour.
    private func lookUp(
        _ row: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>,
        to target: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        let (perByte, mask) = (8 / bitsPerPixel, (1 << bitsPerPixel) - 1)
        var isInside = true
        for x in 0..<width {
            // The leftmost pixel stands in the highest bits.
            let shift = 8 - bitsPerPixel * (x % perByte + 1)
            var colour = Int(row[x / perByte]) >> shift & mask
            if colour >= palette.count {
                isInside = false
                colour = 0
            }
            let at = palette.at + colour * palette.stride
            target[3 * x] = bytes[at + 2]
            target[3 * x + 1] = bytes[at + 1]
            target[3 * x + 2] = bytes[at]
        }
        return isInside
    }

    /// Numbers at places that need not be there.
    private struct LittleEndian {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func unsigned(_ at: Int, _ count: Int) throws(Refusal) -> Int {
            guard at + count <= bytes.count else {
                throw Refusal(code: .truncated, what: "the header is not all there")
            }
            return (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
        }

        func signed(_ at: Int) throws(Refusal) -> Int {
            Int(Int32(truncatingIfNeeded: try unsigned(at, 4)))
        }
    }
}
