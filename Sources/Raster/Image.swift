/// A picture of a part: 8-bit RGB, row-major, top-left first, no padding between rows.
public struct Image: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// `3 · width · height` bytes: R, G, B of each pixel.
    public var pixels: [UInt8]

    /// - Precondition: both sides positive and `pixels.count == 3 * width * height`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == 3 * width * height)
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
