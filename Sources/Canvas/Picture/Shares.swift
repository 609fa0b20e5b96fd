import Raster

/// A rectangle on a part in shares of its width and height: 0 is the left or upper edge, 1 the right or lower one. It
/// means the same place on the photograph, its map and its mask, whatever their sizes.
public struct Shares: Hashable, Sendable {
    public let left: Double
    public let top: Double
    public let right: Double
    public let bottom: Double

    /// Edges come in either order; what is no number counts as 0.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        func sound(_ value: Double) -> Double { value.isFinite ? value : 0 }
        self.left = min(sound(left), sound(right))
        self.right = max(sound(left), sound(right))
        self.top = min(sound(top), sound(bottom))
        self.bottom = max(sound(top), sound(bottom))
    }

    /// The place of a box of pixels on a raster of that size.
    public init(_ box: Region.Box, width: Int, height: Int) {
        let (wide, high) = (Double(max(1, width)), Double(max(1, height)))
        self.init(
            left: Double(box.x) / wide, top: Double(box.y) / high, right: Double(box.x + box.width) / wide,
            bottom: Double(box.y + box.height) / high)
    }

    public static let whole = Shares(left: 0, top: 0, right: 1, bottom: 1)

    public var width: Double { right - left }
    public var height: Double { bottom - top }

    /// Larger by that share of its own sides on each of them.
    public func widened(by margin: Double) -> Shares {
        Shares(
            left: left - margin * width, top: top - margin * height, right: right + margin * width,
            bottom: bottom + margin * height)
    }

    /// Whether all of `other` lies in it, but for rounding.
    public func contains(_ other: Shares) -> Bool {
        let slack = 1e-9
        return other.left >= left - slack && other.right <= right + slack && other.top >= top - slack
            && other.bottom <= bottom + slack
    }

    public func meets(_ other: Shares) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}
