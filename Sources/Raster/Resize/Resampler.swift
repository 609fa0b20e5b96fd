import CKernels

/// A resize that takes its picture row by row, from the top, and writes each row of the result as soon as it is
/// complete: a decoder's rows need never be kept. Owns the C resampler.
struct Resampler: ~Copyable {
    /// What C sees; a decoder may push rows into it itself.
    let handle: OpaquePointer

    /// - Parameter target: `3 · width · height` bytes of the result; must outlive the resampler.
    init(
        from: (width: Int, height: Int), to: (width: Int, height: Int), target: UnsafeMutablePointer<UInt8>?,
        path: resample_path = RESAMPLE_WIDEST
    ) {
        let along = from.width == to.width ? nil : ResampleCoefficients(from: from.width, to: to.width)
        let down = from.height == to.height ? nil : ResampleCoefficients(from: from.height, to: to.height)
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

    private static func withAxis<Result>(
        _ axis: ResampleCoefficients?, _ body: (UnsafePointer<resample_axis>?) -> Result
    ) -> Result {
        guard let axis else { return body(nil) }
        return axis.withAxis { body($0) }
    }
}
