import CImageIO
import Disk
import SystemPackage

extension Image {
    /// Decodes a picture and resizes it at once: without a reduction equal to `decode(...).resized(...)` to the grey
    /// level, and faster, because a JPEG's rows are resized while they are in the cache and never held.
    ///
    /// With a reduction the result differs from the exact one by what `JPEGReduction.standard` states: not for scores
    /// that must be equal to those of another implementation.
    /// - Parameters:
    ///   - size: of the result, after it has been turned.
    ///   - reduction: of a JPEG; other pictures are never reduced.
    /// - Throws: `RasterError`, as `decode`.
    public static func decode(
        _ bytes: [UInt8], name: FilePath, resizedTo size: (width: Int, height: Int), reduction: JPEGReduction = .none,
        limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Image {
        precondition(size.width > 0 && size.height > 0)
        guard ImageCodec.isJPEG(bytes) else {
            return try decode(bytes, name: name, limits: limits, orientation: orientation)
                .resized(width: size.width, height: size.height)
        }
        let header = try ImageCodec.header(bytes, name: name, limits: limits)
        let turn = orientation == .apply ? Orientation(rawValue: Int(header.orientation)) ?? .upright : .upright
        let stored = turn.exchangesSides ? (width: size.height, height: size.width) : size
        let eighths = reduction.eighths(of: (Int(header.width), Int(header.height)), covering: stored)
        if turn != .upright && eighths == 8 {
            // Rounded along x first, so that what is exact is turned before it is resized.
            return try decode(bytes, name: name, limits: limits).resized(width: size.width, height: size.height)
        }
        return try ImageCodec.decodeJPEG(
            bytes, name: name, limits: limits, header: header, eighths: eighths, resizedTo: stored
        ).turned(by: turn)
    }

    /// Reads a file, decodes and resizes it, as `decode(_:name:resizedTo:reduction:limits:orientation:)`.
    /// - Throws: `RasterError`, as `read`.
    public static func read(
        _ path: FilePath, resizedTo size: (width: Int, height: Int), reduction: JPEGReduction = .none,
        limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Image {
        try decode(
            path.contents(limits), name: path, resizedTo: size, reduction: reduction, limits: limits,
            orientation: orientation)
    }
}
