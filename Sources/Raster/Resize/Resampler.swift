import CKernels

/// A resize that takes its picture row by row, from the top, and writes each row of the result as soon as it is
/// complete: a decoder's rows need never be kept. Owns the C resampler.
struct Resampler: ~Copyable {
    private let handle: OpaquePointer

    /// - Parameters:
    ///   - extent: how much of the input the output covers, from its top-left corner; `nil` for all.
    ///   - target: `3 · width · height` bytes of the result; must outlive the resampler.
    init(
        from: (width: Int, height: Int), extent: (width: Double, height: Double)? = nil,
        to: (width: Int, height: Int), target: UnsafeMutablePointer<UInt8>?, path: resample_path = RESAMPLE_WIDEST
    ) {
        let along = Self.axis(from.width, extent?.width, to.width)
        let down = Self.axis(from.height, extent?.height, to.height)
        let made = Self.withAxis(along) { along in
            Self.withAxis(down) { down in
                resampler_new(Int64(from.width), Int64(from.height), along, down, target, path)
            }
        }
        guard let made else { fatalError("out of memory") }
        handle = made
    }

    deinit { resampler_free(handle) }

    /// The next `count` rows, one after another.
    borrowing func push(_ rows: UnsafePointer<UInt8>?, rows count: Int) { resampler_push(handle, rows, Int64(count)) }

    /// For a decoder in C, which pushes rows itself: it calls `sink` with `context`.
    static let sink: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, Int64) -> Void = {
        context, rows, count in
        if let context { resampler_push(OpaquePointer(context), rows, count) }
    }
    var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    /// `nil` where nothing changes.
    private static func axis(_ from: Int, _ extent: Double?, _ to: Int) -> ResampleCoefficients? {
        let extent = extent ?? Double(from)
        return from == to && extent == Double(from) ? nil : ResampleCoefficients(from: from, to: to, extent: extent)
    }

    private static func withAxis<Result>(
        _ axis: ResampleCoefficients?, _ body: (UnsafePointer<resample_axis>?) -> Result
    ) -> Result {
        guard let axis else { return body(nil) }
        return axis.withAxis { body($0) }
    }
}
