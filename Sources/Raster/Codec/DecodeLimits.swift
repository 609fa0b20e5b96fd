/// What a file may cost before it is refused. Checked against the header, before memory is taken for pixels.
public struct DecodeLimits: Equatable, Sendable {
    /// Most pixels of a picture, width · height.
    public var pixels: Int
    /// Most bytes of a file.
    public var fileBytes: Int

    /// - Precondition: both positive.
    public init(pixels: Int, fileBytes: Int) {
        precondition(pixels > 0 && fileBytes > 0)
        self.pixels = pixels
        self.fileBytes = fileBytes
    }

    /// 100 megapixels (300 MB decoded) and 512 MiB of file.
    public static let standard = DecodeLimits(pixels: 100_000_000, fileBytes: 512 << 20)
}
