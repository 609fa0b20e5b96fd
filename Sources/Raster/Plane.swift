/// One real value for each pixel or patch: an anomaly map, a distance grid.
public struct Plane: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// `width · height` values, row-major.
    public var values: [Float]

    /// - Precondition: both sides positive and `values.count == width * height`.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(width > 0 && height > 0 && values.count == width * height)
        self.width = width
        self.height = height
        self.values = values
    }

    public subscript(x: Int, y: Int) -> Float { values[y * width + x] }
}
