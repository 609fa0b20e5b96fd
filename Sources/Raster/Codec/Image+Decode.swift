import Disk
import SystemPackage

extension Image {
    /// Decodes a PNG, a JPEG or an uncompressed BMP, told apart by their contents. Grey is copied to three channels, palettes are looked
    /// up, alpha is dropped with the colours under it kept, 16-bit samples give their high byte, CMYK becomes RGB
    /// without a profile: as Pillow's `convert('RGB')`, save that Pillow clips 16-bit grey at 255 instead.
    /// JPEG pixels are those of libjpeg's slow integer transform and smooth chroma upsampling.
    /// - Parameters:
    ///   - name: only for messages.
    ///   - orientation: `.apply` turns the picture as its Exif says.
    /// - Throws: `RasterError`. A picture is whole or refused: one that ends early or whose data is damaged never
    ///   comes back with made-up pixels.
    public static func decode(
        _ bytes: [UInt8], name: FilePath, limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Image {
        let decoded = try ImageCodec.decode(bytes, name: name, limits: limits, sixteenBitGrey: .highByte)
        return orientation == .apply ? decoded.image.turned(by: decoded.orientation) : decoded.image
    }

    /// Reads and decodes a file.
    /// - Throws: `RasterError` as `decode`, and `.unreadable` or `.tooLarge` for what the file system says.
    public static func read(
        _ path: FilePath, limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Image {
        try decode(path.contents(limits), name: path, limits: limits, orientation: orientation)
    }
}

extension FilePath {
    func contents(_ limits: DecodeLimits) throws(RasterError) -> [UInt8] {
        do {
            return try readAll(limit: limits.fileBytes)
        } catch {
            throw RasterError(error)
        }
    }
}
