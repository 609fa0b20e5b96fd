import CImageIO
import Disk
import SystemPackage

/// Decoding through libpng and libjpeg-turbo, for `Image` and `Mask` alike.
enum ImageCodec {
    /// 16-bit grey to 8 bits. Pictures keep the high byte; masks clip, so that a label of 1...255 is not lost.
    enum SixteenBitGrey { case highByte, clipped }

    struct Decoded {
        let image: Image
        let orientation: Orientation
    }

    static func decode(
        _ bytes: [UInt8], name: FilePath, limits: DecodeLimits, sixteenBitGrey: SixteenBitGrey
    ) throws(RasterError) -> Decoded {
        guard !bytes.isEmpty else {
            throw RasterError(.empty, name, "the file is empty; copy or save it again")
        }
        guard bytes.count <= limits.fileBytes else {
            throw RasterError(.tooLarge, name, "\(bytes.count) bytes are over the limit of \(limits.fileBytes)")
        }
        var info = cimage_info()
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        var status = cimage_probe(bytes, bytes.count, UInt64(limits.pixels), &info, &message)
        guard status == CIMAGE_OK.rawValue else { throw failure(status, message, bytes, name, limits) }
        let width = Int(info.width)
        let height = Int(info.height)
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { buffer, count in
            status = cimage_decode(
                bytes, bytes.count, sixteenBitGrey == .clipped ? 1 : 0, &info, buffer.baseAddress, &message)
            count = status == CIMAGE_OK.rawValue ? buffer.count : 0
        }
        guard status == CIMAGE_OK.rawValue else { throw failure(status, message, bytes, name, limits) }
        return Decoded(
            image: Image(width: width, height: height, pixels: pixels),
            orientation: Orientation(rawValue: Int(info.orientation)) ?? .upright)
    }

    private static func failure(
        _ status: CInt, _ message: [CChar], _ bytes: [UInt8], _ name: FilePath, _ limits: DecodeLimits
    ) -> RasterError {
        let said = text(message)
        switch UInt32(bitPattern: status) {
        case CIMAGE_NOT_AN_IMAGE.rawValue:
            let kind = ForeignFormat(of: bytes).map { "is \($0.rawValue), not" } ?? "is no"
            return RasterError(.notAnImage, name, "\(kind) PNG or JPEG; convert it, or move it out of the folder")
        case CIMAGE_TRUNCATED.rawValue:
            return RasterError(.truncated, name, "the file is cut short (\(said)); copy it again from the camera")
        case CIMAGE_EMPTY.rawValue:
            return RasterError(.empty, name, "the picture has no pixels (\(said)); save it again")
        case CIMAGE_TOO_LARGE.rawValue:
            return RasterError(
                .tooLarge, name, "\(said) pixels are over the limit of \(limits.pixels); reduce the picture")
        case CIMAGE_UNSUPPORTED.rawValue:
            return RasterError(.unsupported, name, "this kind is not read (\(said)); save it as 8-bit RGB or grey")
        case CIMAGE_NO_MEMORY.rawValue:
            return RasterError(.outOfMemory, name, "memory is short for this picture; close other programs")
        default:
            return RasterError(.damaged, name, "the file is damaged (\(said)); copy it again from the camera")
        }
    }

    /// What a library said, safe to print.
    static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).printable
    }
}
