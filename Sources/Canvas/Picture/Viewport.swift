/// Which place of a part is looked at, and how large: independent of the part's size and of the room on the screen, so
/// the same viewport shows the same place on photograph, map and mask side by side.
public struct Viewport: Hashable, Sendable {
    /// How much larger than the whole part would be in its room: 1 … `largestZoom`.
    public let zoom: Double
    /// The middle of what is looked at, in shares of the part's width and height.
    public let x: Double
    public let y: Double

    public static let largestZoom = 256.0
    public static let whole = Viewport(zoom: 1, x: 0.5, y: 0.5)

    /// The middle is moved so that nothing beyond the part's edge comes into view; what is no number becomes the whole.
    public init(zoom: Double, x: Double, y: Double) {
        let factor = zoom.isNaN ? 1 : min(max(zoom, 1), Viewport.largestZoom)
        let half = 0.5 / factor
        func inside(_ middle: Double) -> Double { middle.isNaN ? 0.5 : min(max(middle, half), 1 - half) }
        self.zoom = factor
        self.x = inside(x)
        self.y = inside(y)
    }

    /// Nearer or, with a factor below 1, farther, about the same middle.
    public func zoomed(by factor: Double) -> Viewport { Viewport(zoom: zoom * factor, x: x, y: y) }

    /// Moved by shares of what is in view: 0.5 moves half a picture to the right or down.
    ///
    /// In a room of another shape than the part more is in view along one side; `Fit.viewport` has the middle that is
    /// really shown, and panning from there never spends a key on an edge.
    public func panned(dx: Double, dy: Double) -> Viewport {
        Viewport(zoom: zoom, x: x + dx / zoom, y: y + dy / zoom)
    }

    /// The same zoom with the middle of a rectangle in the middle.
    public func centred(on place: Shares) -> Viewport {
        Viewport(zoom: zoom, x: (place.left + place.right) / 2, y: (place.top + place.bottom) / 2)
    }

    /// As near as a rectangle can be seen whole.
    /// - Parameter margin: what to leave around it at each side, as a share of its own sides.
    public static func onto(_ place: Shares, margin: Double = 0.25) -> Viewport {
        let widened = place.widened(by: max(0, margin))
        let side = max(widened.width, widened.height, 1 / largestZoom)
        return Viewport(zoom: 1 / side, x: 0, y: 0).centred(on: place)
    }

    /// No pixel of the part is averaged away, and none is larger than it must be for that: one pixel of the grid for
    /// each pixel of the part along the side where the grid's are larger (they are not square in every mode). The
    /// whole part where it has fewer pixels than the room.
    /// - Parameters: the part's true size in pixels, not that of what was decoded.
    public static func oneToOne(partWidth: Int, partHeight: Int, room: Box, glyphs: GlyphMode) -> Viewport {
        guard partWidth > 0, partHeight > 0, !room.isEmpty else { return .whole }
        let fitted = Fit.scale(width: partWidth, height: partHeight, in: room)
        let wanted = max(1 / Double(glyphs.pixelColumns), 2 / Double(glyphs.pixelRows))
        return Viewport(zoom: wanted / fitted, x: 0.5, y: 0.5)
    }
}
