import Raster

/// A rectangle in shares of the field of view (what the network saw of a part): 0…1 along each axis, from the top left.
public struct ShareBox: Equatable, Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// The whole field of view.
    public static let whole = ShareBox(x: 0, y: 0, width: 1, height: 1)

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Pixels of a grid that covers the field of view.
    init(_ box: Region.Box, of width: Int, _ height: Int) {
        self.init(
            x: Double(box.x) / Double(width), y: Double(box.y) / Double(height),
            width: Double(box.width) / Double(width), height: Double(box.height) / Double(height))
    }

    /// The pixels of a `width × height` picture of the field of view that it touches, at least one, all within. Numbers
    /// that are none count as 0.
    public func pixels(width: Int, height: Int) -> Region.Box {
        let (left, right) = Self.span(x, self.width, width)
        let (top, bottom) = Self.span(y, self.height, height)
        return Region.Box(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Edges that lie on a pixel's edge but for rounding belong to it.
    private static func span(_ start: Double, _ length: Double, _ count: Int) -> (Int, Int) {
        func clamped(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }
        let first = min(Int((clamped(start) * Double(count) + 1e-6).rounded(.down)), count - 1)
        let end = Int((clamped(start + length) * Double(count) - 1e-6).rounded(.up))
        return (first, min(max(end, first + 1), count))
    }
}
