import CImageIO
import Disk

extension Image {
    /// An 8-bit RGB PNG without loss.
    /// - Throws: `RasterError.encoding` when the library refuses (a side over a million pixels, memory short).
    public func encodedPNG() throws(RasterError) -> [UInt8] {
        try encoded("PNG", width, height) { out, count, message in
            cimage_encode_png(pixels, UInt32(width), UInt32(height), 3, &out, &count, message)
        }
    }

    /// A baseline JPEG, 4:2:0, with the standard tables.
    /// - Parameter quality: 1...100 on libjpeg's scale.
    /// - Throws: `RasterError.encoding` when the library refuses (a side over 65500 pixels).
    public func encodedJPEG(quality: Int = 90) throws(RasterError) -> [UInt8] {
        let quality = CInt(min(max(quality, 1), 100))
        return try encoded("JPEG", width, height) { out, count, message in
            cimage_encode_jpeg(pixels, UInt32(width), UInt32(height), quality, &out, &count, message)
        }
    }
}

extension Mask {
    /// An 8-bit grey PNG: 255 where defective, 0 elsewhere.
    /// - Throws: `RasterError.encoding`, as `Image.encodedPNG`.
    public func encodedPNG() throws(RasterError) -> [UInt8] {
        let grey = values.map { $0 == 0 ? 0 : 255 as UInt8 }
        return try encoded("PNG", width, height) { out, count, message in
            cimage_encode_png(grey, UInt32(width), UInt32(height), 1, &out, &count, message)
        }
    }
}

private func encoded(
    _ format: String, _ width: Int, _ height: Int,
    _ encode: (inout UnsafeMutablePointer<UInt8>?, inout Int, UnsafeMutablePointer<CChar>) -> CInt
) throws(RasterError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
    let status = message.withUnsafeMutableBufferPointer { encode(&out, &count, $0.baseAddress!) }
    guard status == CIMAGE_OK.rawValue, let out else {
        throw RasterError(
            .encoding, "\(format) of \(width) × \(height)", "cannot be made (\(ImageCodec.text(message)))")
    }
    defer { cimage_free(out) }
    return Array(UnsafeBufferPointer(start: out, count: count))
}
