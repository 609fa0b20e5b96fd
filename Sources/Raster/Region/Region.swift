/// A connected area of a mask: pixels that touch at a side or a corner.
public struct Region: Equatable, Sendable {
    /// Indices y · width + x of its pixels, ascending.
    public let pixels: [Int]
    /// The smallest rectangle around it.
    public let box: Box

    public struct Box: Equatable, Sendable {
        /// Top-left pixel.
        public let x: Int
        public let y: Int
        public let width: Int
        public let height: Int

        public init(x: Int, y: Int, width: Int, height: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    /// Pixels in it.
    public var area: Int { pixels.count }

    public init(pixels: [Int], box: Box) {
        self.pixels = pixels
        self.box = box
    }
}
