/// A grid of distances to a smooth map of the picture's size: bilinear upsampling (align_corners false), then a
/// Gaussian blur with symmetric edges, computed at once as A_y · grid · A_xᵀ. A value; make it once for each geometry.
public struct SmoothUpsampling: Sendable {
    private let across: BandedMatrix
    private let down: BandedMatrix

    /// - Parameters:
    ///   - grid: patches (width, height).
    ///   - map: pixels (width, height).
    ///   - sigma: of the blur, in pixels of the map; the kernel ends at ⌊4σ + ½⌋ (16 for PaDiM's σ = 4). 0: no blur.
    public init(from grid: (width: Int, height: Int), to map: (width: Int, height: Int), sigma: Double) {
        across = BandedMatrix(blurring: sigma, from: grid.width, to: map.width)
        down =
            grid.width == grid.height && map.width == map.height
            ? across : BandedMatrix(blurring: sigma, from: grid.height, to: map.height)
    }

    /// The size of the maps.
    public var width: Int { across.outputs }
    public var height: Int { down.outputs }

    /// The smooth map of `grid`.
    /// - Precondition: the grid has the size that was announced.
    public func apply(_ grid: Plane) -> Plane {
        let count = width * height
        let values = [Float](unsafeUninitializedCapacity: count) { out, written in
            guard let target = out.baseAddress else { return }
            withWide(grid) { down.down($0, columns: width, into: target) }
            written = count
        }
        return Plane(width: width, height: height, values: values)
    }

    /// The largest value of `apply(grid)`, to the bit, without the map: what a score is.
    /// - Precondition: the grid has the size that was announced, and no value is NaN.
    public func peak(_ grid: Plane) -> Float {
        withWide(grid) { down.peakDown($0, columns: width) }
    }

    /// Both continue from the grid at the map's width and its own height.
    private func withWide<Result>(_ grid: Plane, _ body: (UnsafePointer<Float>) -> Result) -> Result {
        precondition(grid.width == across.inputs && grid.height == down.inputs)
        let wide = UnsafeMutablePointer<Float>.allocate(capacity: width * grid.height)
        defer { wide.deallocate() }
        grid.values.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            across.across(source, rows: grid.height, into: wide)
        }
        return body(wide)
    }
}
