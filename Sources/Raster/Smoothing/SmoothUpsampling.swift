/// A grid of distances to a smooth map of the picture's size: bilinear upsampling (align_corners false), then a
/// Gaussian blur with symmetric edges, computed at once as A_y · grid · A_xᵀ. A value; make it once for each geometry.
public struct SmoothUpsampling: Sendable {
    private let across: BlurUpsample
    private let down: BlurUpsample

    /// - Parameters:
    ///   - grid: patches (width, height).
    ///   - map: pixels (width, height).
    ///   - sigma: of the blur, in pixels of the map; the kernel ends at ⌊4σ + ½⌋ (16 for PaDiM's σ = 4). 0: no blur.
    public init(from grid: (width: Int, height: Int), to map: (width: Int, height: Int), sigma: Double) {
        across = BlurUpsample(from: grid.width, to: map.width, sigma: sigma)
        down =
            grid.width == grid.height && map.width == map.height
            ? across : BlurUpsample(from: grid.height, to: map.height, sigma: sigma)
    }

    /// The size of the maps.
    public var width: Int { across.outputs }
    public var height: Int { down.outputs }

    /// The smooth map of `grid`.
    /// - Precondition: the grid has the size that was announced.
    public func apply(_ grid: Plane) -> Plane {
        precondition(grid.width == across.inputs && grid.height == down.inputs)
        let values = [Float](unsafeUninitializedCapacity: width * height) { out, count in
            grid.values.withUnsafeBufferPointer { source in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: width * grid.height) { wide in
                    SmoothKernels.across(source, rows: grid.height, across, into: wide)
                    SmoothKernels.down(UnsafeBufferPointer(wide), columns: width, down, into: out)
                }
            }
            count = width * height
        }
        return Plane(width: width, height: height, values: values)
    }
}
