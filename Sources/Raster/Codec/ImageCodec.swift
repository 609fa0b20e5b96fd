import CImageIO
import Disk
import SystemPackage

/// Decoding through libpng and libjpeg-turbo, and of bitmaps, for `Image` and `Mask` alike.
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
        var info = try header(bytes, name: name, limits: limits)
        if Bitmap.isBitmap(bytes) {
            let pixels = try bitmap(name, limits) { () throws(Bitmap.Refusal) in
                try Bitmap(bytes).pixels(of: bytes)
            }
            let image = Image(width: Int(info.width), height: Int(info.height), pixels: pixels)
            return Decoded(image: image, orientation: .upright)
        }
        let saturates: CInt = sixteenBitGrey == .clipped ? 1 : 0
        return try decode(bytes, name, limits, &info, (Int(info.width), Int(info.height))) { info, rgb, message in
            cimage_decode(bytes, bytes.count, saturates, &info, rgb, message)
        }
    }

    /// A JPEG in a scale of `eighths` / 8, which the cosine transform gives, resized to `size` strip by strip while it
    /// is decoded: the picture itself is never held. As stored, not turned.
    static func decodeJPEG(
        _ bytes: [UInt8], name: FilePath, limits: DecodeLimits, header: cimage_info, eighths: Int,
        resizedTo size: (width: Int, height: Int)
    ) throws(RasterError) -> Image {
        var info = header
        let (scale, width, height) = (Double(eighths) / 8, Int(header.width), Int(header.height))
        let from = (width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8)
        // The last reduced pixel may stand for a part of one.
        let extent = (width: Double(width) * scale, height: Double(height) * scale)
        let strip = UnsafeMutablePointer<UInt8>.allocate(capacity: 3 * from.width * Int(CIMAGE_STRIP))
        defer { strip.deallocate() }
        return try decode(bytes, name, limits, &info, size) { info, rgb, message in
            let resampler = Resampler(from: from, extent: extent, to: size, target: rgb)
            return cimage_decode_jpeg(
                bytes, bytes.count, CInt(eighths), &info, strip, Resampler.sink, resampler.context, message)
        }.image
    }

    /// What the first bytes say, checked against the limits.
    static func header(_ bytes: [UInt8], name: FilePath, limits: DecodeLimits) throws(RasterError) -> cimage_info {
        guard !bytes.isEmpty else {
            throw RasterError(.empty, name, "the file is empty; copy or save it again")
        }
        guard bytes.count <= limits.fileBytes else {
            throw RasterError(.tooLarge, name, "\(bytes.count) bytes are over the limit of \(limits.fileBytes)")
        }
        var info = cimage_info()
        if Bitmap.isBitmap(bytes) {
            let bitmap = try bitmap(name, limits) { () throws(Bitmap.Refusal) in try Bitmap(bytes) }
            // Sides are below 2^32, so the product does not overflow.
            guard bitmap.width * bitmap.height <= limits.pixels else {
                throw failure(.tooLarge, "\(bitmap.width) x \(bitmap.height)", name, limits)
            }
            return cimage_info(width: UInt32(bitmap.width), height: UInt32(bitmap.height), orientation: 1)
        }
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        let status = cimage_probe(bytes, bytes.count, UInt64(limits.pixels), &info, &message)
        guard status == CIMAGE_OK.rawValue else { throw failure(status, message, bytes, name, limits) }
        return info
    }

    static func isJPEG(_ bytes: [UInt8]) -> Bool { cimage_is_jpeg(bytes, bytes.count) != 0 }

    /// A picture of `size`, which `body` fills.
    private static func decode(
        _ bytes: [UInt8], _ name: FilePath, _ limits: DecodeLimits, _ info: inout cimage_info,
        _ size: (width: Int, height: Int),
        _ body: (inout cimage_info, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CChar>) -> CInt
    ) throws(RasterError) -> Decoded {
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        var status: CInt = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * size.width * size.height) { buffer, count in
            status = message.withUnsafeMutableBufferPointer { message in
                message.baseAddress.map { body(&info, buffer.baseAddress, $0) } ?? CInt(CIMAGE_NO_MEMORY.rawValue)
            }
            count = status == CIMAGE_OK.rawValue ? buffer.count : 0
        }
        guard status == CIMAGE_OK.rawValue else { throw failure(status, message, bytes, name, limits) }
        return Decoded(
            image: Image(width: size.width, height: size.height, pixels: pixels),
            orientation: Orientation(rawValue: Int(info.orientation)) ?? .upright)
    }

    private static func bitmap<Value>(
        _ name: FilePath, _ limits: DecodeLimits, _ read: () throws(Bitmap.Refusal) -> Value
    ) throws(RasterError) -> Value {
        do throws(Bitmap.Refusal) {
            return try read()
        } catch {
            throw failure(error.code, error.what, name, limits)
        }
    }

    private static func failure(
        _ status: CInt, _ message: [CChar], _ bytes: [UInt8], _ name: FilePath, _ limits: DecodeLimits
    ) -> RasterError {
        let said = text(message)
        switch UInt32(bitPattern: status) {
        case CIMAGE_NOT_AN_IMAGE.rawValue:
            let kind = ForeignFormat(of: bytes).map { "is \($0.rawValue), not" } ?? "is no"
            return RasterError(.notAnImage, name, "\(kind) PNG or JPEG; convert it, or move it out of the folder")
        case CIMAGE_TRUNCATED.rawValue: return failure(.truncated, said, name, limits)
        case CIMAGE_EMPTY.rawValue: return failure(.empty, said, name, limits)
        case CIMAGE_TOO_LARGE.rawValue: return failure(.tooLarge, said, name, limits)
        case CIMAGE_UNSUPPORTED.rawValue: return failure(.unsupported, said, name, limits)
        case CIMAGE_NO_MEMORY.rawValue: return failure(.outOfMemory, said, name, limits)
        default: return failure(.damaged, said, name, limits)
        }
    }

    private static func failure(
        _ code: RasterError.Code, _ said: String, _ name: FilePath, _ limits: DecodeLimits
    ) -> RasterError {
        let message =
            switch code {
            case .truncated: "the file is cut short (\(said)); copy it again from the camera"
            case .empty: "the picture has no pixels (\(said)); save it again"
            case .tooLarge: "\(said) pixels are over the limit of \(limits.pixels); reduce the picture"
            case .unsupported: "this kind is not read (\(said)); save it as 8-bit RGB or grey"
            case .outOfMemory: "memory is short for this picture; close other programs"
            default: "the file is damaged (\(said)); copy it again from the camera"
            }
        return RasterError(code, name, message)
    }

    /// What a library said, safe to print.
    static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).printable
    }
}
