import CImageIO
import Raster
import SystemPackage
import Testing

/// JPEGs of every kind that cameras write, which the product itself never does.
enum JPEGKind: String, CaseIterable, CustomTestStringConvertible {
    case usual, sideways, full, upright, grey, optimised, progressive, restarts, coarse

    var testDescription: String { rawValue }

    struct Failed: Error {}

    func encoded(_ image: Image, quality: Int = 85) throws -> [UInt8] {
        var kind = cimage_jpeg_kind()
        kind.quality = CInt(self == .coarse ? 8 : quality)
        (kind.across, kind.down) =
            switch self {
            case .sideways: (2, 1)
            case .full: (1, 1)
            case .upright: (1, 2)
            default: (2, 2)
            }
        kind.grey = self == .grey ? 1 : 0
        kind.optimised = self == .optimised ? 1 : 0
        kind.progressive = self == .progressive ? 1 : 0
        kind.restart_rows = self == .restarts ? 1 : 0
        var out: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        let status = cimage_encode_jpeg_kind(
            image.pixels, UInt32(image.width), UInt32(image.height), &kind, &out, &count, &message)
        guard status == CIMAGE_OK.rawValue, let out else { throw Failed() }
        defer { cimage_free(out) }
        return Array(UnsafeBufferPointer(start: out, count: count))
    }

    /// The bytes with an Exif orientation before everything else.
    static func turned(_ jpeg: [UInt8], by orientation: Orientation) -> [UInt8] {
        let tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]
        let block = tiff + [UInt8(orientation.rawValue), 0, 0, 0, 0, 0, 0]
        return jpeg[..<2] + [0xFF, 0xE1, 0, UInt8(8 + block.count)] + Array("Exif\0\0".utf8) + block + jpeg[2...]
    }

    /// Noise over a soft ground: all coefficients occur, most are small.
    static func picture(_ width: Int, _ height: Int, seed: UInt64) -> Image {
        let soft = ResizeTests.noise(max(1, width / 9), max(1, height / 9), seed: seed)
            .resized(width: width, height: height)
        let fine = ResizeTests.noise(width, height, seed: seed + 1)
        let pixels = zip(soft.pixels, fine.pixels).map { UInt8((7 * Int($0) + Int($1)) / 8) }
        return Image(width: width, height: height, pixels: pixels)
    }
}
